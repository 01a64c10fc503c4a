package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Variant is the weight of a button.
type Variant string

// The variants of a button. A screen has one Primary.
const (
	Secondary   Variant = ""
	Primary     Variant = "btn--primary"
	Soft        Variant = "btn--soft"
	Quiet       Variant = "btn--quiet"
	Danger      Variant = "btn--bad"
	DangerSolid Variant = "btn--badsolid"
)

// Size is the height of a button: 44 px, 52 px (Big), or 36 px where the
// pointer is fine (Small).
type Size string

// The sizes of a button.
const (
	Normal Size = ""
	Big    Size = "btn--big"
	Small  Size = "btn--sm"
)

// ButtonProps describes a button. A busy button keeps the focus, says that it
// is busy and does nothing.
type ButtonProps struct {
	Label       string
	Variant     Variant
	Size        Size
	Icon        IconName
	IconEnd     IconName
	Wide        bool
	Busy        bool
	Disabled    bool
	PhoneIcon   bool // on a phone the label is only spoken
	Submit      bool
	Form        string // id of the form that Submit sends, when it stands elsewhere
	DescribedBy string
	Scope       string
	OnClick     app.EventHandler
}

// Button draws a button.
func Button(p ButtonProps) app.UI {
	b := app.Button().Class(class("btn", string(p.Variant), string(p.Size), when(p.Wide, "btn--wide"))).Type("button")
	if p.DescribedBy != "" {
		b = b.Aria("describedby", p.DescribedBy)
	}
	icon := Icon(p.Icon)
	switch {
	case p.Busy:
		icon = Icon(IconSpinner, "i--spin")
		b = b.Aria("busy", true).Aria("disabled", true)
	case p.Disabled:
		b = b.Disabled(true)
	default:
		if p.Submit {
			b = b.Type("submit")
		}
		if p.Form != "" {
			b = b.Form(p.Form)
		}
		b = b.OnClick(p.OnClick, scoped(p.Scope, p.OnClick))
	}
	return b.Body(icon, buttonLabel(p.Label, p.PhoneIcon), Icon(p.IconEnd))
}

// LinkProps describes a link that looks like a button.
type LinkProps struct {
	Label     string
	Href      string
	Variant   Variant
	Size      Size
	Icon      IconName
	IconEnd   IconName
	Wide      bool
	PhoneIcon bool
	Download  bool // the answer is a file
}

// LinkButton draws a link that looks like a button: it goes somewhere, it does
// nothing.
func LinkButton(p LinkProps) app.UI {
	a := app.A().Class(class("btn", string(p.Variant), string(p.Size), when(p.Wide, "btn--wide"))).Href(p.Href)
	if p.Download {
		a = a.Attr("download", "download")
	}
	return a.Body(Icon(p.Icon), buttonLabel(p.Label, p.PhoneIcon), Icon(p.IconEnd))
}

func buttonLabel(label string, phoneIcon bool) app.UI {
	return app.Span().Class(when(phoneIcon, "sr-phone")).Text(label)
}

// IconButtonProps describes a button that shows only an icon; Label is what is
// spoken, Count a number in its corner. With Href it is a link.
type IconButtonProps struct {
	Icon    IconName
	Label   string
	Line    bool
	Count   string
	Href    string
	Class   string
	Scope   string
	OnClick app.EventHandler
}

// IconButton draws a button that shows only an icon.
func IconButton(p IconButtonProps) app.UI {
	c := class("iconbtn", when(p.Line, "iconbtn--line"), p.Class)
	var count app.UI
	if p.Count != "" {
		count = app.Span().Class("count").Aria("hidden", true).Text(p.Count)
	}
	if p.Href != "" {
		return app.A().Class(c).Href(p.Href).Aria("label", p.Label).Body(Icon(p.Icon), count)
	}
	return app.Button().Class(c).Type("button").Aria("label", p.Label).
		OnClick(p.OnClick, scoped(p.Scope, p.OnClick)).
		Body(Icon(p.Icon), count)
}

// TextButton draws an action in the flow of a sentence, as a link would be.
func TextButton(label, scope string, onClick app.EventHandler) app.UI {
	return app.Button().Class("linkish").Type("button").OnClick(onClick, scoped(scope, onClick)).Text(label)
}
