package store

import "comptoir/app/browser"

// themeKey is where the theme that the person chose on this device stands.
const themeKey = "comptoir-theme"

// Theme is the theme chosen on this device: light, dark, or empty to follow it.
func Theme() string { return browser.LocalGet(themeKey) }

// SetTheme chooses the theme of this device.
func SetTheme(theme string) {
	browser.LocalSet(themeKey, theme)
	browser.SetTheme(theme)
}
