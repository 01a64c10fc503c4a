// Package shell is the frame around every screen: header, menu, footer, dock,
// the pill of what waits, messages that pass, the offer of an update. It owns
// the one go-app component of the app; screens are plain values that it draws.
package shell

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Page is a screen. Its state is a value, its transitions are plain functions;
// Draw only draws.
type Page interface {
	// Open is called on every navigation to the page, also from itself with
	// other parameters.
	Open(v Visit)
	// Draw returns what the frame shows now.
	Draw() View
	// Close is called when another page takes over.
	Close()
}

// Visit is a navigation to a page.
type Visit struct {
	Pattern string            // of package link
	Params  map[string]string // what the braces of the pattern took
	Query   url.Values
	Path    string
	// Go runs fn apart from the interface: everything that waits.
	Go func(fn func())
	// Update runs fn on the interface and draws again; it may be called from
	// any goroutine, and does nothing once the page is closed.
	Update func(fn func())
	// To navigates.
	To func(path string)
	// Replace changes the address without a new entry of the history.
	Replace func(path string)
	// Say shows a message that passes.
	Say func(m Message)
}

// Message is a message that passes.
type Message struct {
	Text   string
	Bad    bool
	Wait   bool   // kept on the device
	Action string // label of a link
	Href   string
}

// View is what a page gives to the frame.
type View struct {
	Title   string
	Current string // path of the menu entry that is current
	Main    app.UI // made with ui.Main, ui.MainNarrow or ui.MainWide
	Bar     app.UI // the action bar of a focused screen, in place of the dock
	Dialogs []app.UI
}
