package store

import (
	"strings"

	"comptoir/shared/fold"
)

// Each entry has a signature: a bit for each run of three bytes of its text. A
// word is looked for only in the texts that have all its bits, one in dozens;
// most words of three letters and more are then found without reading a text.
const (
	signatureBits  = 512
	signatureWords = signatureBits / 64
)

type signature [signatureWords]uint64

// runBit is the bit of the three bytes at the start of s.
func runBit(s string) (word int, bit uint64) {
	h := (uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])) * 2654435761 >> 23
	return int(h / 64), 1 << (h % 64)
}

func (g *signature) add(text string) {
	for i := 0; i+3 <= len(text); i++ {
		word, bit := runBit(text[i:])
		g[word] |= bit
	}
}

// holds reports whether g has every bit of other.
func (g *signature) holds(other *signature) bool {
	for i, w := range other {
		if g[i]&w != w {
			return false
		}
	}
	return true
}

// answer is the entries that hold every word of a text.
type answer struct {
	text string
	of   []int32
}

// matching returns the entries that hold every word. The answers to what text
// begins with are kept: a text that grows is looked for among the last, and one
// that shrinks is there already.
func (x *Index) matching(text string) []int32 {
	text = strings.Join(strings.Fields(fold.Text(text)), " ")
	for len(x.answers) > 0 && !strings.HasPrefix(text, x.answers[len(x.answers)-1].text) {
		x.answers = x.answers[:len(x.answers)-1]
	}
	if len(x.answers) == 0 {
		all := make([]int32, len(x.entries))
		for i := range all {
			all[i] = int32(i)
		}
		x.answers = append(x.answers, answer{"", all})
	}
	last := x.answers[len(x.answers)-1]
	if last.text == text {
		return last.of
	}
	words := strings.Fields(text)
	var wanted signature
	for _, w := range words {
		wanted.add(w)
	}
	of := make([]int32, 0, len(last.of)/4)
	for _, i := range last.of {
		if x.signatures[i].holds(&wanted) && fold.ContainsAll(x.entries[i].folded, words) {
			of = append(of, i)
		}
	}
	x.answers = append(x.answers, answer{text, of})
	return of
}
