//go:build dev

package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

// Register serves the gallery at /_gallery. prepare runs first, apart from the
// interface: it brings the sentences.
func Register(prepare func()) {
	app.Route("/_gallery", func() app.Composer { return &page{prepare: prepare} })
}

type page struct {
	app.Compo

	prepare func()
	ready   bool
}

// OnMount prepares what the pieces of other packages need, then draws them.
func (p *page) OnMount(ctx app.Context) {
	ctx.Async(func() {
		p.prepare()
		ctx.Dispatch(func(app.Context) { p.ready = true })
	})
}

// Render draws the gallery.
func (p *page) Render() app.UI {
	if !p.ready {
		return ui.Frame(ui.FrameProps{Main: ui.Main()})
	}
	return ui.Frame(ui.FrameProps{
		Skip: "Aller au contenu",
		Main: ui.Main(ui.PageHead(ui.PageHeadProps{Title: "Galerie"}), Draw(Pieces())),
	})
}
