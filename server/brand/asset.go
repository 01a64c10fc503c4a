package brand

import (
	"bytes"
	"crypto/sha256"
	encodinghex "encoding/hex"
	"net/http"
	"sync"
	"time"
)

// asset is one served file, made once when it is first asked for.
type asset struct {
	mime string
	make func() (content, error)
}

type content struct {
	body []byte
	etag string
}

func newAsset(mime string, draw func() ([]byte, error)) *asset {
	return &asset{mime, sync.OnceValues(func() (content, error) {
		body, err := draw()
		if err != nil {
			return content{}, err
		}
		sum := sha256.Sum256(body)
		return content{body, `"` + encodinghex.EncodeToString(sum[:12]) + `"`}, nil
	})}
}

func ready(mime string, body []byte) *asset {
	return newAsset(mime, func() ([]byte, error) { return body, nil })
}

// drawn lists the pictures by path.
func (b *Brand) drawn() map[string]*asset {
	icon := func(size int) *asset {
		return newAsset(mimePNG, func() ([]byte, error) { return encodePNG(b.mark.icon(size)) })
	}
	filled := func(size int) *asset {
		return newAsset(mimePNG, func() ([]byte, error) { return encodePNG(b.mark.filled(size)) })
	}
	favicon := b.files[FileFavicon]
	assets := map[string]*asset{
		"/theme.css":                   ready("text/css; charset=utf-8", b.theme()),
		"/favicon.ico":                 newAsset("image/x-icon", b.mark.ico),
		"/apple-touch-icon.png":        filled(180),
		"/brand/icon-192.png":          icon(192),
		"/brand/icon-512.png":          icon(512),
		"/brand/icon-maskable-512.png": filled(512),
		"/brand/background":            ready(b.files[FileBackground].Mime, b.files[FileBackground].Body),
	}
	if favicon.Mime == mimeSVG {
		assets["/brand/icon.svg"] = ready(mimeSVG, favicon.Body)
	}
	if logo, ok := b.files[FileLogo]; ok {
		assets["/brand/logo"] = ready(logo.Mime, logo.Body)
	}
	return assets
}

// serve answers with the asset, or 304. A drawing is shown and never runs.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, forEver bool) {
	made, err := a.make()
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", a.mime)
	header.Set("ETag", made.etag)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	if forEver {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if a.mime == mimeSVG {
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(made.body))
}
