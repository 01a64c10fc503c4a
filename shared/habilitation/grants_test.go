package habilitation

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
)

var (
	print1 = Pair{"AG1", "IMPRESSION"}
	telec1 = Pair{"AG1", "TELECOM"}
	print2 = Pair{"AG2", "IMPRESSION"}
	none1  = Pair{"AG1", ""}
)

func sample() Grants {
	return New([]Pair{print2, telec1, print1, none1, print1}, func(c Code, p Pair) Answer {
		switch {
		case c == EnterReading && p.Org == "AG1":
			return Yes
		case c == CancelTicket && p == print1:
			return Own
		case c == OrderNeedsApproval && p == print2:
			return Yes
		}
		return No
	})
}

func TestCodes(t *testing.T) {
	seen := map[Code]bool{}
	restrictions, staff := 0, 0
	for _, c := range All() {
		if seen[c] || !c.Known() {
			t.Errorf("%s is listed twice or not known", c)
		}
		seen[c] = true
		if c.Restriction() {
			restrictions++
		}
		if c.Staff() {
			staff++
		}
	}
	if len(seen) != 38 || restrictions != 1 || staff != 4 {
		t.Errorf("%d codes, %d restrictions, %d of the staff; want 38, 1, 4", len(seen), restrictions, staff)
	}
	if Code("SAISIR_COMPTEURS").Known() || Code("").Known() {
		t.Error("an unknown code is known")
	}
}

func TestAnswers(t *testing.T) {
	g := sample()
	for _, c := range []struct {
		code Code
		pair Pair
		want Answer
	}{
		{EnterReading, print1, Yes},
		{EnterReading, none1, Yes},
		{EnterReading, print2, No},
		{EnterReading, Pair{"AG3", "IMPRESSION"}, No},
		{EnterReading, Pair{"AG1", "INFORMATIQUE"}, No},
		{CancelTicket, print1, Own},
		{CancelTicket, telec1, No},
		{"", print2, Yes},
		{"", Pair{"X", "Y"}, Yes},
		{OrderNeedsApproval, print1, No},
		{OrderNeedsApproval, print2, Yes},
		{OrderNeedsApproval, Pair{"AG3", ""}, Yes}, // a doubt restricts
	} {
		if got := g.Answer(c.code, c.pair.Org, c.pair.Activity); got != c.want {
			t.Errorf("%s on %v: %c, want %c", c.code, c.pair, got.Letter(), c.want.Letter())
		}
	}
	if !g.Any(CancelTicket) || !g.Any("") || g.Any(ViewAs) {
		t.Error("Any is wrong")
	}
	want := []Grant{{"AG1", "", false}, {"AG1", "IMPRESSION", false}, {"AG1", "TELECOM", false}}
	if got := g.Pairs(EnterReading); !reflect.DeepEqual(got, want) {
		t.Errorf("pairs %v, want %v", got, want)
	}
	if got := g.Pairs(CancelTicket); !reflect.DeepEqual(got, []Grant{{"AG1", "IMPRESSION", true}}) {
		t.Errorf("own pairs %v", got)
	}
}

func TestNothingIsGrantedByNothing(t *testing.T) {
	var g Grants
	for _, c := range All() {
		if a := g.Answer(c, "AG1", ""); g.Any(c) || g.Pairs(c) != nil || (a != No) != c.Restriction() {
			t.Errorf("%s answers %c", c, a.Letter())
		}
	}
}

func TestGrantsTravel(t *testing.T) {
	g := sample()
	b, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"on":[{"o":"AG1"},{"o":"AG1","a":"IMPRESSION"},{"o":"AG1","a":"TELECOM"},{"o":"AG2","a":"IMPRESSION"}],` +
		`"by":{"ANNULER_DIT":"NPNN","REQUIERT_VALIDATION_CMDE":"NNNO","SAISIR_RELEVE":"OOON"}}`
	if string(b) != want {
		t.Errorf("%s\nwant %s", b, want)
	}
	var back Grants
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, g) {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestAShortOrForeignLetterRefuses(t *testing.T) {
	g := Grants{On: []Pair{none1, print1}, By: map[Code]string{EnterReading: "X", CancelTicket: ""}}
	if g.Answer(EnterReading, "AG1", "") != No || g.Answer(EnterReading, "AG1", "IMPRESSION") != No || g.Any(CancelTicket) {
		t.Error("a damaged grant gave a right")
	}
}

func TestCovers(t *testing.T) {
	fixed := func(a, restricted Answer) Grants {
		return New([]Pair{print1}, func(c Code, _ Pair) Answer {
			if c.Restriction() {
				return restricted
			}
			return a
		})
	}
	boss, user, held := fixed(Yes, No), fixed(Own, Yes), fixed(Yes, Yes)
	if !boss.Covers(user) || !boss.Covers(held) || !boss.Covers(boss) || !user.Covers(user) {
		t.Error("a lesser account was refused")
	}
	if user.Covers(boss) || held.Covers(boss) || boss.Covers(New([]Pair{print2}, func(Code, Pair) Answer { return Own })) {
		t.Error("an account got more than its maker has")
	}
}

// Many organisations and activities, as a table of 200 rows gives at most.
func wide() Grants {
	var pairs []Pair
	for o := range 20 {
		for a := range 10 {
			pairs = append(pairs, Pair{"ORG" + strconv.Itoa(o), "ACTIVITE" + strconv.Itoa(a)})
		}
	}
	return New(pairs, func(Code, Pair) Answer { return Yes })
}

func BenchmarkAnswer(b *testing.B) {
	g := wide()
	for b.Loop() {
		if g.Answer(EnterReading, "ORG13", "ACTIVITE7") != Yes {
			b.Fatal("refused")
		}
	}
}
