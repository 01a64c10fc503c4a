//go:build !js

package browser

// SetProperty sets a property of an element (value, checked, indeterminate…)
// and reports whether the element is there.
func SetProperty(elementID, property string, value any) bool {
	with(func(h *host) { h.props[elementID+"."+property] = value })
	return true
}

// Value is the value of an input; empty when it is not there.
func Value(elementID string) string {
	v, _ := HostProperty(elementID, "value").(string)
	return v
}

// SetStyleVar sets a style property, such as height or --rows, of an element:
// the way that the content security policy allows.
func SetStyleVar(elementID, name, value string) bool { return SetProperty(elementID, name, value) }

// ElementHeight is the height of an element in CSS pixels; 0 when absent.
func ElementHeight(string) float64 { return 0 }

// ElementTop is the distance from the top of the viewport to the element.
func ElementTop(string) float64 { return 0 }

// ScrollTop is how far the page is scrolled, in CSS pixels.
func ScrollTop() float64 {
	y, _ := HostProperty("", "scroll").(float64)
	return y
}

// ScrollTo scrolls the page to y CSS pixels.
func ScrollTo(y float64) {
	SetProperty("", "scroll", y)
	HostEmit("scroll")
}

// Viewport is the size of the window in CSS pixels.
func Viewport() (width, height int) { return 1280, 800 }

// OnScroll calls fn at most once a frame while the page scrolls or changes
// size.
func OnScroll(fn func()) (remove func()) { return OnEvent("scroll", fn) }

// Focus moves the focus to an element and reports whether it is there.
func Focus(elementID string) bool { return SetProperty("", "focus", elementID) }

// Title sets the title of the page.
func Title(text string) { SetProperty("", "title", text) }

// SetLang sets the language of the page.
func SetLang(lang string) { SetProperty("", "lang", lang) }

// SetTheme sets data-theme on the root element: light, dark, or empty to follow
// the device.
func SetTheme(theme string) { SetProperty("", "theme", theme) }
