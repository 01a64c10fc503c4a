package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Place is where a column goes once the table has become cards, in a narrow
// container.
type Place string

// The places of a column.
const (
	PlaceBelow Place = ""        // on a line of its own, after its label
	PlaceTitle Place = "k-title" // first line, as the title of the card
	PlaceSide  Place = "k-side"  // first line, at the end
	PlaceEnd   Place = "k-end"   // at the end of its line
	PlaceGone  Place = "k-hide"  // not shown
	PlaceFull  Place = "k-full"  // over the whole width, without its label
)

// Width is how wide a column of a windowed table is: such a table does not
// measure its rows, since most of them are not there.
type Width string

// The widths of a column. WidthShare columns share what the others leave.
const (
	WidthShare Width = ""     // its part of the rest
	WidthSlim  Width = "k-w1" // a number, a date
	WidthShort Width = "k-w2" // a reference
	WidthWide  Width = "k-w3" // a name, a place
)

// TableColumn describes a column. Minor columns leave first when the table
// grows narrow; End aligns numbers; Sort is the link that sorts by it.
type TableColumn struct {
	Label  string
	Place  Place
	Width  Width
	End    bool
	Minor  bool
	Sort   string
	Sorted Sorted
}

// Sorted says whether a column gives the order of the table.
type Sorted string

// How a column may be sorted.
const (
	NotSorted  Sorted = ""
	Ascending  Sorted = "ascending"
	Descending Sorted = "descending"
)

// TableProps describes a table. Cell draws what stands in a row and a column.
type TableProps struct {
	ID      string
	Caption string // spoken
	Columns []TableColumn
	Rows    int
	Cell    func(row, col int) app.UI
	Dense   bool
	Bare    bool // inside a card
	// Windowed tables hold any number of rows, all of one height.
	Windowed bool
}

// Table draws a table; in a narrow container its rows become cards. Roles stay
// on the elements, so that it is still read as a table.
func Table(p TableProps) app.UI {
	if p.Windowed {
		height := 52
		if p.Dense {
			height = 40
		}
		return &Window{ID: p.ID, Count: p.Rows, Line: height, Item: p.row, Frame: p.windowed}
	}
	rows := make([]app.UI, p.Rows)
	for i := range rows {
		rows[i] = p.row(i)
	}
	return p.frame(p.body(rows))
}

func (p TableProps) windowed(before app.UI, rows []app.UI, after app.UI) app.UI {
	return p.frame(p.space(before), p.body(rows).DataSet("window", "1"), p.space(after))
}

func (p TableProps) body(rows []app.UI) app.HTMLTBody {
	return app.TBody().Attr("role", "rowgroup").Body(rows...)
}

func (p TableProps) space(s app.UI) app.UI {
	return app.TBody().Class("table-space").Aria("hidden", true).Body(app.Tr().Body(app.Td().ColSpan(len(p.Columns)).Body(s)))
}

func (p TableProps) frame(bodies ...app.UI) app.UI {
	heads := make([]app.UI, len(p.Columns))
	for i, c := range p.Columns {
		heads[i] = c.head()
	}
	t := app.Table().Class(class("table table--cards", when(p.Dense, "table--dense"), when(p.Windowed, "table--window"))).Attr("role", "table")
	if p.Windowed {
		t = t.Aria("rowcount", p.Rows+1)
	}
	body := append([]app.UI{
		app.Caption().Class("sr").Text(p.Caption),
		app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(heads...)),
	}, bodies...)
	return app.Div().Class(class("table-box", when(p.Bare, "table-box--bare"))).Body(t.Body(body...))
}

// row draws one row; its number is spoken, since not all rows are there.
func (p TableProps) row(i int) app.UI {
	cells := make([]app.UI, len(p.Columns))
	for k, c := range p.Columns {
		td := app.Td().Class(c.class()).Attr("role", "cell")
		if c.Place == PlaceBelow || c.Place == PlaceEnd {
			td = td.DataSet("label", c.Label)
		}
		cells[k] = td.Body(p.Cell(i, k))
	}
	tr := app.Tr().Attr("role", "row").DataSet("i", strconv.Itoa(i))
	if p.Windowed {
		tr = tr.Aria("rowindex", i+2)
	}
	return tr.Body(cells...)
}

func (c TableColumn) class() string {
	return class(string(c.Place), string(c.Width), when(c.End, "end"), when(c.Minor, "k-mid"))
}

func (c TableColumn) head() app.UI {
	th := app.Th().Class(c.class()).Attr("role", "columnheader").Scope("col")
	if c.Sort == "" {
		return th.Text(c.Label)
	}
	icon := IconSort
	switch c.Sorted {
	case Ascending:
		icon = IconSortUp
	case Descending:
		icon = IconSortDown
	}
	if c.Sorted != NotSorted {
		th = th.Aria("sort", string(c.Sorted))
	}
	return th.Body(app.A().Class("sorth").Href(c.Sort).Body(app.Text(c.Label), Icon(icon)))
}

// MainCell draws what leads to the sheet of a row: its name, and under it a
// second line.
func MainCell(label, href, under string) app.UI {
	var name app.UI = app.Span().Class("main").Text(label)
	if href != "" {
		name = app.A().Class("main").Href(href).Text(label)
	}
	return app.Span().Class("cell").Body(name, text("under", under))
}
