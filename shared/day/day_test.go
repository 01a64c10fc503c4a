package day

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func mustParse(t *testing.T, s string) Day {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return d
}

func TestParse(t *testing.T) {
	for _, s := range []string{"0001-01-01", "1969-12-31", "1970-01-02", "2024-02-29", "2026-12-31", "9999-12-31"} {
		if d := mustParse(t, s); d.String() != s {
			t.Errorf("%s comes back as %s", s, d)
		}
	}
	for _, s := range []string{"1970-01-01", "0000-01-01", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1",
		"2026/01/01", "2026-01-01T00:00:00Z", "+026-01-01", "10000-01-01", " 2026-01-1", "２026-01-01"} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q was taken as a day", s)
		}
	}
	if d, err := Parse(""); d != 0 || err != nil {
		t.Errorf("empty text gives %v, %v", d, err)
	}
}

func TestEveryDayAgreesWithTheTimePackage(t *testing.T) {
	for at := time.Date(1899, 12, 25, 0, 0, 0, 0, time.UTC); at.Year() < 2101; at = at.AddDate(0, 0, 1) {
		d := Of(at, time.UTC)
		y, m, dom := d.Date()
		if d != 0 && (d.String() != at.Format("2006-01-02") || d.Weekday() != at.Weekday() || New(y, m, dom) != d) {
			t.Fatalf("%s is day %d, %s", at, d, d)
		}
	}
}

func TestOfIsTheDayOnTheWallOfTheZone(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	for _, c := range []struct{ at, want string }{
		{"2026-03-28T23:59:59+01:00", "2026-03-28"},
		{"2026-03-28T23:00:00Z", "2026-03-29"},
		{"2026-10-24T22:30:00Z", "2026-10-25"},
		{"2026-10-25T22:59:59Z", "2026-10-25"},
		{"2026-10-25T23:00:00Z", "2026-10-26"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Of(at, paris).String(); got != c.want {
			t.Errorf("%s is %s, want %s", c.at, got, c.want)
		}
	}
	if Of(time.Time{}, paris) != 0 {
		t.Error("the zero time is a day")
	}
}

func TestStartIsTheFirstInstant(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z"},
		{"Europe/Paris", "2026-03-30", "2026-03-29T22:00:00Z"},
		{"Europe/Paris", "2026-10-26", "2026-10-25T23:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, // midnight is skipped
		{"Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"},       // midnight is skipped
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"},    // midnight to 1 comes twice
		{"UTC", "2026-01-01", "2026-01-01T00:00:00Z"},
	} {
		loc := zone(t, c.zone)
		d := mustParse(t, c.day)
		at := d.Start(loc)
		if got := at.UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s starts at %s, want %s", c.zone, c.day, got, c.want)
		}
		if Of(at, loc) != d || Of(at.Add(-time.Second), loc) != d-1 {
			t.Errorf("%s %s: the second before is not the day before", c.zone, c.day)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2024-02-29", -12, "2023-02-28"},
		{"2026-05-31", 0, "2026-05-31"},
	} {
		if got := mustParse(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s %+d months is %s, want %s", c.from, c.n, got, c.want)
		}
	}
	if got := mustParse(t, "2026-05-31").Month().String(); got != "2026-05-01" {
		t.Errorf("month begins on %s", got)
	}
	if Day(0).AddMonths(3) != 0 || Day(0).Add(3) != 0 || Day(0).Month() != 0 {
		t.Error("no day became a day")
	}
}

func TestText(t *testing.T) {
	d := mustParse(t, "2026-03-05")
	if d.Format("fr") != "05/03/2026" || d.Format("en-GB") != "05 Mar 2026" || Day(0).French() != "" || Day(0).English() != "" {
		t.Errorf("%q %q", d.Format("fr"), d.Format("en-GB"))
	}
	type row struct {
		D Day         `json:"d"`
		N Day         `json:"n"`
		O Day         `json:"o,omitzero"`
		M map[Day]int `json:"m"`
	}
	b, err := json.Marshal(row{D: d, M: map[Day]int{d: 1}})
	if want := `{"d":"2026-03-05","n":"","m":{"2026-03-05":1}}`; err != nil || string(b) != want {
		t.Errorf("%s, %v, want %s", b, err, want)
	}
	var back row
	if err := json.Unmarshal(b, &back); err != nil || back.D != d || back.N != 0 || back.M[d] != 1 {
		t.Errorf("%+v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"d":null}`), &back); err != nil || back.D != 0 {
		t.Errorf("null gives %v, %v", back.D, err)
	}
	for _, bad := range []string{`{"d":3}`, `{"d":"2026-02-30"}`, `{"d":"x"}`} {
		if json.Unmarshal([]byte(bad), &back) == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestScan(t *testing.T) {
	want := mustParse(t, "2026-03-05")
	for _, src := range []any{"2026-03-05", []byte("2026-03-05"), time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)} {
		var d Day
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("%v gives %v, %v", src, d, err)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || d != 0 {
		t.Errorf("NULL gives %v, %v", d, err)
	}
	if d.Scan(12) == nil {
		t.Error("a number was read as a date")
	}
}
