package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// InputProps describes a field of one line. Value is what the field holds when
// it is first drawn and each time it changes; an empty one is left to the
// browser.
type InputProps struct {
	FieldProps
	Name         string
	Type         string // text when empty
	Value        string
	Placeholder  string
	Autocomplete string // a token of the HTML standard: username, email, off…
	Inputmode    string
	Icon         IconName
	Suffix       string
	Required     bool
	Disabled     bool
	ReadOnly     bool
	Scope        string
	OnInput      OnValue
	OnChange     OnValue
}

// TextInput draws a field of one line.
func TextInput(p InputProps) app.UI {
	control := app.UI(p.control("input"))
	if p.Icon != "" || p.Suffix != "" {
		control = app.Div().Class("input-group").Body(Icon(p.Icon), control, text("suffix", p.Suffix))
	}
	return Field(p.FieldProps, control)
}

// NumberField draws a field for a whole number, with the numeric keyboard of a
// phone. It is a text field: a number field of the browser hides what it does
// not understand.
func NumberField(p InputProps) app.UI {
	p.Inputmode = "numeric"
	p.Autocomplete = "off"
	return TextInput(p)
}

// control draws the input alone.
func (p InputProps) control(c string) app.HTMLInput {
	kind := p.Type
	if kind == "" {
		kind = "text"
	}
	in := app.Input().Class(c).ID(p.ID).Type(kind).Value(typedIn(p.ID, p.Value))
	for name, v := range map[string]string{
		"name": p.Name, "placeholder": p.Placeholder, "autocomplete": p.Autocomplete,
		"inputmode": p.Inputmode, "aria-describedby": p.Described(),
	} {
		if v != "" {
			in = in.Attr(name, v)
		}
	}
	if p.Error != "" {
		in = in.Aria("invalid", true)
	}
	if p.Required {
		in = in.Required(true)
	}
	if p.Disabled {
		in = in.Disabled(true)
	}
	if p.ReadOnly {
		in = in.ReadOnly(true)
	}
	return in.OnInput(reading(p.OnInput), scoped(p.Scope+p.ID, p.OnInput)).
		OnChange(reading(p.OnChange), scoped(p.Scope+p.ID, p.OnChange))
}

// TextAreaProps describes a field of several lines.
type TextAreaProps struct {
	FieldProps
	Name      string
	Value     string
	Rows      int
	MaxLength int
	Required  bool
	Disabled  bool
	Scope     string
	OnInput   OnValue
	OnChange  OnValue
}

// TextArea draws a field of several lines.
func TextArea(p TextAreaProps) app.UI {
	// The property, not the text inside: once a person has typed, the browser
	// no longer looks at the latter.
	t := app.Textarea().Class("input").ID(p.ID).Attr("value", typedIn(p.ID, p.Value))
	if p.Name != "" {
		t = t.Name(p.Name)
	}
	if p.Rows > 0 {
		t = t.Rows(p.Rows)
	}
	if p.MaxLength > 0 {
		t = t.MaxLength(p.MaxLength)
	}
	if d := p.Described(); d != "" {
		t = t.Aria("describedby", d)
	}
	if p.Error != "" {
		t = t.Aria("invalid", true)
	}
	if p.Required {
		t = t.Required(true)
	}
	if p.Disabled {
		t = t.Disabled(true)
	}
	return Field(p.FieldProps, t.OnInput(reading(p.OnInput), scoped(p.Scope+p.ID, p.OnInput)).
		OnChange(reading(p.OnChange), scoped(p.Scope+p.ID, p.OnChange)))
}

// Option is one answer of a list.
type Option struct {
	Value string
	Label string
}

// SelectProps describes a choice of one among several.
type SelectProps struct {
	FieldProps
	Name     string
	Value    string
	Options  []Option
	Required bool
	Disabled bool
	Scope    string
	OnChange OnValue
}

// Select draws a choice of one among several.
func Select(p SelectProps) app.UI { return Field(p.FieldProps, p.control("input")) }

// control draws the select alone.
func (p SelectProps) control(c string) app.HTMLSelect {
	options := make([]app.UI, len(p.Options))
	for i, o := range p.Options {
		options[i] = app.Option().Value(o.Value).Selected(o.Value == p.Value).Text(o.Label)
	}
	s := app.Select().Class(c).ID(p.ID)
	if p.Name != "" {
		s = s.Name(p.Name)
	}
	if d := p.Described(); d != "" {
		s = s.Aria("describedby", d)
	}
	if p.Error != "" {
		s = s.Aria("invalid", true)
	}
	if p.Required {
		s = s.Required(true)
	}
	if p.Disabled {
		s = s.Disabled(true)
	}
	return s.OnChange(reading(p.OnChange), scoped(p.Scope+p.ID, p.OnChange)).Body(options...)
}
