package rpc

import (
	"net/url"
	"reflect"
	"testing"
	"time"

	"comptoir/shared/id"
)

type listReq struct {
	Asset id.Asset   `json:"asset"`
	Text  string     `json:"text,omitempty"`
	Limit int        `json:"limit,omitempty"`
	Sites []id.Site  `json:"sites,omitempty"`
	Only  bool       `json:"only,omitempty"`
	At    *time.Time `json:"at,omitempty"`
}

func TestQueryRoundTrip(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	for _, want := range []listReq{
		{Asset: "0199b2c0-0000-7000-8000-000000000001", Text: `12 "é" & 3=4`, Limit: 3, Only: true, At: &at},
		{Text: "12"},
		{Sites: []id.Site{"0199b2c0-0000-7000-8000-000000000002"}},
		{},
	} {
		s, err := EncodeQuery(want)
		if err != nil {
			t.Fatal(err)
		}
		var q url.Values
		if s != "" {
			q, err = url.ParseQuery(s[1:])
		}
		if err != nil {
			t.Fatal(err)
		}
		var got listReq
		if err := DecodeQuery(q, &got); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", s, got, want)
		}
	}
}

func TestMalformedQuery(t *testing.T) {
	var got listReq
	if DecodeQuery(url.Values{"limit": {"many"}}, &got) == nil {
		t.Error("limit=many was taken")
	}
	if err := DecodeQuery(url.Values{"asset": {"'; DROP"}, "other": {"1"}}, &got); err != nil || !got.Asset.Zero() {
		t.Errorf("malformed asset: %v, %v", got.Asset, err)
	}
}

func TestSlots(t *testing.T) {
	var s Set
	q := NewQuery[listReq, struct{}](&s, "x.list")
	if want := []string{"asset", "sites[]"}; !reflect.DeepEqual(q.Slots, want) {
		t.Errorf("slots %v, want %v", q.Slots, want)
	}
}
