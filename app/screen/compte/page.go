// Package compte is the page of one's own account: identity, language, theme,
// password, sign-out.
package compte

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the page of one's own account.
type Page struct {
	visit                shell.Visit
	current, next, again string
	problem              *fault.Error
	differ, busy, done   bool
}

// Open takes up the visit.
func (p *Page) Open(v shell.Visit) { p.visit = v }

// Close forgets what was typed.
func (p *Page) Close() { p.current, p.next, p.again = "", "", "" }

// Draw draws the account.
func (p *Page) Draw() shell.View {
	me := store.Current()
	title := store.T(msg.NavAccount)
	return shell.View{Title: title, Current: link.Account, Main: ui.MainNarrow(
		ui.PageHead(ui.PageHeadProps{Title: title}),
		app.Div().Class("stack", "stack-6").Body(
			ui.Card(ui.CardProps{Title: store.T(msg.AccountWho)}, ui.KeyValues(who(me))),
			ui.Card(ui.CardProps{Title: store.T(msg.AccountDevice)}, app.Div().Class("stack").Body(p.language(), theme())),
			ui.Card(ui.CardProps{Title: store.T(msg.PasswordChangeTitle)}, p.password()),
			signOut(),
		))}
}

func who(me *api.Me) []ui.KeyValue {
	facts := []ui.KeyValue{
		{Label: store.T(msg.AccountName), Value: me.Account.Name},
		{Label: store.T(msg.LoginIdentifier), Value: me.Account.Identifier},
		{Label: store.T(msg.AccountProfile), Value: me.Profile},
	}
	if me.Customer != nil {
		facts = append(facts, ui.KeyValue{Label: store.T(msg.AccountCustomer), Value: me.Customer.Name})
	}
	return facts
}

func (p *Page) language() app.UI {
	return ui.Select(ui.SelectProps{FieldProps: ui.FieldProps{ID: "langue", Label: store.T(msg.AccountLanguage)}, Value: string(store.Lang()),
		Options: []ui.Option{{Value: string(i18n.French), Label: "Français"}, {Value: string(i18n.English), Label: "English"}},
		OnChange: func(_ app.Context, v string) {
			p.visit.Go(func() {
				err := store.SetLang(context.Background(), i18n.Lang(v))
				p.visit.Update(func() {
					if err != nil {
						p.visit.Say(shell.Message{Text: store.T(msg.OfflineUnavailable), Bad: true})
					}
				})
			})
		}})
}

func theme() app.UI {
	return ui.Select(ui.SelectProps{FieldProps: ui.FieldProps{ID: "theme", Label: store.T(msg.AccountTheme)}, Value: store.Theme(),
		Options:  []ui.Option{{Value: "", Label: store.T(msg.ThemeAuto)}, {Value: "light", Label: store.T(msg.ThemeLight)}, {Value: "dark", Label: store.T(msg.ThemeDark)}},
		OnChange: func(_ app.Context, v string) { store.SetTheme(v) }})
}

func (p *Page) password() app.UI {
	errorOf := func(field string) string {
		if p.problem == nil {
			return ""
		}
		for _, f := range p.problem.Fields {
			if f.Name == field {
				return store.T(f.Key, f.Args)
			}
		}
		return ""
	}
	again := ""
	if p.differ {
		again = store.T(msg.PasswordDiffer)
	}
	var notice app.UI
	switch {
	case p.done:
		notice = ui.Notice(ui.NoticeProps{Tone: ui.OK, Text: store.T(msg.PasswordChanged), Live: true})
	case p.problem != nil && len(p.problem.Fields) == 0:
		notice = ui.Notice(ui.NoticeProps{Tone: ui.Bad, Text: store.Say(p.problem), Live: true})
	}
	field := func(id, label, complete, problem string, into *string) app.UI {
		return ui.TextInput(ui.InputProps{FieldProps: ui.FieldProps{ID: id, Label: label, Error: problem}, Name: id, Type: "password",
			Value: *into, Autocomplete: complete, Required: true, OnInput: func(_ app.Context, v string) { *into = v }})
	}
	return ui.Form(ui.FormProps{ID: "mot-de-passe", Label: store.T(msg.PasswordChangeTitle), OnSubmit: func(app.Context) { p.submit() }},
		app.Div().Class("stack").Body(
			notice,
			field("actuel", store.T(msg.PasswordCurrent), "current-password", errorOf("current"), &p.current),
			field("nouveau", store.T(msg.PasswordNew), "new-password", errorOf("new"), &p.next),
			field("encore", store.T(msg.PasswordAgain), "new-password", again, &p.again),
			ui.Button(ui.ButtonProps{Label: store.T(msg.PasswordSave), Variant: ui.Primary, Submit: true, Busy: p.busy}),
		))
}

func (p *Page) submit() {
	p.problem, p.done, p.differ = nil, false, p.next != p.again
	if p.differ || p.busy {
		return
	}
	p.busy = true
	req := api.PasswordReq{Current: p.current, New: p.next}
	p.visit.Go(func() {
		_, err := store.Do(context.Background(), api.SessionPassword, req)
		p.visit.Update(func() {
			p.busy = false
			if err != nil {
				p.problem = fault.Of(err)
				return
			}
			p.done, p.current, p.next, p.again = true, "", "", ""
			for _, id := range []string{"actuel", "nouveau", "encore"} {
				browser.SetProperty(id, "value", "")
			}
		})
	})
}

// signOut is a plain form: it works whatever the state of the app. The mirror
// goes first; what waits to be sent stays.
func signOut() app.UI {
	return app.Form().Method("post").Action(link.SignOut).OnSubmit(func(ctx app.Context, e app.Event) {
		e.PreventDefault()
		ctx.Async(func() {
			_ = store.Forget() // a mirror that cannot be deleted belongs to no session any more
			browser.Call("comptoirForget")
			browser.Call("comptoirPost", link.SignOut)
		})
	}).ID("deconnexion").Body(ui.Button(ui.ButtonProps{Label: store.T(msg.LoginSignOut), Icon: ui.IconLogout, Submit: true}))
}
