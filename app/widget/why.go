package widget

import (
	"context"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// Why explains a right that the person does not hold: which row of the table of
// rights decides, asked of the server when the person wants to know. What it
// says is what a supervisor or the dealer needs to change it.
type Why struct {
	app.Compo
	Code string

	said string
}

// Render draws the question, then the answer.
func (w *Why) Render() app.UI {
	if w.said == "" {
		return ui.TextButton(store.T(msg.RightWhy), w.Code, w.ask)
	}
	return app.P().Class("small", "muted").Attr("role", "status").Text(w.said)
}

func (w *Why) ask(ctx app.Context, _ app.Event) {
	code := habilitation.Code(w.Code)
	ctx.Async(func() {
		resp, err := store.Ask(context.Background(), api.RightWhy, api.WhyReq{Code: code})
		said := explain(code, resp)
		if err != nil {
			said = store.Say(fault.Of(err))
		}
		ctx.Dispatch(func(app.Context) { w.said = said })
	})
}

// explain puts an answer into a sentence.
func explain(code habilitation.Code, r api.WhyResp) string {
	args := i18n.Args{"Code": string(code), "Table": r.Table, "Row": strconv.Itoa(r.Row), "Criteria": strings.Join(r.Criteria, ", ")}
	if r.Row == 0 {
		return store.T(msg.RightWhyNoRow, args)
	}
	return store.T(msg.RightWhyRow, args)
}
