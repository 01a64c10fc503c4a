package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// TileProps describes a tile: a picture, a name that is the link, what places
// it, its codes, badges and one menu. Where, Model and the codes keep one line
// each, so that the tiles of a windowed list are of one height.
type TileProps struct {
	Href     string
	Picture  string
	Flag     app.UI // over the picture
	Name     string
	Model    string
	Where    string
	Codes    []KeyValue
	Badges   []app.UI
	Menu     app.UI
	Pending  bool // holds something not yet sent
	HeadTag  int  // level of the name's heading, 2 when zero
	NoBadges string
}

// Tile draws a tile. It turns horizontal by itself where its cell is wide.
func Tile(p TileProps) app.UI {
	link := app.A().Class("tile-link").Href(p.Href).Text(p.Name)
	name := app.UI(app.H2().Class("tile-name").Body(link))
	if p.HeadTag == 3 {
		name = app.H3().Class("tile-name").Body(link)
	}
	var where, codes app.UI
	if p.Where != "" {
		where = app.P().Class("tile-where").Body(Icon(IconPin), app.Span().Class("clip").Text(p.Where))
	}
	var rows []app.UI
	for _, c := range p.Codes {
		rows = append(rows, c.row()...)
	}
	if len(rows) > 0 {
		codes = app.Dl().Class("tile-codes").Body(rows...)
	}
	foot := append([]app.UI{}, p.Badges...)
	if len(p.Badges) == 0 {
		foot = append(foot, text("small faint", p.NoBadges))
	}
	foot = append(foot, p.Menu)
	pic := app.UI(app.Span().Class("tile-nopic").Body(Icon(IconImage)))
	if p.Picture != "" {
		pic = app.Img().Src(p.Picture).Alt("").Aria("hidden", true).Width(320).Height(240).Attr("loading", "lazy").Attr("decoding", "async")
	}
	return app.Article().Class(class("tile tile--auto", when(p.Pending, "tile--pending"))).Body(
		app.Div().Class("tile-pic").Body(pic, p.Flag),
		app.Div().Class("tile-body").Body(name, para("tile-model clip", p.Model), where, codes),
		group("tile-foot", foot...),
	)
}

// Flag draws what a picture must not hide: a badge over it. Where the tile is
// narrow the short text is seen; the whole one is spoken.
func Flag(t Tone, short, whole string) app.UI {
	return app.Span().Class(class("badge tile-flag", t.of("badge"))).Body(
		mark("", true, t), app.Span().Class("less").Aria("hidden", true).Text(short), app.Span().Class("more").Text(whole))
}

// Tiles draws a few tiles; a list that may be long is a Window.
func Tiles(label string, tiles ...app.UI) app.UI {
	items := make([]app.UI, len(tiles))
	for i, t := range tiles {
		items[i] = app.Li().Class("tile-box").Body(t)
	}
	return app.Ul().Class("tiles").Role("list").Aria("label", label).Body(items...)
}
