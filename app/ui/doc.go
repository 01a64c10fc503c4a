// Package ui is the design system: what every screen is drawn with.
//
// It knows no business and no sentence: texts come in as strings, already in
// the reader's language. Its classes are those of web/css; nothing here sets a
// style attribute, which the content security policy would refuse.
//
// Pieces are plain functions that return a tree; only what must remember
// something between two drawings (Window, Dialog) is a component. Four rules
// come from go-app:
//
//   - Handlers are told apart by code pointer. A piece drawn several times with
//     a handler that closes over its item takes a Scope that names the item.
//   - Lists have no keys, so an item of a list holds no state of its own.
//   - A tree is mounted once: a component takes factories (func() app.UI), not
//     trees, for what it draws again by itself.
//   - An input whose value is set while a person types moves the caret: give
//     back a changed value on change, not on input.
package ui
