package id

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

func TestNewSortsByTimeAndParses(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	var made []string
	for i := range 100 {
		v := New[asset](now.Add(time.Duration(i)*time.Millisecond), Chance{byte(i)})
		if Parse[asset](string(v)) != v {
			t.Fatalf("%s does not parse back", v)
		}
		if v[14] != '7' {
			t.Fatalf("%s is no version 7", v)
		}
		made = append(made, string(v))
	}
	if !slices.IsSorted(made) {
		t.Fatal("identifiers do not sort by time")
	}
}

func TestMalformedIsNil(t *testing.T) {
	for _, s := range []string{`"x"`, `12`, `"0199b2c0-0000-7000-8000-00000000000g"`, `null`, `{}`, `"0199b2c0a0000a7000a8000a000000000001"`} {
		var v Asset
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if !v.Zero() {
			t.Errorf("%s reads as %s", s, v)
		}
	}
	var v Asset
	if json.Unmarshal([]byte(`"0199B2C0-0000-7000-8000-00000000000A"`), &v); v != "0199b2c0-0000-7000-8000-00000000000a" {
		t.Errorf("upper case reads as %s", v)
	}
}
