// Package outbox keeps what a person has entered until the server has it. It
// adds, lists, corrects and discards; web/outbox.js alone sends.
//
// An entry is sealed when added: address, body, author, contract version and
// device time never change. What is wrong with it is corrected by a new entry
// that names it. Nothing expires, and nothing is dropped in silence.
package outbox

import (
	"encoding/json"
	"errors"
	"fmt"

	"comptoir/app/browser"
)

// Errors besides browser.ErrQuota and browser.ErrNoStorage.
var (
	// ErrSignedOut says that nobody is signed in to be the author.
	ErrSignedOut = errors.New("nobody is signed in")
	// ErrGone says that the entry is not on the device: it was sent or
	// discarded meanwhile.
	ErrGone = errors.New("the entry is no longer here")
	// ErrTaken says that an entry of that id exists.
	ErrTaken = errors.New("an entry has this id")
)

// Session says who is working on this device.
type Session struct {
	Account    string `json:"account"`
	Membership string `json:"membership"`
	Build      string `json:"build"`
}

// Call is where an entry goes: the address and the version of the contract that
// its body is written for.
type Call struct {
	URL     string
	Version int
}

// Photo is a picture that an entry names by its digest. Upload is the id under
// which it travels, made with the photo.
type Photo struct {
	SHA256 string
	Upload string
	Blob   browser.Blob
}

// Opts are the parts of an entry that the sender does not look at.
type Opts struct {
	Kind   string // "reading", for the screens
	Title  string // what to show, as "C-1204 · Noir 48 210"
	Photos []Photo
	Keep   []string // digests of photos that the corrected entry had and that stay
}

// Box is the outbox of this device, for the session that is signed in.
type Box struct {
	db *browser.Objects
	me Session
}

// Open opens the outbox and takes up the session that was signed in last.
func Open() (*Box, error) {
	db, err := browser.OpenOutbox()
	if err != nil {
		return nil, err
	}
	b := &Box{db: db}
	raw, ok, err := b.get("meta", "session")
	if err != nil {
		return nil, fmt.Errorf("read the session: %w", err)
	}
	if ok {
		if err := json.Unmarshal(raw, &b.me); err != nil {
			return nil, fmt.Errorf("read the session: %w", err)
		}
	}
	return b, nil
}

// SignIn makes s the author of what follows and lets its entries be sent.
func (b *Box) SignIn(s Session) error {
	if err := b.apply(sessionOf(s)); err != nil {
		return fmt.Errorf("keep the session: %w", err)
	}
	b.me = s
	b.Send(false)
	return nil
}

// SignOut stops sending; the entries stay for their author's return.
func (b *Box) SignOut() error {
	b.me = Session{}
	if err := b.apply(browser.Write{Store: "meta", Delete: "session"}); err != nil {
		return fmt.Errorf("forget the session: %w", err)
	}
	return nil
}

// Session is who is signed in; the zero value when nobody is.
func (b *Box) Session() Session { return b.me }

// Send asks the sender to run: at once when force is set, as when a person asks,
// else when its waits allow.
func (b *Box) Send(force bool) { browser.Call("comptoirSend", force) }

// OnChange calls fn whenever an entry was added, changed or sent, by this tab,
// another one or the worker.
func (b *Box) OnChange(fn func()) (remove func()) { return browser.OnEvent("outbox-changed", fn) }

// again runs f, and once more on a new database when the one that was open is
// gone: the browser, or the person, may have deleted it meanwhile.
func (b *Box) again(f func() error) error {
	err := f()
	if !errors.Is(err, browser.ErrNoStorage) {
		return err
	}
	db, lost := browser.OpenOutbox()
	if lost != nil {
		return err
	}
	if b.me.Account != "" {
		if lost := db.Apply(sessionOf(b.me)); lost != nil {
			return err
		}
	}
	b.db = db
	return f()
}

// get reads one object as JSON; false when there is none.
func (b *Box) get(store, key string) (raw []byte, ok bool, err error) {
	err = b.again(func() error {
		raw, ok, err = b.db.Get(store, key)
		return err
	})
	return raw, ok, err
}

// apply commits and tells every tab.
func (b *Box) apply(writes ...browser.Write) error {
	if err := b.again(func() error { return b.db.Apply(writes...) }); err != nil {
		return err
	}
	browser.Call("outboxTell", "")
	return nil
}

func sessionOf(s Session) browser.Write {
	return put("meta", struct {
		ID string `json:"id"`
		Session
	}{"session", s})
}

func put(store string, v any) browser.Write {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("outbox: %T does not marshal: %v", v, err)) // our own plain structs
	}
	return browser.Write{Store: store, Put: raw}
}
