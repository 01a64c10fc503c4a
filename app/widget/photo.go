package widget

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// photoPixels is how large a photo travels: the digits of a counter stay legible.
const photoPixels = 2_000_000

// addPhoto takes the picture that was picked: made small, given its digest, laid
// on the desk beside the draft.
func (e *Entry) addPhoto(input string) {
	file, ok := browser.PickedFile(input)
	if !ok {
		return
	}
	browser.ClearPicked(input)
	e.preparing, e.trouble = true, noTrouble
	e.desk.Go(func() {
		blob, err := file.Shrink(photoPixels)
		var sha string
		if err == nil {
			sha, err = browser.SHA256(blob)
		}
		var raw []byte
		if err == nil {
			raw, err = blob.Bytes()
		}
		e.desk.Update(func() {
			e.preparing = false
			if err != nil {
				e.trouble = trouble(msg.UploadNotAPicture)
				return
			}
			e.dropPhoto()
			if e.fleet != nil {
				e.fleet.Lay(e.key()+".photo", raw)
			}
			e.photo, e.photoURL = blob, browser.ObjectURL(blob)
			e.Draft.Photo = &DraftPhoto{SHA256: sha, Upload: fresh(id.Upload("")), Type: blob.Type, Size: blob.Size, At: browser.Now()}
			e.keep()
		})
	})
}

// dropPhoto takes the photo off the draft.
func (e *Entry) dropPhoto() {
	if e.photoURL != "" {
		browser.Revoke(e.photoURL)
	}
	if e.Draft.Photo != nil && e.fleet != nil {
		e.fleet.Lay(e.key()+".photo", nil)
	}
	e.Draft.Photo, e.photo, e.photoURL = nil, browser.Blob{}, ""
}

// drawPhoto draws the photo of the entry, or the button that takes it.
func (e *Entry) drawPhoto() app.UI {
	remove := func(drop func()) app.UI {
		return ui.IconButton(ui.IconButtonProps{Icon: ui.IconTrash, Label: store.T(msg.ReadingPhotoRemove), Line: true, Scope: e.serial,
			OnClick: func(app.Context, app.Event) { drop() }})
	}
	switch {
	case e.preparing:
		return app.P().Class("row small muted").Role("status").Body(ui.Icon(ui.IconSpinner, "i--spin"), app.Span().Text(store.T(msg.ReadingPhotoPreparing)))
	case e.Draft.Photo != nil:
		p := e.Draft.Photo
		return ui.Photo(ui.PhotoProps{
			Src: e.photoURL, Alt: store.T(msg.ReadingPhotoAlt), Title: store.T(msg.ReadingPhotoTitle),
			Text:   store.T(msg.ReadingPhotoText, map[string]any{"Time": clock(p.At), "Size": max(1, p.Size/1024)}),
			Action: remove(func() { e.dropPhoto(); e.keep() }),
		})
	case len(e.kept) > 0:
		return ui.Notice(ui.NoticeProps{Icon: ui.IconImage, Title: store.T(msg.ReadingPhotoTitle), Text: store.T(msg.ReadingPhotoKept),
			Actions: []app.UI{remove(func() { e.kept = nil })}})
	}
	input := e.serial + "photo"
	return app.Label().Class("dropzone").For(input).Body(
		ui.Icon(ui.IconCamera), app.Span().Text(store.T(msg.ReadingPhoto)),
		app.Input().Class("sr").Type("file").ID(input).Accept("image/*").Capture("environment").
			OnChange(func(app.Context, app.Event) { e.addPhoto(input) }, app.EventScope(input)),
	)
}

// PhotoLink leads to a photo that the server keeps.
func PhotoLink(of id.Upload) app.UI {
	url, err := rpc.URL(api.PhotoGet.Info, api.PhotoReq{ID: of})
	if err != nil {
		return nil
	}
	return app.A().Class("row row-tight small").Href(url).Target("_blank").Rel("noopener").Body(ui.Icon(ui.IconImage, "i--16"), app.Span().Text(store.T(msg.HistoryPhoto)))
}
