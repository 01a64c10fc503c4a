package browser

import (
	"fmt"
	"syscall/js"
	"time"
)

func clock() time.Time { return time.Now() }

// Online reports whether the device believes to have a network.
func Online() bool { return global.Get("navigator").Get("onLine").Bool() }

// Visible reports whether the tab is in front.
func Visible() bool { return !global.Get("document").Get("hidden").Bool() }

// OnEvent calls fn on each event of the window: online, offline, focus,
// visibilitychange, outbox-changed, hashchange, resize.
func OnEvent(name string, fn func()) (remove func()) {
	return listen(global, name, func(js.Value) { fn() })
}

// WithLock runs fn while no other tab, nor the worker, holds the lock of that
// name. Where the browser has no locks fn runs at once. boot.js gives the lock
// up when the page is left: a frozen page would keep it.
func WithLock(name string, fn func() error) error {
	locks := global.Get("navigator").Get("locks")
	if !locks.Truthy() {
		return fn()
	}
	held := make(chan js.Value, 1)
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any { held <- args[0]; return nil })
	granted := js.FuncOf(func(js.Value, []js.Value) any { return global.Get("Promise").New(executor) })
	defer executor.Release()
	defer granted.Release()
	over := make(chan error, 1)
	request := func() js.Value { return locks.Call("request", name, granted) }
	if global.Get("comptoirLock").Type() == js.TypeFunction {
		request = func() js.Value { return global.Call("comptoirLock", name, granted) }
	}
	go func(promise js.Value) { _, err := await(promise); over <- err }(request())
	select {
	case release := <-held:
		err := fn()
		release.Invoke()
		<-over
		return err
	case <-over: // refused, as in a page that is being closed
		return fn()
	}
}

// LocalGet reads local storage; empty when absent or refused.
func LocalGet(key string) string {
	var v js.Value
	if try(func() { v = global.Get("localStorage").Call("getItem", key) }) != nil || v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// LocalSet writes local storage and reports whether it was kept.
func LocalSet(key, value string) bool {
	return try(func() { global.Get("localStorage").Call("setItem", key, value) }) == nil
}

// LocalRemove removes a key of local storage and reports whether it could.
func LocalRemove(key string) bool {
	return try(func() { global.Get("localStorage").Call("removeItem", key) }) == nil
}

// Reload loads the page anew.
func Reload() { global.Get("location").Call("reload") }

// Location is the path, query and fragment of the page.
func Location() string {
	l := global.Get("location")
	return l.Get("pathname").String() + l.Get("search").String() + l.Get("hash").String()
}

// Leave goes to a page of the server, such as the sign-in.
func Leave(url string) { global.Get("location").Call("assign", url) }

// Meta is the content of <meta name="comptoir-NAME"> of the shell.
func Meta(name string) string {
	m := global.Get("document").Call("querySelector", `meta[name="comptoir-`+name+`"]`)
	if !m.Truthy() {
		return ""
	}
	return m.Get("content").String()
}

// Persist asks the browser not to evict what is stored and reports whether it
// agreed.
func Persist() bool {
	storage := global.Get("navigator").Get("storage")
	if !storage.Truthy() || storage.Get("persist").Type() != js.TypeFunction {
		return false
	}
	v, err := await(storage.Call("persist"))
	return err == nil && v.Truthy()
}

// Call calls a function of boot.js or outbox.js by its name and reports whether
// it is there.
func Call(name string, args ...any) bool {
	if global.Get(name).Type() != js.TypeFunction {
		return false
	}
	return try(func() { global.Call(name, args...) }) == nil
}

// Mark sets a performance mark.
func Mark(name string) { global.Get("performance").Call("mark", name) }

// Copy puts text into the clipboard.
func Copy(text string) error {
	board := global.Get("navigator").Get("clipboard")
	if !board.Truthy() {
		return fmt.Errorf("clipboard: %w", ErrRefused)
	}
	if _, err := await(board.Call("writeText", text)); err != nil {
		return fmt.Errorf("clipboard: %w: %w", ErrRefused, err)
	}
	return nil
}
