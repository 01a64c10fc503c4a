package httpd

import (
	"net/http"
	"net/url"
	"testing"
)

// Who signs out while the session cannot be ended is told so and keeps the
// cookies: to try again, since whoever has a copy of them is still signed in.
func TestSignOutThatEndsNothingSaysSo(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	h.portal.DB.Guest.Close()
	res := b.do("POST", "/deconnexion", url.Values{})
	if res.StatusCode < http.StatusInternalServerError || len(b.cookies) != 2 {
		t.Errorf("%d, %d cookies left", res.StatusCode, len(b.cookies))
	}
}
