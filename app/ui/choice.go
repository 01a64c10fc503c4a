package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// CheckboxProps describes a box to tick.
type CheckboxProps struct {
	ID       string
	Name     string
	Label    string
	Hint     string
	Checked  bool
	Required bool
	Disabled bool
	Scope    string
	OnChange func(ctx app.Context, checked bool)
}

// Checkbox draws a box to tick; its label is part of the target.
func Checkbox(p CheckboxProps) app.UI {
	in := app.Input().Type("checkbox").ID(p.ID).Checked(p.Checked)
	if p.Name != "" {
		in = in.Name(p.Name)
	}
	if p.Required {
		in = in.Required(true)
	}
	if p.Disabled {
		in = in.Disabled(true)
	}
	if p.OnChange != nil {
		in = in.OnChange(func(ctx app.Context, _ app.Event) {
			p.OnChange(ctx, ctx.JSSrc().Get("checked").Bool())
		}, scoped(p.Scope+p.ID, p.OnChange))
	}
	return app.Label().Class("choice").For(p.ID).Body(in,
		app.Span().Body(app.Text(p.Label), text("hint", p.Hint)))
}

// FileProps describes a button that takes files. Camera asks for the camera on
// the devices that have one.
type FileProps struct {
	ID       string
	Label    string
	Icon     IconName
	Accept   string // "image/*"
	Camera   bool
	Multiple bool
	Disabled bool
	Scope    string
	OnFiles  func(ctx app.Context, files app.Value)
}

// FileButton draws a button that takes a photo or files. Once read, its value
// is emptied, so that the same file can be taken again.
func FileButton(p FileProps) app.UI {
	in := app.Input().Class("sr").Type("file").ID(p.ID)
	if p.Accept != "" {
		in = in.Accept(p.Accept)
	}
	if p.Camera {
		in = in.Capture("environment")
	}
	if p.Multiple {
		in = in.Multiple(true)
	}
	if p.Disabled {
		in = in.Disabled(true)
	}
	if p.OnFiles != nil {
		in = in.OnChange(func(ctx app.Context, _ app.Event) {
			el := ctx.JSSrc()
			// A copy: the list of the input empties with its value.
			files := app.Window().Get("Array").Call("from", el.Get("files"))
			el.Set("value", "")
			p.OnFiles(ctx, files)
		}, scoped(p.Scope+p.ID, p.OnFiles))
	}
	icon := p.Icon
	if icon == "" {
		icon = IconCamera
	}
	return app.Label().Class("dropzone").For(p.ID).Body(Icon(icon), app.Span().Text(p.Label), in)
}
