package config

import (
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

const prefix = "COMPTOIR_"

// reader reads one variable after the other and collects the mistakes.
type reader struct {
	get      func(string) string
	mistakes []error
}

func (r *reader) wrong(name, format string, args ...any) {
	r.mistakes = append(r.mistakes, fmt.Errorf(prefix+name+": "+format, args...))
}

func (r *reader) text(name, otherwise string) string {
	if v := strings.TrimSpace(r.get(prefix + name)); v != "" {
		return v
	}
	return otherwise
}

// oneOf takes the first value when the variable is not set.
func (r *reader) oneOf(name string, values ...string) string {
	v := r.text(name, values[0])
	if !slices.Contains(values, v) {
		r.wrong(name, "%q is none of %s", v, strings.TrimPrefix(strings.Join(values, ", "), ", "))
		return values[0]
	}
	return v
}

func (r *reader) number(name string, otherwise, least, most int) int {
	v := r.text(name, "")
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		r.wrong(name, "%q is no number from %d to %d", v, least, most)
		return otherwise
	}
	return n
}

func (r *reader) yes(name string) bool {
	v := r.text(name, "0")
	if v != "0" && v != "1" {
		r.wrong(name, "%q is neither 1 nor 0", v)
	}
	return v == "1"
}

func (r *reader) level(name string) (l slog.Level) {
	if v := r.text(name, ""); v != "" && l.UnmarshalText([]byte(v)) != nil {
		r.wrong(name, "%q is none of debug, info, warn, error", v)
	}
	return l
}

// prefixes reads networks; an address stands for itself.
func (r *reader) prefixes(name string) (out []netip.Prefix) {
	for one := range strings.SplitSeq(r.text(name, ""), ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if a, err := netip.ParseAddr(one); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(one)
		if err != nil {
			r.wrong(name, "%q is neither an address nor a network such as 10.0.0.0/8", one)
			continue
		}
		out = append(out, p)
	}
	return out
}

// misspelt tells variables that nobody reads.
func (r *reader) misspelt(environ []string) {
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		name, ours := strings.CutPrefix(name, prefix)
		if !ours || slices.Contains(elsewhere, name) {
			continue
		}
		if !slices.Contains(variables, name) {
			r.wrong(name, "there is no such setting")
		}
	}
}
