//go:build dev

package main

import (
	"context"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui/gallery"
)

func init() {
	gallery.Register(func() {
		_ = store.LoadSentences(context.Background()) // without them the pieces show their keys
		browser.Call("comptoirReady")
	})
}
