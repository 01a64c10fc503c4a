package browser

import "syscall/js"

func element(id string) js.Value { return global.Get("document").Call("getElementById", id) }

// SetProperty sets a property of an element (value, checked, indeterminate…)
// and reports whether the element is there.
func SetProperty(elementID, property string, value any) bool {
	e := element(elementID)
	if !e.Truthy() {
		return false
	}
	e.Set(property, value)
	return true
}

// Value is the value of an input; empty when it is not there.
func Value(elementID string) string {
	e := element(elementID)
	if !e.Truthy() {
		return ""
	}
	return e.Get("value").String()
}

// SetStyleVar sets a style property, such as height or --rows, of an element:
// the way that the content security policy allows.
func SetStyleVar(elementID, name, value string) bool {
	e := element(elementID)
	if !e.Truthy() {
		return false
	}
	e.Get("style").Call("setProperty", name, value)
	return true
}

// ElementHeight is the height of an element in CSS pixels; 0 when absent.
func ElementHeight(elementID string) float64 { return rect(elementID, "height") }

// ElementTop is the distance from the top of the viewport to the element, in
// CSS pixels, negative above it.
func ElementTop(elementID string) float64 { return rect(elementID, "top") }

func rect(elementID, side string) float64 {
	e := element(elementID)
	if !e.Truthy() {
		return 0
	}
	return e.Call("getBoundingClientRect").Get(side).Float()
}

// ScrollTop is how far the page is scrolled, in CSS pixels.
func ScrollTop() float64 { return global.Get("scrollY").Float() }

// ScrollTo scrolls the page to y CSS pixels.
func ScrollTo(y float64) { global.Call("scrollTo", 0, y) }

// Viewport is the size of the window in CSS pixels.
func Viewport() (width, height int) {
	return global.Get("innerWidth").Int(), global.Get("innerHeight").Int()
}

// OnScroll calls fn at most once a frame while the page scrolls or changes
// size.
func OnScroll(fn func()) (remove func()) {
	waiting := false
	frame := js.FuncOf(func(js.Value, []js.Value) any {
		waiting = false
		fn()
		return nil
	})
	soon := func(js.Value) {
		if !waiting {
			waiting = true
			global.Call("requestAnimationFrame", frame)
		}
	}
	scroll, resize := listen(global, "scroll", soon), listen(global, "resize", soon)
	// frame is not released: one may still be due.
	return func() { scroll(); resize() }
}

// Focus moves the focus to an element and reports whether it is there.
func Focus(elementID string) bool {
	e := element(elementID)
	if !e.Truthy() {
		return false
	}
	e.Call("focus")
	return true
}

// Title sets the title of the page.
func Title(text string) { global.Get("document").Set("title", text) }

// SetLang sets the language of the page, for screen readers and hyphenation.
func SetLang(lang string) { global.Get("document").Get("documentElement").Set("lang", lang) }

// SetTheme sets data-theme on the root element: light, dark, or empty to follow
// the device.
func SetTheme(theme string) {
	data := global.Get("document").Get("documentElement").Get("dataset")
	if theme == "" {
		data.Delete("theme")
		return
	}
	data.Set("theme", theme)
}
