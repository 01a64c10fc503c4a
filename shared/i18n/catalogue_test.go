package i18n

import (
	"testing"

	"comptoir/shared/msg"
)

func TestT(t *testing.T) {
	c, err := Decode([]byte(`{"lang":"fr",
		"plain":{"a.hello":"Bonjour {{.Name}}, {{.Day}}","a.bare":"Parc","a.nested":"Menu {{.Entry}}"},
		"plural":{"a.waiting":{"one":"{{.Count}} saisie","many":"{{.Count}} de saisies","other":"{{.Count}} saisies"},"a.poor":{"other":"{{.Count}} x"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		key  msg.Key
		args []Args
		want string
	}{
		{"a.bare", nil, "Parc"},
		{"a.hello", []Args{{"Name": "Ada {{.Day}}", "Day": "24/11"}}, "Bonjour Ada {{.Day}}, 24/11"},
		{"a.hello", nil, "Bonjour …, …"},
		{"a.nested", []Args{{"Entry": msg.Key("a.bare")}}, "Menu Parc"},
		{"a.waiting", []Args{{"Count": 0}}, "0 saisie"},
		{"a.waiting", []Args{{"Count": 1.5}}, "1,5 saisie"},
		{"a.waiting", []Args{{"Count": 2}}, "2 saisies"},
		{"a.waiting", []Args{{"Count": 12300}}, "12\u202F300 saisies"},
		{"a.waiting", []Args{{"Count": 1e6}}, "1\u202F000\u202F000 de saisies"},
		{"a.waiting", nil, "… saisies"},
		{"a.poor", []Args{{"Count": 1}}, "1 x"},
		{"a.gone", nil, "⟦a.gone⟧"},
	} {
		if got := c.T(test.key, test.args...); got != test.want {
			t.Errorf("T(%s, %v) = %q, want %q", test.key, test.args, got, test.want)
		}
	}
	if got := (*Catalogue)(nil).T("a.bare"); got != "⟦a.bare⟧" {
		t.Errorf("without a catalogue: %q", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, bad := range []string{``, `<html>`, `{}`, `{"lang":"fr","plain":{}}`} {
		if _, err := Decode([]byte(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
