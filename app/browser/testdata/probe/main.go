// Command probe runs what package browser and package outbox promise inside a
// real browser, under go-app as it is slimmed for the product.
package main

import (
	"strings"

	"comptoir/app/browser"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

type root struct {
	app.Compo
	path, typed, results, photo string
}

func (r *root) OnNav(ctx app.Context) {
	r.path = ctx.Page().URL().Path
	if r.path == "/panic" {
		panic("asked for")
	}
}

func (r *root) OnMount(ctx app.Context) {
	browser.Call("comptoirReady")
	ctx.Async(func() {
		results := strings.Join(runChecks(), "\n")
		ctx.Dispatch(func(app.Context) { r.results = results })
	})
}

func (r *root) Render() app.UI {
	return app.Main().Body(
		app.H1().ID("path").Text(r.path),
		app.P().ID("typed").Text("["+r.typed+"]"),
		app.Input().ID("field").Value(r.typed).OnChange(r.typedIn),
		app.Button().ID("empty").Text("empty").OnClick(func(app.Context, app.Event) { r.typed = "" }),
		app.Img().ID("picture").Alt("").Src("/img/x"),
		app.A().ID("to-long").Href("/long").Text("long"),
		app.A().ID("to-server").Href("/connexion").Text("server"),
		app.A().ID("to-panic").Href("/panic").Text("panic"),
		app.Input().ID("file").Type("file"),
		app.Button().ID("shrink").Text("shrink").OnClick(func(ctx app.Context, _ app.Event) {
			ctx.Async(func() {
				photo := shrink()
				ctx.Dispatch(func(app.Context) { r.photo = photo })
			})
		}),
		app.P().ID("photo").Text(r.photo),
		app.Pre().ID("results").Text(r.results),
		app.Div().ID("tall").Class("tall"),
	)
}

func (r *root) typedIn(ctx app.Context, _ app.Event) { r.typed = ctx.JSSrc().Get("value").String() }

func main() {
	app.RouteWithRegexp("^/", func() app.Composer { return &root{} })
	app.RunWhenOnBrowser()
}
