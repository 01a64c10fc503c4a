package usecase

import (
	"context"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

func TestPasswordPolicy(t *testing.T) {
	for password, want := range map[string]msg.Key{
		"":                           msg.PasswordTooShort,
		"onze lettr.":                msg.PasswordTooShort,
		"éééééé":                     msg.PasswordTooShort, // twelve bytes, six characters
		"douze lettre":               "",
		"ççççççççççç2":               "",
		"123456789012":               msg.PasswordTooCommon,
		"MotDePasse123":              msg.PasswordTooCommon,
		"zzzzzzzzzzzzzz":             msg.PasswordTooCommon,
		"Nadia.Benali@Tilleuls":      msg.PasswordIsIdentifier,
		"日日日日日日日日日日日日":               msg.PasswordTooCommon,
		strings.Repeat("ab", 128):    "",
		strings.Repeat("ab", 129):    msg.FaultTooLong,
		"             ":              msg.PasswordTooCommon,
		"\u00a0\u00a0 \u00a0\u00a0 ": msg.PasswordTooShort,
	} {
		var got msg.Key
		if wrong := CheckPassword("nadia.benali@tilleuls", password); wrong != nil {
			got = wrong.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestHashes(t *testing.T) {
	hash, err := HashPassword(t.Context(), "un mot accentué é")
	if err != nil {
		t.Fatal(err)
	}
	old, err := argon2id.CreateHash("un mot accentué é", &argon2id.Params{Memory: 8 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password, hash string
		match, stale   bool
	}{
		{"un mot accentué é", hash, true, false},
		{"un mot accentue\u0301 e\u0301", hash, true, false}, // typed on another keyboard
		{"un mot accentue e", hash, false, false},
		{"un mot accentué é", old, true, true},
		{"un mot accentué é", "", false, false},
		{"un mot accentué é", "$argon2id$broken", false, false},
		{"", nobody, false, false},
	} {
		match, stale, err := matches(t.Context(), c.password, c.hash)
		if err != nil || match != c.match || match && stale != c.stale {
			t.Errorf("%s with %.30s: %v, %v, %v", c.password, c.hash, match, stale, err)
		}
	}
	if params, _, _, err := argon2id.DecodeHash(nobody); err != nil || *params != *hashParams {
		t.Errorf("who names no account does not wait as long: %v, %v", params, err)
	}
}

// Two hashes at once, 38 MiB, and no more: who comes beyond is told to come back.
func TestHashesAreBounded(t *testing.T) {
	for range cap(hashing) {
		hashing <- struct{}{}
	}
	_, err := HashPassword(context.Background(), "peu importe lequel")
	for range cap(hashing) {
		<-hashing
	}
	if fault.Of(err).Code != fault.Unavailable {
		t.Errorf("%v", err)
	}
	if _, err := HashPassword(context.Background(), "peu importe lequel"); err != nil {
		t.Error(err)
	}
}
