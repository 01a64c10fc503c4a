package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// IconName names a drawing of the sprite; the constants are generated with it.
type IconName string

// sprite is where the sprite is served; a build serves it under a hashed name.
var sprite = "/web/icon/sprite.svg"

// UseSprite tells where the sprite is served. It is called once, before the
// first drawing.
func UseSprite(url string) { sprite = url }

// Icon draws an icon that says nothing by itself: the text beside it, or the
// label of its button, speaks. The classes set its size (i--16, i--20, i--24,
// i--32).
func Icon(name IconName, classes ...string) app.UI {
	if name == "" {
		return nil
	}
	// One parse instead of seven calls into the browser; neither the name nor
	// the classes ever come from data.
	return app.Raw(`<svg class="` + class("i", classes...) + `" aria-hidden="true" focusable="false"><use href="` +
		sprite + `#` + string(name) + `"/></svg>`)
}

// Mark draws the logo that stands where the dealer has none yet.
func Mark() app.UI {
	return app.Raw(`<svg class="logo-mark" aria-hidden="true" focusable="false"><use href="` + sprite + `#mark"/></svg>`)
}
