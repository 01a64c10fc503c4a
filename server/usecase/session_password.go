package usecase

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/fold"
	"comptoir/shared/msg"
)

// Bounds of a password, in characters.
const (
	MinPassword = 12
	MaxPassword = 256
)

// hashParams are those of every new hash; one that differs is made anew when
// its owner signs in.
var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is a hash with hashParams that no password has: who names no account
// waits as long as who does.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$3q2+78r+ur6t3q2+78r+ug$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

// hashing bounds how many hashes are computed at once: each takes 19 MiB.
var hashing = make(chan struct{}, 2)

// hashWait is how long a request waits for its turn before it is told to come back.
const hashWait = time.Second

func hashTurn(ctx context.Context) (release func(), err error) {
	timer := time.NewTimer(hashWait)
	defer timer.Stop()
	select {
	case hashing <- struct{}{}:
		return func() { <-hashing }, nil
	case <-timer.C:
		return nil, fault.New(fault.Unavailable, msg.FaultUnavailable).Because(errors.New("too many passwords at once"))
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, msg.FaultUnavailable).Because(ctx.Err())
	}
}

// HashPassword returns the argon2id hash of a password.
func HashPassword(ctx context.Context, password string) (string, error) {
	release, err := hashTurn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(norm.NFC.String(password), hashParams)
}

// matches compares in the time of one hash, also when there is no hash or one
// that cannot be read. stale tells that the hash has other parameters.
func matches(ctx context.Context, password, hash string) (match, stale bool, err error) {
	release, err := hashTurn(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	if _, _, _, err := argon2id.DecodeHash(hash); err != nil {
		hash = nobody
	}
	match, params, err := argon2id.CheckHash(norm.NFC.String(password), hash)
	if err != nil || hash == nobody {
		return false, false, nil
	}
	return match, *params != *hashParams, nil
}

// common are passwords of twelve characters and more that everybody tries first.
var common = []string{
	"motdepasse12", "motdepasse123", "motdepasse1234", "motdepassemotdepasse", "password1234", "password12345", "passwordpassword",
	"123456789012", "1234567890123", "123456123456", "azertyuiop12", "azertyuiop123", "azertyuiopqsd", "azertyazerty", "azerty123456",
	"qwertyuiop12", "qwertyuiop123", "qwertyuiopas", "qwertyqwerty", "qwerty123456", "abcdefghijkl", "abcdefghijklm", "abcd12345678",
	"administrateur", "administrator", "admin1234567", "bienvenue123", "bienvenue1234", "changezmoi123", "changeme1234", "changemenow1",
	"soleil123456", "doudou123456", "loulou123456", "marseille123", "jetaime12345", "iloveyou1234", "football1234", "welcome12345",
	"letmein12345", "azerty1234567", "1q2w3e4r5t6y", "1qaz2wsx3edc", "imprimante123", "photocopieur",
}

// CheckPassword says what is wrong with a new password, or returns nil: 12 to
// 256 characters of any kind, neither the identifier nor one that everybody
// uses.
func CheckPassword(identifier, password string) *fault.Field {
	length, folded := utf8.RuneCountInString(password), fold.Text(password)
	field := fault.Field{Name: "new"}
	switch {
	case length < MinPassword:
		field.Key, field.Args = msg.PasswordTooShort, fault.Args{"Min": MinPassword}
	case length > MaxPassword:
		field.Key, field.Args = msg.FaultTooLong, fault.Args{"Max": MaxPassword}
	case folded == fold.Text(identifier):
		field.Key = msg.PasswordIsIdentifier
	case slices.Contains(common, folded), monotone(folded):
		field.Key = msg.PasswordTooCommon
	default:
		return nil
	}
	return &field
}

// monotone reports whether a text is one character over and over, or spaces.
func monotone(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.Trim(s, string(first)) == ""
}

// SessionPassword answers api.SessionPassword. Wrong current passwords count
// like failures to sign in; every other session of the account ends.
func (u *Portal) SessionPassword(ctx context.Context, req api.PasswordReq) (api.Empty, error) {
	p, err := From(ctx)
	if err != nil {
		return api.Empty{}, err
	}
	if wrong := CheckPassword(p.Identifier, req.New); wrong != nil {
		return api.Empty{}, fault.Check([]fault.Field{*wrong})
	}
	now, address := u.Now(), "session:"+string(p.Session)
	wait, _, err := u.DB.SignInAttempt(ctx, accountKey(p.Identifier), address, now)
	if err != nil {
		return api.Empty{}, err
	}
	if wait > 0 {
		return api.Empty{}, throttled(wait)
	}
	_, hash, err := u.DB.AccountSecret(ctx, p.Account)
	if err != nil {
		return api.Empty{}, err
	}
	match, _, err := matches(ctx, req.Current, hash)
	if err != nil {
		return api.Empty{}, err
	}
	if !match {
		return api.Empty{}, fault.Check([]fault.Field{{Name: "current", Key: msg.PasswordWrongCurrent}})
	}
	if hash, err = HashPassword(ctx, req.New); err != nil {
		return api.Empty{}, err
	}
	if err := u.DB.ChangePassword(ctx, p.Account, hash, p.Session, now, u.tellChanged(ctx, LinkNone)); err != nil {
		return api.Empty{}, err
	}
	return api.Empty{}, u.DB.SignInForgive(ctx, accountKey(p.Identifier), address, now)
}
