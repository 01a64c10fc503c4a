package main

import (
	"io"
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	const stream = `
{"Action":"run","Package":"comptoir/shared/a","Test":"TestOne"}
{"Action":"pass","Package":"comptoir/shared/a","Test":"TestOne"}
{"Action":"run","Package":"comptoir/shared/a","Test":"TestTable"}
{"Action":"run","Package":"comptoir/shared/a","Test":"TestTable/x"}
{"Action":"pass","Package":"comptoir/shared/a","Test":"TestTable/x"}
{"Action":"run","Package":"comptoir/shared/a","Test":"TestTable/y"}
{"Action":"pass","Package":"comptoir/shared/a","Test":"TestTable/y"}
{"Action":"pass","Package":"comptoir/shared/a","Test":"TestTable"}
{"Action":"pass","Package":"comptoir/shared/a"}
{"Action":"skip","Package":"comptoir/server/b/c","Test":"TestDB"}
`
	tests := []struct {
		name, more              string
		passed, failed, skipped int
	}{
		{"cases count, their parent does not", "", 3, 0, 1},
		{"a test that fails", `{"Action":"fail","Package":"comptoir/server/b/c","Test":"TestX"}` + "\n" + `{"Action":"fail","Package":"comptoir/server/b/c"}`, 3, 1, 1},
		{"a package that does not build", "# comptoir/x: broken\n" + `{"Action":"fail","Package":"comptoir/x"}`, 3, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := newTally()
			if err := each(strings.NewReader(stream[1:]+tt.more), io.Discard, all.add); err != nil {
				t.Fatal(err)
			}
			all.close()
			if all.passed != tt.passed || all.failed != tt.failed || all.skipped != tt.skipped {
				t.Errorf("%d passed, %d failed, %d skipped", all.passed, all.failed, all.skipped)
			}
			if all.layers["shared/a"] != 3 {
				t.Errorf("layers: %v", all.layers)
			}
		})
	}
}
