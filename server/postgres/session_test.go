package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The guest, who has no session yet, reaches accounts and sessions through
// functions only; whoever has a session does not reach even these.
func TestGuestReachesAccountsThroughFunctionsOnly(t *testing.T) {
	db := open(t)
	for _, table := range []string{"account", "membership", "session", "one_time_link", "sign_in_failure", "customer", "contact"} {
		for _, sql := range []string{"SELECT 1 FROM " + table, "DELETE FROM " + table, "INSERT INTO " + table + " DEFAULT VALUES"} {
			if _, err := db.Guest.Exec(t.Context(), sql); err == nil {
				t.Errorf("the guest may %s", sql)
			}
		}
	}
	const candidate = "SELECT * FROM sign_in_candidate('x')"
	if _, err := db.Guest.Exec(t.Context(), candidate); err != nil {
		t.Error(err)
	}
	for name, pool := range map[string]*pgxpool.Pool{"customer": db.Customer, "staff": db.Staff, "job": db.Job} {
		for _, sql := range []string{candidate, "SELECT session_load(gen_random_uuid())", "SELECT account_password(gen_random_uuid(), '', NULL, now())",
			"SELECT link_use('x', 'y', now())", "SELECT * FROM account", "SELECT * FROM session"} {
			if _, err := pool.Exec(t.Context(), sql); err == nil {
				t.Errorf("the role of %s may %s", name, sql)
			}
		}
	}
	for _, sql := range []string{"SELECT account_works_in(gen_random_uuid())", "SELECT session_stands(gen_random_uuid())"} {
		if _, err := db.Guest.Exec(t.Context(), sql); err == nil {
			t.Errorf("the guest may %s", sql)
		}
	}
}

func TestParallelAttemptsAreCounted(t *testing.T) {
	db := open(t)
	now := time.Now()
	passed := make(chan bool)
	for range 40 {
		go func() {
			account, address, err := db.SignInAttempt(t.Context(), "account:a", "address:b", now)
			if err != nil {
				t.Error(err)
			}
			passed <- account == 0 && address == 0
		}()
	}
	n := 0
	for range 40 {
		if <-passed {
			n++
		}
	}
	if n != 5 {
		t.Errorf("%d guesses passed at once, want 5", n)
	}
	if err := db.PurgeSessions(t.Context(), now.Add(48*time.Hour)); err != nil {
		t.Error(err)
	}
}
