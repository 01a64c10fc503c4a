package rights

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"comptoir/shared/decision"
	h "comptoir/shared/habilitation"
)

var (
	printing = h.Pair{Org: "AG1", Activity: "IMPRESSION"}
	telecom  = h.Pair{Org: "AG1", Activity: "TELECOM"}
	other    = h.Pair{Org: "AG2", Activity: "IMPRESSION"}
	park     = []h.Pair{printing, telecom, other}
)

func table(t *testing.T, rows [][]string) *Table {
	t.Helper()
	tab, err := New(rows)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestDefaultProfiles(t *testing.T) {
	tab := table(t, DefaultHabilitations())
	own := []h.Code{h.CancelTicket, h.ReopenTicket, h.CancelOrder}
	refused := []h.Code{ // what the customer's plain user does not have
		h.AccessInvoices, h.AccessTelecom, h.ExportFleet, h.ExportInvoices, h.ExportOrders, h.ExportTickets, h.ExportContracts,
		h.EditAsset, h.RequestPreventiveTask, h.ApproveOrder, h.DownloadInvoice, h.DownloadCDR, h.ViewFullNumbers, h.ManageAccounts,
	}
	boss, user := tab.Compile(h.ProfileSupervisor, "C001", park), tab.Compile(h.ProfileUser, "C001", park)
	staff := tab.Compile(h.ProfileStaff, "", park)
	for _, c := range h.All() {
		for _, p := range append(park, h.Pair{Org: "AG1"}) {
			wantBoss, wantUser, wantStaff := h.Yes, h.Yes, h.No
			switch {
			case c.Staff():
				wantBoss, wantUser, wantStaff = h.No, h.No, h.Yes
			case c.Restriction():
				wantBoss = h.No
			case slices.Contains(own, c):
				wantUser = h.Own
			case slices.Contains(refused, c):
				wantUser = h.No
			}
			for who, x := range map[string]struct{ got, want h.Answer }{
				"Superviseur": {boss.Answer(c, p.Org, p.Activity), wantBoss},
				"Utilisateur": {user.Answer(c, p.Org, p.Activity), wantUser},
				"Prestataire": {staff.Answer(c, p.Org, p.Activity), wantStaff},
			} {
				if x.got != x.want {
					t.Errorf("%s %s %v: %c, want %c", who, c, p, x.got.Letter(), x.want.Letter())
				}
			}
		}
	}
	if tab.Unreachable() != nil {
		t.Errorf("unreachable %v", tab.Unreachable())
	}
}

// "Give all, except…" is two rows, read from the top; the rows of another
// habilitation in between do not matter.
func TestTheFirstRowOfTheHabilitationDecides(t *testing.T) {
	tab := table(t, [][]string{
		{"*", "TELECOM", "*", "*", "CREER_DIT", "N"},
		{"*", "*", "*", "*", "ANNULER_DIT", "N"},
		{"AG1", "*", "Super.*", "*", "CREER_DIT", "P"},
		{"*", "*", "Superviseur", "C9.*", "CREER_DIT", "O"},
		{"*", "", "Invité", "*", "CREER_DIT", "O"},
	})
	for _, c := range []struct {
		profile, client string
		pair            h.Pair
		want            h.Answer
		cause           Cause
		row             int
	}{
		{"Superviseur", "C1", telecom, h.No, ByRow, 1},
		{"Superviseur", "C1", printing, h.Own, ByRow, 3},
		{"Superviseur", "C1", other, h.No, NoRow, 0},
		{"Superviseur", "C90", other, h.Yes, ByRow, 4},
		{"superviseur", "C90", other, h.No, NoRow, 0},
		{"Invité", "C1", h.Pair{Org: "AG2"}, h.Yes, ByRow, 5},
		{"Invité", "C1", other, h.No, NoRow, 0},
		{"", "C1", printing, h.No, NoProfile, 0},
	} {
		g := tab.Compile(c.profile, c.client, park)
		if got := g.Answer(h.CreateTicket, c.pair.Org, c.pair.Activity); got != c.want {
			t.Errorf("%s %s %v: %c, want %c", c.profile, c.client, c.pair, got.Letter(), c.want.Letter())
		}
		why := tab.Why(c.profile, c.client, h.CreateTicket, c.pair.Org, c.pair.Activity)
		if why.Answer != c.want || why.Cause != c.cause || why.Row != c.row || why.Table != TableCode {
			t.Errorf("%s %s %v: why %+v", c.profile, c.client, c.pair, why)
		}
	}
	want := map[string]string{"ORGANISATION_INTERNE": "AG1", "ACTIVITE": "*", "PROFIL": "Super.*", "CLIENT": "*"}
	if why := tab.Why("Superviseur", "C1", h.CreateTicket, "AG1", "IMPRESSION"); !reflect.DeepEqual(why.Criteria, want) {
		t.Errorf("criteria %v", why.Criteria)
	}
}

func TestACustomerNeverHoldsARightOfTheStaff(t *testing.T) {
	tab := table(t, [][]string{{"*", "*", "*", "*", "CONFIGURER_PORTAIL", "O"}})
	if tab.Compile(h.ProfileSupervisor, "C1", park).Any(h.ConfigurePortal) {
		t.Error("a customer configures the portal")
	}
	if why := tab.Why(h.ProfileSupervisor, "C1", h.ConfigurePortal, "AG1", ""); why.Cause != StaffOnly || why.Answer != h.No {
		t.Errorf("%+v", why)
	}
	if !tab.Compile(h.ProfileStaff, "", park).Any(h.ConfigurePortal) {
		t.Error("the staff does not")
	}
}

func TestWrongRows(t *testing.T) {
	for column, row := range map[string][]string{
		"HABILITATION": {"*", "*", "*", "*", "SAISIR_COMPTEURS", "O"},
		"ACCORDEE":     {"*", "*", "*", "*", "CREER_DIT", "oui"},
		"PROFIL":       {"*", "*", "(", "*", "CREER_DIT", "O"},
	} {
		_, err := New([][]string{{"*", "*", "*", "*", "CREER_DIT", "O"}, row})
		var e *decision.Error
		if !errors.As(err, &e) || e.Row != 2 || e.Column != column {
			t.Errorf("%s: %v", column, err)
		}
	}
}

func TestOnlyRowsOfTheSameHabilitationHideEachOther(t *testing.T) {
	tab := table(t, [][]string{
		{"*", "*", "*", "*", "CREER_DIT", "O"},
		{"*", "*", "*", "*", "ANNULER_DIT", "O"},
		{"AG1", "*", "Superviseur", "*", "CREER_DIT", "N"},
	})
	if got := tab.Unreachable(); !reflect.DeepEqual(got, []decision.Shadowed{{Row: 3, By: 1}}) {
		t.Errorf("unreachable %v", got)
	}
}

// A table of 200 rows, as large as one is expected to be.
func big() [][]string {
	rows := DefaultHabilitations()
	for i := 0; len(rows) < 200; i++ {
		c := h.All()[i%len(h.All())]
		rows = slices.Insert(rows, 0, []string{"AG[34]", "(.*)COM", "Superviseur|Utilisateur", "C9.*", string(c), "P"})
	}
	return rows
}

func BenchmarkCompile200Rows(b *testing.B) {
	tab, err := New(big())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		tab.Compile(h.ProfileUser, "C001", park)
	}
}

func BenchmarkAnswer200Rows(b *testing.B) {
	tab, err := New(big())
	if err != nil {
		b.Fatal(err)
	}
	g := tab.Compile(h.ProfileUser, "C001", park)
	for b.Loop() {
		if g.Answer(h.EnterReading, "AG1", "TELECOM") != h.Yes {
			b.Fatal("refused")
		}
	}
}
