package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// MainID is the id of the main part of a page, where the skip link leads.
const MainID = "contenu"

// FrameProps is what stands around every page. Announce is spoken each time it
// changes (the title of the page after a navigation).
type FrameProps struct {
	Skip     string
	Header   app.UI
	Main     app.UI
	Bar      app.UI // the action bar, which takes the place of the dock on focused screens
	Footer   app.UI
	Dock     app.UI
	Toasts   []Toast
	Dialogs  []app.UI
	Announce string
}

// Frame draws a page: header, main part, footer, then the bars that stick to the
// bottom. They come after the footer, so that at the end of the page they cover
// nothing.
func Frame(p FrameProps) app.UI {
	body := []app.UI{SkipLink(p.Skip), p.Header, p.Main, p.Footer, p.Bar, p.Dock, Toasts(p.Toasts), LiveRegion(p.Announce)}
	return app.Div().Class("app").Body(append(body, p.Dialogs...)...)
}

// Main draws the main part of a page, in the width of the page.
func Main(body ...app.UI) app.UI { return mainPart("page", body) }

// MainNarrow draws the main part of a page that is read or filled in, line by
// line.
func MainNarrow(body ...app.UI) app.UI { return mainPart("page page-narrow", body) }

// MainWide draws the main part of a page whose first element takes the whole
// width; the rest stands in a Page.
func MainWide(body ...app.UI) app.UI { return mainPart("grow", body) }

// Page draws the width of a page inside a MainWide.
func Page(body ...app.UI) app.UI { return app.Div().Class("page").Body(body...) }

func mainPart(c string, body []app.UI) app.UI {
	return app.Main().Class(c).ID(MainID).TabIndex(-1).Body(body...)
}

// SkipLink draws the link that leads the keyboard past the header.
func SkipLink(label string) app.UI {
	if label == "" {
		return nil
	}
	return app.A().Class("skip").Href("#" + MainID).Text(label)
}

// LogoProps describes the logo. Without Src the mark and the name are drawn;
// with it, the name is the text of the picture.
type LogoProps struct {
	Href string
	Name string
	Src  string
}

// Logo draws the logo as a link to the first page.
func Logo(p LogoProps) app.UI {
	a := app.A().Class("logo").Href(p.Href)
	if p.Src != "" {
		return a.Body(app.Img().Src(p.Src).Alt(p.Name))
	}
	return a.Body(Mark(), app.Span().Text(p.Name))
}

// SearchProps describes the button that opens the search.
type SearchProps struct {
	Label       string // of the icon that takes its place on a phone
	Placeholder string // what the button says: "Rechercher un bien, une facture…"
	Keys        string // "Ctrl K"
	OnOpen      app.EventHandler
}

// AccountProps describes the link to the account.
type AccountProps struct {
	Href  string
	Label string // "Mon compte"
	Name  string
}

// HeaderProps describes the header. Tools are icon buttons (the cart).
type HeaderProps struct {
	Logo      LogoProps
	Search    *SearchProps
	Pill      app.UI
	Tools     []app.UI
	Account   *AccountProps
	MenuLabel string
	Menu      []MenuItem
}

// Header draws the header; the menu shows from 768 px on, the dock below.
func Header(p HeaderProps) app.UI {
	row := []app.UI{Logo(p.Logo)}
	if s := p.Search; s != nil {
		row = append(row,
			app.Button().Class("searchbox").Type("button").OnClick(s.OnOpen, scoped("", s.OnOpen)).
				Body(Icon(IconSearch), app.Span().Text(s.Placeholder), app.Elem("kbd").Class("kbd").Aria("hidden", true).Text(s.Keys)),
			IconButton(IconButtonProps{Icon: IconSearch, Label: s.Label, Class: "narrow", OnClick: s.OnOpen}))
	} else {
		row = append(row, app.Span().Class("push"))
	}
	row = append(row, p.Pill)
	row = append(row, p.Tools...)
	if a := p.Account; a != nil {
		row = append(row, app.A().Class("account").Href(a.Href).Body(
			app.Span().Class("sr").Text(a.Label), Avatar(a.Name), app.Span().Class("wide small medium").Text(a.Name)))
	}
	var menu app.UI
	if len(p.Menu) > 0 {
		items := make([]app.UI, len(p.Menu))
		for i, m := range p.Menu {
			items[i] = app.Li().Body(m.link(app.Text(m.Label)))
		}
		menu = app.Nav().Class("menu-nav").Aria("label", p.MenuLabel).Body(app.Ul().Role("list").Body(items...))
	}
	return app.Header().Class("topbar").Body(app.Div().Class("topbar-in").Body(row...), menu)
}

// FooterProps describes the footer: its links, then who publishes the portal.
type FooterProps struct {
	Label string // of the links
	Items []MenuItem
	Text  string
}

// Footer draws the footer.
func Footer(p FooterProps) app.UI {
	var links app.UI
	if len(p.Items) > 0 {
		items := make([]app.UI, len(p.Items))
		for i, m := range p.Items {
			items[i] = app.Li().Body(m.link(app.Text(m.Label)))
		}
		links = app.Nav().Aria("label", p.Label).Body(app.Ul().Class("foot-links").Role("list").Body(items...))
	}
	return app.Footer().Class("foot").Body(app.Div().Class("foot-in").Body(links, text("push", p.Text)))
}

// DockProps describes the bar of a phone: up to four entries, then all the
// others behind one.
type DockProps struct {
	Label string
	Items []MenuItem
	More  string // "Plus"
	Rest  []MenuItem
	Open  bool
}

// Dock draws the bar of a phone.
func Dock(p DockProps) app.UI {
	var items []app.UI
	for _, m := range p.Items[:min(4, len(p.Items))] {
		items = append(items, m.link(Icon(m.Icon), app.Span().Text(m.Label)))
	}
	if len(p.Rest) > 0 {
		rest := make([]app.UI, len(p.Rest))
		current := false
		for i, m := range p.Rest {
			rest[i] = app.Li().Body(m.link(Icon(m.Icon), app.Span().Text(m.Label)))
			current = current || m.Current
		}
		summary := app.Summary().Body(Icon(IconMore), app.Span().Text(p.More))
		if current {
			summary = summary.Aria("current", "true")
		}
		more := app.Details().Class("dock-more").OnKeyDown(closeOnEscape)
		if p.Open {
			more = more.Open(true)
		}
		items = append(items, more.Body(summary,
			app.Div().Class("dock-sheet").OnClick(closeDetails).Body(app.Ul().Role("list").Body(rest...))))
	}
	return app.Nav().Class("dock").Aria("label", p.Label).Body(items...)
}
