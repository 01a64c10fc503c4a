package httpd

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"comptoir/shared/id"
)

// accessLife is how long a session token is good for without a look at the
// refresh token.
const accessLife = 5 * time.Minute

// keys are derived from the secret of the instance, the same on every server.
type keys struct {
	sign  []byte // of session tokens
	child []byte // of refresh tokens
	kid   string
}

func deriveKeys(secret []byte) (*keys, error) {
	var k keys
	var kid []byte
	for _, d := range []struct {
		to     *[]byte
		label  string
		length int
	}{{&k.sign, "comptoir session token", 32}, {&k.child, "comptoir refresh token", 32}, {&kid, "comptoir key name", 8}} {
		b, err := hkdf.Key(sha256.New, secret, nil, d.label, d.length)
		if err != nil {
			return nil, fmt.Errorf("derive the session keys: %w", err)
		}
		*d.to = b
	}
	k.kid = hex.EncodeToString(kid)
	return &k, nil
}

// claims is what a session token says. Times and names of everything else are
// read from the database: rights never travel in it.
type claims struct {
	Membership id.Membership `json:"mid,omitempty"`
	Session    id.Session    `json:"sid"`
	Epoch      int           `json:"epo"`
	jwt.RegisteredClaims
}

func (k *keys) access(c claims, now time.Time) (string, error) {
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(now.Add(accessLife))
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, c)
	t.Header["kid"] = k.kid
	return t.SignedString(k.sign)
}

var errToken = errors.New("not a token of this portal")

// read verifies a session token: our algorithm, our key, our times.
func (k *keys) read(token string, now time.Time) (c claims, err error) {
	_, err = jwt.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		if kid, ok := t.Header["kid"].(string); !ok || kid != k.kid {
			return nil, errToken
		}
		return k.sign, nil
	}, jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithTimeFunc(func() time.Time { return now }))
	if err == nil && (c.Session.Zero() || c.Subject == "") {
		err = errToken
	}
	return c, err
}

// refresh is an opaque token: which session, the how manieth, and a secret of
// which the database holds the hash.
type refresh struct {
	session    id.Session
	generation int
	secret     []byte
}

func firstRefresh(session id.Session) refresh {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand aborts the program instead
	return refresh{session, 1, b}
}

func (t refresh) String() string {
	return string(t.session) + "." + strconv.Itoa(t.generation) + "." + base64.RawURLEncoding.EncodeToString(t.secret)
}

func (t refresh) hash() []byte {
	sum := sha256.Sum256(t.secret)
	return sum[:]
}

var parseSession func(string) id.Session = id.Parse

func readRefresh(text string) (t refresh, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 || len(text) > 128 {
		return t, false
	}
	t.session = parseSession(parts[0])
	generation, err := strconv.Atoi(parts[1])
	if err != nil || generation < 1 || t.session.Zero() {
		return t, false
	}
	t.generation = generation
	t.secret, err = base64.RawURLEncoding.DecodeString(parts[2])
	return t, err == nil && len(t.secret) == 32
}

// next derives the child of a refresh token: requests that come together with
// the same parent, at any server, get the same child.
func (k *keys) next(t refresh) refresh {
	mac := hmac.New(sha256.New, k.child)
	mac.Write(t.secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(t.generation)))
	return refresh{t.session, t.generation + 1, mac.Sum(nil)}
}

// descends tells whether the token in force, known by its generation and hash,
// was derived from t: somebody uses a token that was renewed long ago.
func (k *keys) descends(t refresh, generation int, hash []byte) bool {
	for t.generation < generation {
		t = k.next(t)
	}
	return t.generation == generation && subtle.ConstantTimeCompare(t.hash(), hash) == 1
}
