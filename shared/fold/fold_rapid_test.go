//go:build !js

package fold

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func anyText() *rapid.Generator[string] {
	alphabet := []rune("aàÀâÂeéÉèÈêçÇœŒæÆßẞñøØłŁşĞıİ ’'‘«»–-\u00a0\u202f\u2009\t\u0301\u0327\u00ad\u200b09°²ΆςЁй東")
	return rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom(alphabet)))
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "s")
		once := Text(s)
		if twice := Text(once); twice != once {
			t.Fatalf("%q → %q → %q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Fatalf("%q is not UTF-8", once)
		}
		if once != strings.TrimSpace(once) || strings.Contains(once, "  ") {
			t.Fatalf("%q keeps spaces", once)
		}
	})
}

func TestCaseDoesNotMatter(t *testing.T) {
	letters := []rune("abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæñ 0123456789-'")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "s")
		if lower, upper := Text(s), Text(strings.ToUpper(s)); lower != upper {
			t.Fatalf("%q against %q", lower, upper)
		}
	})
}

func TestNoMarkAndNoStrangeSpaceRemains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("eéÉcçÇoôœŒ \u00a0\u202f\u3000\u0301\u0327\u0302"))).Draw(t, "s")
		for _, r := range Text(s) {
			if unicode.Is(unicode.Mn, r) || unicode.IsSpace(r) && r != ' ' || r > 0x7f {
				t.Fatalf("%q keeps %q", Text(s), r)
			}
		}
	})
}

func TestEveryPartOfATextIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zA-ZéÉœŒçÇ0-9]{1,8}`), 1, 6).Draw(t, "words")
		text := strings.Join(words, "\u00a0")
		query := rapid.Permutation(words).Draw(t, "query")
		if !Match(text, strings.Join(query, " ")) {
			t.Fatalf("%q does not find %q", query, text)
		}
	})
}
