package setting

import (
	"errors"
	"strconv"
	"strings"

	"comptoir/shared/day"
)

// Values holds the texts set for one internal organisation; a parameter that
// is absent, or whose text does not suit its kind, has its default. It travels
// as a JSON object.
type Values map[Code]string

// Bool returns a parameter of kind Bool.
func (v Values) Bool(c Code) bool { return v.text(c, Bool) == "true" }

// Int returns a parameter of kind Int, 0 when it has no value.
func (v Values) Int(c Code) int {
	n, _ := strconv.ParseInt(v.text(c, Int), 10, 64)
	return int(n)
}

// Thousandths returns a parameter of kind Decimal, in thousandths.
func (v Values) Thousandths(c Code) int64 {
	n, _ := thousandths(v.text(c, Decimal))
	return n
}

// String returns a parameter of kind String.
func (v Values) String(c Code) string { return v.text(c, String) }

// Day returns a parameter of kind Date, no day when it has no value.
func (v Values) Day(c Code) day.Day {
	d, _ := day.Parse(v.text(c, Date))
	return d
}

// List returns the members of a parameter of kind List. No member means that
// nothing restricts: every member is meant.
func (v Values) List(c Code) []string {
	return split(v.text(c, List))
}

// text returns the valid text of a parameter of that kind, or its default.
func (v Values) text(c Code, k Kind) string {
	p, ok := Find(c)
	if !ok || p.Kind != k {
		return ""
	}
	if s := v[c]; s != "" && p.Check(s) == nil {
		return s
	}
	return p.Default
}

// Check says why a text cannot be the value of p. The empty text is always
// accepted: it takes the value away, and the default answers again.
func (p Parameter) Check(s string) error {
	if s == "" {
		return nil
	}
	switch p.Kind {
	case Bool:
		if s != "true" && s != "false" {
			return p.wrong("want true or false")
		}
	case Int:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return p.wrong("want a whole number")
		}
		return p.bounded(n)
	case Decimal:
		n, ok := thousandths(s)
		if !ok {
			return p.wrong("want a number with at most three decimals")
		}
		return p.bounded(n)
	case String:
		return p.allowed(s)
	case Date:
		if _, err := day.Parse(s); err != nil {
			return p.wrong("want YYYY-MM-DD")
		}
	case List:
		for _, m := range split(s) {
			if err := p.allowed(m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p Parameter) bounded(n int64) error {
	if (p.Min != 0 || p.Max != 0) && (n < p.Min || n > p.Max) {
		return p.wrong("out of range " + strconv.FormatInt(p.Min, 10) + " to " + strconv.FormatInt(p.Max, 10))
	}
	return nil
}

func (p Parameter) allowed(s string) error {
	if len(p.Options) == 0 {
		return nil
	}
	for _, o := range p.Options {
		if o == s {
			return nil
		}
	}
	return p.wrong("want one of " + strings.Join(p.Options, ", "))
}

func (p Parameter) wrong(cause string) error {
	return errors.New(string(p.Code) + ": " + cause)
}

func split(s string) []string {
	var out []string
	for m := range strings.SplitSeq(s, ";") {
		if m = strings.TrimSpace(m); m != "" {
			out = append(out, m)
		}
	}
	return out
}

// thousandths reads "12", "0.5" or "-1.250" exactly.
func thousandths(s string) (int64, bool) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, part, dot := strings.Cut(digits, ".")
	if len(part) > 3 || dot && part == "" || len(whole) > 12 {
		return 0, false
	}
	w, ok1 := natural(whole)
	f, ok2 := natural(part + "000"[len(part):])
	if !ok1 || !ok2 {
		return 0, false
	}
	n := w*1000 + f
	if negative {
		n = -n
	}
	return n, true
}

func natural(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 62)
	return int64(n), err == nil
}
