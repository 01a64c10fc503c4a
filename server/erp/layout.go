package erp

import (
	"fmt"
	"io"
	"strings"
)

// WriteLayout writes our own CSV layout as Markdown tables, one a profile, for
// the documentation: files are UTF-8, separated by semicolons, and their first
// line names the columns.
func WriteLayout(w io.Writer) error {
	var b strings.Builder
	for _, p := range Profiles() {
		if len(p.Columns) == 0 {
			continue
		}
		fmt.Fprintf(&b, "### %s\n\n| column | holds | needed | note |\n|---|---|---|---|\n", p.Name)
		for _, c := range p.Columns {
			holds, need, notes := c.Kind, "", []string{}
			if c.Refers != "" {
				holds = "code of " + c.Refers
			}
			if c.Required {
				need = "yes"
			}
			if c.Key {
				notes = append(notes, "key")
			}
			if c.Once {
				notes = append(notes, "written once, then the customer's")
			}
			if len(c.Options) > 0 {
				notes = append(notes, "one of: "+strings.Join(c.Options, ", "))
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Header, holds, need, strings.Join(notes, "; "))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
