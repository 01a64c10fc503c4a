package browser

import (
	"fmt"
	"syscall/js"
)

var global = js.Global()

// try turns a JavaScript exception into an error.
func try(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(js.Error)
			if !ok {
				panic(r)
			}
			err = failure(e.Value)
		}
	}()
	f()
	return nil
}

// failure turns a DOMException or an Error into an error of this package.
func failure(v js.Value) error {
	if v.Type() != js.TypeObject {
		return fmt.Errorf("javascript: %s", v.String())
	}
	name, message := v.Get("name").String(), v.Get("message").String()
	switch name {
	case "QuotaExceededError":
		return fmt.Errorf("%w: %s", ErrQuota, message)
	case "InvalidStateError", "SecurityError", "NotFoundError":
		return fmt.Errorf("%w: %s: %s", ErrNoStorage, name, message)
	}
	return fmt.Errorf("javascript: %s: %s", name, message)
}

type settled struct {
	v   js.Value
	err error
}

// await blocks until the promise settles.
func await(promise js.Value) (js.Value, error) {
	ch := make(chan settled, 1)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any { ch <- settled{v: first(args)}; return nil })
	bad := js.FuncOf(func(_ js.Value, args []js.Value) any { ch <- settled{err: failure(first(args))}; return nil })
	defer ok.Release()
	defer bad.Release()
	promise.Call("then", ok, bad)
	r := <-ch
	return r.v, r.err
}

func first(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}

// listen attaches a handler to a target until remove is called.
func listen(target js.Value, event string, f func(js.Value)) (remove func()) {
	fn := js.FuncOf(func(_ js.Value, args []js.Value) any { f(first(args)); return nil })
	target.Call("addEventListener", event, fn)
	return func() {
		target.Call("removeEventListener", event, fn)
		fn.Release()
	}
}

func toBytes(v js.Value) []byte {
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

func fromBytes(b []byte) js.Value {
	v := global.Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}
