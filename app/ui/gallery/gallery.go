// Package gallery holds every piece of the design system in every state, to be
// looked at and checked. A piece is changed here first, then used.
//
// Development builds (tag dev) serve it at /_gallery. Other packages that draw
// (widget) add their own pieces with Add.
package gallery

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Piece is one piece in one state.
type Piece struct {
	Group string // "Boutons"
	Name  string // "Principal, occupé"
	Wide  bool   // takes the width of the page
	Draw  func() app.UI
}

var added []Piece

// Add adds the pieces of another package to the gallery.
func Add(pieces ...Piece) { added = append(added, pieces...) }

// Pieces lists every piece in every state: those of package ui, then those that
// were added.
func Pieces() []Piece {
	var all []Piece
	for _, group := range []func() []Piece{
		themes, buttons, menus, fields, badges, filters, facts, tiles, tables, lists, states, notices, overlays, entries, readings, frames, heads, icons,
	} {
		all = append(all, group()...)
	}
	return append(all, added...)
}

// Draw draws all the pieces, by group.
func Draw(pieces []Piece) app.UI {
	var sections []app.UI
	for start := 0; start < len(pieces); {
		end := start + 1
		for end < len(pieces) && pieces[end].Group == pieces[start].Group {
			end++
		}
		sections = append(sections, section(pieces[start:end]))
		start = end
	}
	return app.Div().Body(sections...)
}

func section(pieces []Piece) app.UI {
	var narrow, wide []app.UI
	for _, p := range pieces {
		s := app.Div().Class("specimen").Body(app.P().Class("specimen-name").Text(p.Name), p.Draw())
		if p.Wide {
			wide = append(wide, s)
		} else {
			narrow = append(narrow, s)
		}
	}
	body := []app.UI{app.H2().Text(pieces[0].Group)}
	if len(narrow) > 0 {
		body = append(body, app.Div().Class("specimens").Body(narrow...))
	}
	if len(wide) > 0 {
		body = append(body, app.Div().Class("specimens specimens--wide").Body(wide...))
	}
	return app.Section().Class("spec").Body(body...)
}
