package postgres

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// customerTables are the tables whose statements must name @customer.
var customerTables = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE|INTO)\s+\(?\s*(customer|site|contact|asset|meter|reading|reading_request|contract|coverage|billing_date|ticket|purchase|purchase_line|invoice|membership|mutation|upload|event|activity_log|gone)\b`)

// unnamed lists the statements on customers' tables without @customer, each
// with the wall that stands in its place.
var unnamed = map[string]string{
	"asset.DealerCustomers":  "staff: @staff_orgs of the session, and policy staff_sees",
	"session.CustomerByCode": "owner only: the command line looks up a customer by the dealer’s code",
}

func TestEveryStatementNamesItsCustomer(t *testing.T) {
	for name, sql := range registry {
		if !customerTables.MatchString(sql) || unnamed[name] != "" {
			continue
		}
		insert := strings.HasPrefix(strings.ToUpper(strip(sql)), "INSERT")
		if insert && strings.Contains(sql, "@customer") || strings.Contains(sql, "customer_id = @customer") {
			continue
		}
		t.Errorf("%s reads or writes a customer's table and does not say customer_id = @customer", name)
	}
	for name := range unnamed {
		if registry[name] == "" {
			t.Errorf("%s is excused and does not exist", name)
		}
	}
}

func strip(sql string) string {
	lines := strings.Split(sql, "\n")
	for len(lines) > 0 && strings.HasPrefix(lines[0], "--") {
		lines = lines[1:]
	}
	return strings.Join(lines, "\n")
}

// runners are the methods that send SQL, with the position of the text.
var runners = map[string]int{"Exec": 1, "Query": 1, "QueryRow": 1, "Queue": 0, "Prepare": 2}

// assembled lists the files that may build SQL from parts, each with its reason.
var assembled = map[string]string{
	"server/postgres/pgtest/pgtest.go": "names of databases that tests make",
	"server/localpg":                   "names of databases, quoted",
	"server/demo":                      "COPY into tables that the code names",
	"server/erp":                       "entities that the code describes",
}

// SQL is a constant: the text given to the database is a literal, a constant or
// a field of loaded statements, never put together.
func TestSQLIsConstant(t *testing.T) {
	root := "../.."
	err := filepath.WalkDir(filepath.Join(root, "server"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		for prefix := range assembled {
			if strings.HasPrefix(rel, prefix) {
				return nil
			}
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at, ok := runners[sel.Sel.Name]
			if !ok || len(call.Args) <= at {
				return true
			}
			switch a := call.Args[at].(type) {
			case *ast.BinaryExpr:
				t.Errorf("%s: SQL is put together", set.Position(a.Pos()))
			case *ast.CallExpr:
				if f, ok := a.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Sprintf" || f.Sel.Name == "Sprint" || f.Sel.Name == "Join") {
					t.Errorf("%s: SQL is put together", set.Position(a.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
