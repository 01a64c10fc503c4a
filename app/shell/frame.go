package shell

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// dockItems is how many entries of the menu the bar of a phone shows.
const dockItems = 4

// leads reports whether an address of the configuration leads somewhere: out of
// the portal, or to a page that this build has. An entry whose page does not
// exist is not shown.
func leads(address string) bool {
	if !strings.HasPrefix(address, "/") {
		return true
	}
	path, _, _ := strings.Cut(address, "#")
	path, _, _ = strings.Cut(path, "?")
	_, _, ok := link.Match(path)
	return ok
}

// menu returns the entries of who is signed in.
func menu(me *api.Me, current string) []ui.MenuItem {
	if me == nil || store.AccessNow() != store.SignedIn {
		return nil
	}
	return entries(me, current)
}

// entries returns the configured entries whose right the membership holds and
// whose page exists.
func entries(me *api.Me, current string) []ui.MenuItem {
	var out []ui.MenuItem
	for _, m := range me.Portal.Menu {
		if !leads(m.Path) || m.Needs != "" && !me.Grants.Any(m.Needs) {
			continue
		}
		out = append(out, ui.MenuItem{Icon: ui.IconName(m.Icon), Label: m.Label, Href: m.Path, Current: m.Path == current})
	}
	return out
}

func (r *Root) current(v View) string {
	if v.Current != "" {
		return v.Current
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/")
	return "/" + first
}

func (r *Root) header(v View) app.UI {
	me := store.Current()
	p := ui.HeaderProps{
		Logo:      ui.LogoProps{Href: link.Home, Name: store.T(msg.AppName)},
		MenuLabel: store.T(msg.NavMenu),
		Menu:      menu(me, r.current(v)),
		Pill:      r.pill(),
	}
	if me != nil {
		p.Logo.Name, p.Logo.Src = me.Portal.Name, me.Portal.Logo
		p.Account = &ui.AccountProps{Href: link.Account, Label: store.T(msg.NavAccount), Name: me.Account.Name}
	}
	return ui.Header(p)
}

// pill says whether the portal is offline, what waits and what must be corrected.
func (r *Root) pill() app.UI {
	if store.Current() == nil {
		return nil
	}
	p := ui.PillProps{State: ui.PillFresh, Text: store.T(msg.OfflineUpToDate), Href: link.Entries}
	cut := !r.online || !store.Reachable()
	switch n := r.waiting + r.parked; {
	case r.parked > 0 && cut:
		p.State, p.Text, p.Count = ui.PillParked, store.T(msg.OfflineTitle)+" · "+store.T(msg.OfflineToCorrect), strconv.Itoa(r.parked)
	case r.parked > 0:
		p.State, p.Text, p.Count = ui.PillParked, store.T(msg.OfflineToCorrect), strconv.Itoa(r.parked)
	case cut:
		p.State, p.Text = ui.PillOffline, store.T(msg.OfflineTitle)
		if n > 0 {
			p.Count, p.More = strconv.Itoa(n), store.T(msg.OfflineWaitingShort)
		}
	case n > 0:
		p.State, p.Text, p.Count = ui.PillWaiting, store.T(msg.OfflineWaitingShort), strconv.Itoa(n)
	}
	return ui.Pill(p)
}

func (r *Root) dock(v View) app.UI {
	if v.Bar != nil {
		return nil // the action bar takes its place
	}
	items := menu(store.Current(), r.current(v))
	if len(items) == 0 {
		return nil
	}
	rest := items[min(dockItems, len(items)):]
	rest = append(rest[:len(rest):len(rest)], ui.MenuItem{Icon: ui.IconUser, Label: store.T(msg.NavAccount), Href: link.Account, Current: r.current(v) == link.Account})
	return ui.Dock(ui.DockProps{Label: store.T(msg.NavMenu), Items: items[:min(dockItems, len(items))], More: store.T(msg.NavMore), Rest: rest})
}

func footer() app.UI {
	p := ui.FooterProps{Label: store.T(msg.FooterLabel)}
	if me := store.Current(); me != nil {
		p.Items = footerLinks(me.Portal)
		p.Text = me.Portal.Name
		if me.Portal.Phone != "" {
			p.Text += " · " + me.Portal.Phone
		}
	} else {
		p.Text = store.T(msg.AppName)
	}
	return ui.Footer(p)
}

// footerLinks returns the configured links whose page exists.
func footerLinks(p api.Portal) []ui.MenuItem {
	var out []ui.MenuItem
	for _, l := range slices.Concat(p.Footer, p.Social) {
		if leads(l.URL) {
			out = append(out, ui.MenuItem{Label: l.Label, Href: l.URL})
		}
	}
	return out
}

// replaceAddress changes the address in place, without a navigation.
func replaceAddress(ctx app.Context, path string) {
	u := *ctx.Page().URL()
	to, err := u.Parse(path)
	if err != nil {
		return
	}
	ctx.Page().ReplaceURL(to)
}

func reloadApp(app.Context, app.Event) { browser.Call("comptoirApplyUpdate") }
