package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Facet is one way to narrow a list. With Menu its values stand behind a
// button, for those that are many; without, each is a chip. Single allows one
// value at a time.
type Facet struct {
	Key    string
	Label  string
	Menu   bool
	Single bool
	Values []FacetValue
}

// FacetValue is one value of a facet, with how many items it would leave.
type FacetValue struct {
	Value string
	Label string
	Count string
	Icon  IconName
	Dot   Tone
}

// FilterTexts are the words of a filter bar.
type FilterTexts struct {
	Form    string // "Filtrer le parc"
	Search  string // label of the search field
	Holder  string // "Libellé, lieu, n° de série…"
	Sort    string // "Trier par"
	Views   string // "Affichage"
	Tiles   string
	Table   string
	Filters string // "Filtres"
	Remove  string // "Retirer le filtre"
	Clear   string // "Tout effacer"
}

// FilterBarProps describes what stands above a list. OnQuery hears each
// keystroke; without it the field is sent with Enter, as a URL.
type FilterBarProps struct {
	ID      string
	Path    string
	State   ListState
	View    string // the one on screen; empty: the list has only one
	Facets  []Facet
	Sorts   []Option
	Texts   FilterTexts
	OnQuery OnValue
	Waiting int // how many chips keep the place of facets that are not known yet
}

// FilterBar draws search, order, view and filters of a list. All but the search
// are links to the list in another state.
func FilterBar(p FilterBarProps) app.UI {
	row := []app.UI{app.Div().Class("input-group").Body(
		Icon(IconSearch),
		InputProps{
			FieldProps: FieldProps{ID: p.ID + "-q"}, Type: "search", Name: queryParam, Value: p.State.Query,
			Placeholder: p.Texts.Holder, Autocomplete: "off", Scope: p.Path, OnInput: p.OnQuery,
		}.control("input").Aria("label", p.Texts.Search),
	)}
	if len(p.Sorts) > 0 {
		sort := func(ctx app.Context, key string) { ctx.Navigate(p.State.WithSort(key).URL(p.Path)) }
		row = append(row, SelectProps{
			FieldProps: FieldProps{ID: p.ID + "-sort"}, Value: p.State.Sort, Options: p.Sorts,
			Scope: p.State.URL(p.Path), OnChange: sort,
		}.control("input sort").Aria("label", p.Texts.Sort))
	}
	if p.View != "" {
		row = append(row, app.Div().Class("push").Body(Segments(p.Texts.Views, []Seg{
			{Icon: IconGrid, Label: p.Texts.Tiles, Href: p.State.WithView(ViewTiles).URL(p.Path), Current: p.View == ViewTiles},
			{Icon: IconList, Label: p.Texts.Table, Href: p.State.WithView(ViewTable).URL(p.Path), Current: p.View == ViewTable},
		})))
	}
	submit := func(ctx app.Context, e app.Event) {
		e.PreventDefault()
		q := ctx.JSSrc().Call("querySelector", "input[type=search]").Get("value").String()
		ctx.Navigate(p.State.WithQuery(q).URL(p.Path))
	}
	return app.Form().Class("toolbar").Role("search").Aria("label", p.Texts.Form).Action(p.Path).Method("get").
		OnSubmit(submit, app.EventScope(p.State.URL(p.Path))).
		Body(app.Div().Class("toolbar-row").Body(row...), p.chips())
}

// chips draws the filters: those that hold first, then the others.
func (p FilterBarProps) chips() app.UI {
	var on, off, menus []app.UI
	for _, f := range p.Facets {
		for _, v := range f.Values {
			has := p.State.Has(f.Key, v.Value)
			if !has && f.Menu {
				continue
			}
			chip := Chip(ChipProps{
				Label: v.Label, Count: v.Count, Icon: v.Icon, Dot: v.Dot, On: has,
				Href: f.href(p, v.Value), RemoveLabel: p.Texts.Remove,
			})
			if has {
				on = append(on, chip)
			} else {
				off = append(off, chip)
			}
		}
		if f.Menu && len(f.Values) > 0 {
			menus = append(menus, f.menu(p))
		}
	}
	if len(on)+len(off)+len(menus) == 0 {
		return p.waiting()
	}
	if len(on) > 1 {
		on = append(on, app.A().Class("linkish").Href(p.State.Cleared().URL(p.Path)).Text(p.Texts.Clear))
	}
	if len(on) > 0 && len(off) > 0 {
		on = append(on, app.Span().Class("chips-sep"))
	}
	return app.Div().Class("chips").Role("group").Aria("label", p.Texts.Filters).Body(append(append(menus, on...), off...)...)
}

// waiting keeps the place of chips that are not known yet.
func (p FilterBarProps) waiting() app.UI {
	if p.Waiting == 0 {
		return nil
	}
	bars := make([]app.UI, p.Waiting)
	for i := range bars {
		bars[i] = Bar("skel--chip")
	}
	return app.Div().Class("chips").Aria("hidden", true).Body(bars...)
}

func (f Facet) href(p FilterBarProps, value string) string {
	if f.Single {
		return p.State.Only(f.Key, value).URL(p.Path)
	}
	return p.State.Toggle(f.Key, value).URL(p.Path)
}

// menu draws the values of a facet that has many behind one chip.
func (f Facet) menu(p FilterBarProps) app.UI {
	items := make([]app.UI, len(f.Values))
	for i, v := range f.Values {
		check := Icon(IconCheck, "i--check")
		a := app.A().Href(f.href(p, v.Value))
		if p.State.Has(f.Key, v.Value) {
			a = a.Aria("current", "true")
		} else {
			check = app.Span().Class("i")
		}
		items[i] = app.Li().Body(a.Body(check, app.Span().Class("grow").Text(v.Label), text("n", v.Count)))
	}
	return app.Details().Class("drop drop--start").Attr("name", "drop").OnKeyDown(closeOnEscape).Body(
		app.Summary().Class("chip").Body(app.Text(f.Label), Icon(IconChevD)),
		app.Ul().Class("drop-list drop-list--long").Role("list").OnClick(closeDetails).Body(items...),
	)
}
