package ui

import (
	"reflect"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// OnValue receives what a person typed or picked.
type OnValue func(ctx app.Context, value string)

// scoped tells go-app that a handler belongs to the thing named by id and runs
// the function h. Without h, two wrappers made here would look the same to it,
// whatever they wrap.
func scoped(id string, h any) app.EventOption {
	return app.EventScope(id, reflect.ValueOf(h).Pointer())
}

// reading turns a handler of values into one of events; nil stays nil.
func reading(h OnValue) app.EventHandler {
	if h == nil {
		return nil
	}
	return func(ctx app.Context, _ app.Event) { h(ctx, ctx.JSSrc().Get("value").String()) }
}

// class joins the classes that are not empty.
func class(base string, more ...string) string {
	for _, c := range more {
		if c != "" {
			base += " " + c
		}
	}
	return strings.TrimSpace(base)
}

// when gives the class if the condition holds.
func when(ok bool, c string) string {
	if ok {
		return c
	}
	return ""
}

// text draws a text in a span of the given class, or nothing.
func text(c, s string) app.UI {
	if s == "" {
		return nil
	}
	return app.Span().Class(c).Text(s)
}

// para draws a text in a paragraph of the given class, or nothing.
func para(c, s string) app.UI {
	if s == "" {
		return nil
	}
	return app.P().Class(c).Text(s)
}

// group draws the elements in a div of the given class, or nothing when there
// are none.
func group(c string, elems ...app.UI) app.UI {
	for _, e := range elems {
		if e != nil {
			return app.Div().Class(c).Body(elems...)
		}
	}
	return nil
}
