// The browser program of Comptoir, compiled to web/app.wasm.
package main

import (
	"runtime/debug"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/screen"
	"comptoir/app/store"
	"comptoir/app/ui"
)

// garbage is how much more than what is in use may be taken, in percent: the
// memory of a wasm program grows and never shrinks.
const garbage = 40

func main() {
	debug.SetGCPercent(garbage)
	browser.Mark("go-main")
	ui.UseSprite(browser.Meta("sprite"))
	store.SetTheme(store.Theme())
	ui.CloseMenusOutside()
	screen.Register()
	app.RunWhenOnBrowser()
}
