package decision

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The tables of the DMN compatibility kit, read as they are. Their cells are
// FEEL tests, not patterns: a comparison becomes the list of whole numbers
// from 0 to 120 that pass it, "-" becomes "*". Tables that need more of FEEL
// than that are left out by name.
type (
	dmnFile struct {
		Decisions []struct {
			Name  string `xml:"name,attr"`
			Table struct {
				Inputs  []string `xml:"input>inputExpression>text"`
				Outputs []struct {
					Name string `xml:"name,attr"`
				} `xml:"output"`
				Rules []struct {
					In  []string `xml:"inputEntry>text"`
					Out []string `xml:"outputEntry>text"`
				} `xml:"rule"`
				Policy string `xml:"hitPolicy,attr"`
			} `xml:"decisionTable"`
		} `xml:"decision"`
	}
	dmnCases struct {
		Cases []struct {
			ID     string `xml:"id,attr"`
			Inputs []struct {
				Name       string      `xml:"name,attr"`
				Value      string      `xml:"value"`
				Components []component `xml:"component"`
			} `xml:"inputNode"`
			Results []struct {
				Name       string      `xml:"name,attr"`
				Value      string      `xml:"expected>value"`
				Components []component `xml:"expected>component"`
			} `xml:"resultNode"`
		} `xml:"testCase"`
	}
	component struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value"`
	}
)

func TestCompatibilityKit(t *testing.T) {
	root := os.Getenv("COMPTOIR_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	models, _ := filepath.Glob(filepath.Join(root, "decision", "*", "*.dmn"))
	if len(models) == 0 {
		t.Skip("no decision tables under " + root + "/decision: set COMPTOIR_DATA")
	}
	checked := 0
	for _, model := range models {
		checked += runKit(t, model)
	}
	if checked < 7 {
		t.Errorf("%d answers checked, want at least 7: the adapter reads too little", checked)
	}
}

func runKit(t *testing.T, model string) (checked int) {
	var file dmnFile
	readXML(t, model, &file)
	var cases dmnCases
	readXML(t, strings.TrimSuffix(model, ".dmn")+"-test-01.xml", &cases)
	for _, d := range file.Decisions {
		if len(d.Table.Inputs) == 0 {
			continue
		}
		tab := Table{Code: d.Name, Criteria: d.Table.Inputs}
		for i, o := range d.Table.Outputs {
			if o.Name == "" {
				o.Name = "output" + strconv.Itoa(i)
			}
			tab.Results = append(tab.Results, o.Name)
		}
		readable := d.Table.Policy == "FIRST" || d.Table.Policy == "UNIQUE"
		for _, r := range d.Table.Rules {
			var row []string
			for _, cell := range r.In {
				pattern, ok := fromFEEL(cell)
				readable = readable && ok
				row = append(row, pattern)
			}
			for _, cell := range r.Out {
				row = append(row, strings.Trim(cell, `"`))
			}
			tab.Rows = append(tab.Rows, row)
		}
		if !readable {
			t.Logf("%s: %s needs more of FEEL", filepath.Base(model), d.Name)
			continue
		}
		c := compile(t, tab)
		for _, k := range cases.Cases {
			values := map[string]string{}
			for _, in := range k.Inputs {
				values[in.Name] = strings.TrimSpace(in.Value)
				for _, part := range in.Components {
					values[in.Name+"."+part.Name] = part.Value
				}
			}
			for _, want := range k.Results {
				if want.Name != d.Name {
					continue
				}
				hit, _ := c.First(values)
				if want.Components == nil {
					want.Components = []component{{tab.Results[0], want.Value}}
				}
				for _, part := range want.Components {
					checked++
					if got := hit.Results[part.Name]; got != part.Value {
						t.Errorf("%s case %s: %s is %q, want %q", d.Name, k.ID, part.Name, got, part.Value)
					}
				}
			}
		}
	}
	return checked
}

func readXML(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b, into); err != nil {
		t.Fatal(path, err)
	}
}

var comparison = regexp.MustCompile(`^(>=|<=|>|<)\s*(\d+)$`)

func fromFEEL(cell string) (pattern string, ok bool) {
	cell = strings.TrimSpace(cell)
	if cell == "-" {
		return Any, true
	}
	if cell == "true" || cell == "false" {
		return cell, true
	}
	if s, quoted := strings.CutPrefix(cell, `"`); quoted {
		return regexp.QuoteMeta(strings.TrimSuffix(s, `"`)), true
	}
	m := comparison.FindStringSubmatch(cell)
	if m == nil {
		return "", false
	}
	limit, _ := strconv.Atoi(m[2])
	var pass []string
	for n := range 121 {
		if m[1] == ">=" && n >= limit || m[1] == "<=" && n <= limit || m[1] == ">" && n > limit || m[1] == "<" && n < limit {
			pass = append(pass, strconv.Itoa(n))
		}
	}
	return strings.Join(pass, "|"), true
}
