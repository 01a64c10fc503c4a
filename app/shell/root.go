package shell

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/day"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Root is the one component of the app. Every address is drawn by it: the frame
// stays, the page in it changes.
type Root struct {
	app.Compo

	route   func(pattern string) Page
	page    Page
	pattern string
	visit   int // counts navigations: what an older one brings late is dropped
	path    string
	dead    bool // the address leads nowhere

	waiting, parked int
	export          string // address of the file of what waits, while the session is over
	online          bool
	update          bool
	more            bool
	messages        []shown
	sequence        int
	announced       string
	ready           bool
}

// New returns the root whose pages route makes; it returns nil for a pattern
// that has none.
func New(route func(pattern string) Page) *Root { return &Root{route: route} }

// OnMount starts everything that lives as long as the page.
func (r *Root) OnMount(ctx app.Context) {
	r.online = browser.Online()
	redraw := func() { ctx.Dispatch(func(app.Context) {}) }
	store.OnReach(redraw)
	store.OnSession(func() { ctx.Dispatch(r.arrive) })
	store.OnFleet(func(*store.Fleet) { redraw() })
	for _, event := range []string{"online", "offline"} {
		browser.OnEvent(event, func() {
			ctx.Dispatch(func(app.Context) { r.online = browser.Online() })
		})
	}
	ctx.Async(func() {
		if err := store.LoadSentences(context.Background()); err != nil {
			app.Log("sentences: " + err.Error())
		}
		redraw()
		store.Run(context.Background())
		redraw()
	})
	ctx.Async(func() {
		box, err := store.Box()
		if err != nil {
			redraw()
			return
		}
		count := func() {
			waiting, parked := store.Waiting()
			file := ""
			if waiting+parked > 0 && store.AccessNow() == store.SignedOut {
				if raw, err := box.Export(); err == nil {
					file = browser.ObjectURL(browser.NewBlob(raw, "application/json"))
				}
			}
			ctx.Dispatch(func(app.Context) {
				if r.export != "" {
					browser.Revoke(r.export)
				}
				r.waiting, r.parked, r.export = waiting, parked, file
			})
		}
		box.OnChange(func() { go count() })
		store.OnSession(func() { go count() })
		count()
	})
}

// OnAppUpdate offers the version that was downloaded.
func (r *Root) OnAppUpdate(ctx app.Context) { r.update = ctx.AppUpdateAvailable() }

// OnNav opens the page of the address.
func (r *Root) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	r.more = false
	pattern, params, ok := link.Match(u.Path)
	r.path, r.dead = u.Path, !ok
	r.visit++
	if pattern != r.pattern || r.page == nil {
		if r.page != nil {
			r.page.Close()
			r.page = nil
		}
		r.pattern = pattern
		if ok {
			r.page = r.route(pattern)
		}
		r.dead = r.page == nil
	}
	r.open(ctx, params)
}

// arrive opens the page again once it is known who is signed in.
func (r *Root) arrive(ctx app.Context) {
	if _, params, ok := link.Match(r.path); ok {
		r.open(ctx, params)
	}
}

func (r *Root) open(ctx app.Context, params map[string]string) {
	if r.page == nil || store.Current() == nil {
		return
	}
	mine, page := r.visit, r.page
	u := ctx.Page().URL()
	page.Open(Visit{
		Pattern: r.pattern, Params: params, Query: u.Query(), Path: u.Path,
		Go: ctx.Async,
		Update: func(fn func()) {
			ctx.Dispatch(func(app.Context) {
				if r.page == page && (r.visit == mine || r.pattern != "") {
					fn()
				}
			})
		},
		To:      func(path string) { ctx.Navigate(path) },
		Replace: func(path string) { replaceAddress(ctx, path) },
		Say:     func(m Message) { ctx.Dispatch(func(ctx app.Context) { r.say(ctx, m) }) },
	})
}

// Render draws the frame with the page in it.
func (r *Root) Render() app.UI {
	if !r.ready && store.Speaks() && store.AccessNow() != store.Unknown {
		r.ready = true
		browser.Call("comptoirReady")
	}
	v := r.view()
	title := v.Title
	if me := store.Current(); me != nil && title != me.Portal.Name {
		title = strings.TrimPrefix(title+" · "+me.Portal.Name, " · ")
	}
	if title != r.announced {
		r.announced = title
		browser.Title(title)
	}
	return ui.Frame(ui.FrameProps{
		Skip:     store.T(msg.NavSkip),
		Header:   r.header(v),
		Main:     v.Main,
		Bar:      v.Bar,
		Footer:   footer(),
		Dock:     r.dock(v),
		Toasts:   r.toasts(),
		Dialogs:  v.Dialogs,
		Announce: title,
	})
}

func (r *Root) view() View {
	switch {
	case store.AccessNow() == store.SignedOut:
		return r.locked()
	case store.Current() == nil:
		return View{Main: ui.Main(app.P().Class("row").Attr("role", "status").Body(
			ui.Icon(ui.IconSpinner, "i--24", "i--spin"), app.Span().Text(store.T(msg.StateLoading))))}
	case r.dead:
		return message(ui.MessageProps{Big: "404", Title: store.T(msg.PageNotFoundTitle), Text: store.T(msg.PageNotFoundText),
			Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.NavHome), Href: link.Home, Variant: ui.Primary})}})
	}
	return r.page.Draw()
}

// locked says that the session is over; what waits on the device is safe.
func (r *Root) locked() View {
	text := store.T(msg.SessionLockedText)
	actions := []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.LoginEnter), Href: link.SignInFor(browser.Location()), Variant: ui.Primary})}
	if r.export != "" { // an account that was closed cannot sign in any more
		actions = append(actions, app.A().Class("btn").Href(r.export).Download("saisies-"+day.Of(browser.Now(), store.Zone()).String()+".json").
			Body(ui.Icon(ui.IconDownload), app.Span().Text(store.T(msg.EntriesExport))))
	}
	if r.waiting+r.parked > 0 {
		text = store.T(msg.OfflineWaiting, map[string]any{"Count": r.waiting + r.parked}) + ". " + text
	}
	return message(ui.MessageProps{Icon: ui.IconLock, Title: store.T(msg.SessionLockedTitle), Text: text, Actions: actions})
}

func message(p ui.MessageProps) View { return View{Title: p.Title, Main: ui.Message(p)} }
