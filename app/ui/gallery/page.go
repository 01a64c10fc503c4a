//go:build dev

package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

// Register serves the gallery at /_gallery.
func Register() { app.Route("/_gallery", func() app.Composer { return &page{} }) }

type page struct{ app.Compo }

// Render draws the gallery.
func (p *page) Render() app.UI {
	return ui.Frame(ui.FrameProps{
		Skip: "Aller au contenu",
		Main: ui.Main(ui.PageHead(ui.PageHeadProps{Title: "Galerie"}), Draw(Pieces())),
	})
}
