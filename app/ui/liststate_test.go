package ui

import (
	"net/url"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestListStateURL(t *testing.T) {
	for _, tc := range []struct {
		name  string
		state ListState
		want  string
	}{
		{"nothing", ListState{}, "/parc"},
		{"text", ListState{Query: "crèche & co"}, "/parc?q=cr%C3%A8che+%26+co"},
		{"order and view", ListState{Sort: "-lieu", View: ViewTable}, "/parc?tri=-lieu&vue=tableau"},
		{"facets, in one order", ListState{}.Toggle("site", "b").Toggle("site", "a").Toggle("activite", "x"), "/parc?activite=x&site=a&site=b"},
		{"toggled twice", ListState{}.Toggle("site", "a").Toggle("site", "a"), "/parc"},
		{"only one", ListState{}.Only("releve", "a").Only("releve", "b"), "/parc?releve=b"},
		{"only, taken back", ListState{}.Only("releve", "a").Only("releve", "a"), "/parc"},
		{"cleared keeps order and view", ListState{Query: "x", Sort: "s", View: "v"}.Toggle("site", "a").Cleared(), "/parc?tri=s&vue=v"},
		{"changed one by one", ListState{}.WithQuery("x").WithSort("s").WithView("v"), "/parc?q=x&tri=s&vue=v"},
	} {
		if got := tc.state.URL("/parc"); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestListStateIgnoresWhatItDoesNotKnow(t *testing.T) {
	values, err := url.ParseQuery("q=x&site=b&site=a&site=a&site=&autre=1&tri=lieu")
	if err != nil {
		t.Fatal(err)
	}
	got := ParseListState(values, "site", "activite")
	want := ListState{Query: "x", Sort: "lieu", Facets: map[string][]string{"site": {"a", "b"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !got.Filtered() || (ListState{Sort: "lieu"}).Filtered() {
		t.Error("a text or a facet narrows the list, an order does not")
	}
}

func TestListStateLeavesItsOriginAlone(t *testing.T) {
	before := ListState{}.Toggle("site", "a")
	before.Toggle("site", "b")
	before.Toggle("site", "a")
	if got := before.URL("/parc"); got != "/parc?site=a" {
		t.Errorf("a change reached the state it came from: %s", got)
	}
}

func TestListStateSurvivesItsURL(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := ListState{Query: rapid.String().Draw(t, "query"), Sort: rapid.String().Draw(t, "sort"), View: rapid.String().Draw(t, "view")}
		for _, v := range rapid.SliceOf(rapid.StringN(1, -1, -1)).Draw(t, "values") {
			s = s.Toggle("site", v)
		}
		if len(s.Facets) == 0 {
			s.Facets = nil
		}
		u, err := url.Parse(s.URL("/parc"))
		if err != nil {
			t.Fatal(err)
		}
		if got := ParseListState(u.Query(), "site"); !reflect.DeepEqual(got, s) {
			t.Fatalf("%s gives %+v, was %+v", u, got, s)
		}
	})
}
