package shell

import (
	"slices"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/msg"
)

// messageStays is how long a message that passes stays.
const messageStays = 7 * time.Second

type shown struct {
	Message
	id int
}

// say shows a message; one that says the same makes room for it, so that a
// round does not pile up over what is typed.
func (r *Root) say(ctx app.Context, m Message) {
	r.sequence++
	mine := r.sequence
	r.messages = slices.DeleteFunc(r.messages, func(s shown) bool { return s.Message == m })
	r.messages = append(r.messages, shown{m, mine})
	if len(r.messages) > 3 {
		r.messages = r.messages[1:]
	}
	ctx.After(messageStays, func(app.Context) { r.drop(mine) })
}

func (r *Root) drop(id int) {
	for i, m := range r.messages {
		if m.id == id {
			r.messages = append(r.messages[:i:i], r.messages[i+1:]...)
			return
		}
	}
}

func (r *Root) toasts() []ui.Toast {
	var out []ui.Toast
	if r.update {
		out = append(out, ui.Toast{ID: "update", Tone: ui.Warn, Text: store.T(msg.UpdateAvailable), Action: store.T(msg.UpdateReload),
			OnAction: reloadApp, CloseLabel: store.T(msg.UpdateLater), OnClose: func(app.Context, app.Event) { r.update = false }})
	}
	for _, m := range r.messages {
		t := ui.Toast{ID: "m" + strconv.Itoa(m.id), Tone: ui.OK, Text: m.Text, Action: m.Action, Href: m.Href,
			CloseLabel: store.T(msg.ActionClose), OnClose: func(app.Context, app.Event) { r.drop(m.id) }}
		switch {
		case m.Bad:
			t.Tone = ui.Bad
		case m.Wait:
			t.Tone = ui.Warn
		}
		out = append(out, t)
	}
	return out
}
