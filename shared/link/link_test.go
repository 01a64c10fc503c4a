package link

import "testing"

func TestMatch(t *testing.T) {
	for path, want := range map[string]string{
		"/": Home, "/parc": Fleet, "/parc/": Fleet, "/parc/12": Fleet + "/{asset}", "/parc/12/compteurs": Fleet + "/{asset}/{tab}",
		"/tournee/12": Round + "/{asset}", "/parc/12/compteurs/x": "", "/nulle-part": "", "/parc//": "", "": "",
	} {
		if got, _, ok := Match(path); got != want || ok != (want != "") {
			t.Errorf("%s takes %q, want %q", path, got, want)
		}
	}
	if _, params, _ := Match(AssetTab("a", TabCounters)); params["asset"] != "a" || params["tab"] != TabCounters {
		t.Errorf("params %v", params)
	}
	if SignInFor("/parc?x=1&y=2") != "/connexion?next=%2Fparc%3Fx%3D1%26y%3D2" || SignInFor("/") != SignIn {
		t.Error("the way back is lost")
	}
}
