// The browser program of Comptoir, compiled to web/app.wasm.
package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/screen"
	"comptoir/app/store"
	"comptoir/app/ui"
)

func main() {
	browser.Mark("go-main")
	ui.UseSprite(browser.Meta("sprite"))
	store.SetTheme(store.Theme())
	screen.Register()
	app.RunWhenOnBrowser()
}
