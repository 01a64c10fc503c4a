package erp

import (
	"strings"
	"testing"
)

func TestLayoutNamesEveryColumn(t *testing.T) {
	var b strings.Builder
	if err := WriteLayout(&b); err != nil {
		t.Fatal(err)
	}
	for name, e := range entities {
		_, part, ok := strings.Cut(b.String(), "### "+name+"\n")
		if !ok {
			t.Errorf("%s is not documented", name)
			continue
		}
		part, _, _ = strings.Cut(part, "### ")
		seen := map[string]bool{}
		for _, f := range e.fields {
			if !strings.Contains(part, "| `"+f.header+"` | ") {
				t.Errorf("%s: %s is not documented", name, f.header)
			}
			if seen[f.header] || f.key && f.once {
				t.Errorf("%s: %s is declared twice, or both key and written once", name, f.header)
			}
			seen[f.header] = true
		}
	}
	if !strings.Contains(b.String(), "| `code_modele` | code of models | yes |") {
		t.Error("a reference does not say what it names")
	}
}
