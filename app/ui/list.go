package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Column describes a column of a list of R. SortKey and SortDesc name the sort
// options that order by it, if any; Text is drawn unless Cell is given.
type Column[R any] struct {
	Label    string
	Place    Place
	Width    Width
	End      bool
	Minor    bool
	SortKey  string
	SortDesc string
	Text     func(R) string
	Cell     func(R) app.UI
}

// Draw draws the cell of a row.
func (c Column[R]) Draw(r R) app.UI {
	if c.Cell != nil {
		return c.Cell(r)
	}
	if c.End {
		return app.Span().Class("num").Text(c.Text(r))
	}
	return app.Text(c.Text(r))
}

// ListTexts are the words of a list screen, besides those of its filters.
type ListTexts struct {
	Filter      FilterTexts
	Waiting     string // spoken while nothing is known
	EmptyTitle  string // nothing at all
	EmptyText   string
	NoneTitle   string // nothing that passes the filters
	NoneText    string
	ClearLabel  string
	FailedTitle string
	FailedText  string
	Retry       string
	Refresh     string
	Stale       string // the age, ready to read
	Found       string // spoken when the count changes: "12 biens"
}

// List describes a list screen: what its rows are, how they are drawn, narrowed
// and ordered. Rows are those that pass the filters, in order.
type List[R any] struct {
	ID       string
	Path     string
	Title    string
	Count    string
	Icon     IconName
	State    ListState
	Views    []string // of ViewTiles and ViewTable, the first being the list's own
	Facets   []Facet
	Waiting  int // how many chips take the place of facets that are not known yet
	Sorts    []Option
	Columns  []Column[R]
	Tile     func(R) app.UI
	TileLine int // height of a tile in px until it is measured
	Rows     []R
	Phase    Phase
	Known    bool
	Actions  []app.UI
	Texts    ListTexts
	OnQuery  OnValue
	OnRetry  app.EventHandler
}

// view is the one on screen: the URL's if the list has it, else the list's own.
func (l List[R]) view() string {
	for _, v := range l.Views {
		if v == l.State.View {
			return v
		}
	}
	if len(l.Views) > 0 {
		return l.Views[0]
	}
	return ViewTable
}

// Draw draws the list screen as the main part of a page.
func (l List[R]) Draw() app.UI { return Main(l.Body()) }

// Body draws the list: title with count and age, actions, filters, and the rows
// in the state they are in.
func (l List[R]) Body() app.UI {
	var stale app.UI
	if l.Known && l.Phase == Stale && l.Texts.Stale != "" {
		stale = StaleLine(StaleProps{Text: l.Texts.Stale, Refresh: l.Texts.Refresh, OnRefresh: l.OnRetry})
	}
	bar := FilterBarProps{
		ID: l.ID, Path: l.Path, State: l.State, Facets: l.Facets, Sorts: l.Sorts, Texts: l.Texts.Filter, OnQuery: l.OnQuery, Waiting: l.Waiting,
	}
	if len(l.Views) > 1 {
		bar.View = l.view()
	}
	phase := l.Phase
	if phase == Stale {
		phase = Fresh // its age stands in the head
	}
	retry := Button(ButtonProps{Label: l.Texts.Retry, Icon: IconRefresh, Scope: l.ID, OnClick: l.OnRetry})
	return app.Div().Body(
		PageHead(PageHeadProps{Title: l.Title, Count: l.Count, Stale: stale, Actions: l.Actions}),
		FilterBar(bar),
		LiveRegion(l.Texts.Found),
		Remote(RemoteProps{
			Phase: phase, Known: l.Known, IsEmpty: len(l.Rows) == 0, Waiting: l.Texts.Waiting,
			Stale:    StaleProps{Text: l.Texts.Stale},
			Failed:   BlankProps{Title: l.Texts.FailedTitle, Text: l.Texts.FailedText, Actions: []app.UI{retry}},
			Skeleton: l.skeleton, Content: l.content, Empty: l.empty,
		}),
	)
}

func (l List[R]) skeleton() app.UI {
	if l.view() == ViewTiles {
		return TileSkeletons(8)
	}
	return RowSkeletons(8)
}

func (l List[R]) empty() app.UI {
	if !l.State.Filtered() {
		return Empty(BlankProps{Icon: l.Icon, Title: l.Texts.EmptyTitle, Text: l.Texts.EmptyText})
	}
	clear := LinkButton(LinkProps{Label: l.Texts.ClearLabel, Href: l.State.Cleared().URL(l.Path)})
	return Empty(BlankProps{Icon: IconSearch, Title: l.Texts.NoneTitle, Text: l.Texts.NoneText, Actions: []app.UI{clear}})
}

func (l List[R]) content() app.UI {
	rows := l.Rows
	if l.view() == ViewTiles {
		return &Window{
			ID: l.ID + "-tiles", Label: l.Title, Count: len(rows), Line: l.TileLine,
			Item: func(i int) app.UI { return l.Tile(rows[i]) },
		}
	}
	columns := make([]TableColumn, len(l.Columns))
	for i, c := range l.Columns {
		columns[i] = TableColumn{Label: c.Label, Place: c.Place, Width: c.Width, End: c.End, Minor: c.Minor}
		l.sortable(&columns[i], c.SortKey, c.SortDesc)
	}
	return Table(TableProps{
		ID: l.ID + "-table", Caption: l.Title, Columns: columns, Rows: len(rows), Windowed: true,
		Cell: func(row, col int) app.UI { return l.Columns[col].Draw(rows[row]) },
	})
}

// sortable gives a head its link: to its order, or to the reverse of the one
// that holds.
func (l List[R]) sortable(c *TableColumn, up, down string) {
	if up == "" {
		return
	}
	now := l.State.Sort
	if now == "" && len(l.Sorts) > 0 {
		now = l.Sorts[0].Value
	}
	next := up
	switch {
	case now == up:
		c.Sorted = Ascending
		if down != "" {
			next = down
		}
	case down != "" && now == down:
		c.Sorted = Descending
	}
	c.Sort = l.State.WithSort(next).URL(l.Path)
}
