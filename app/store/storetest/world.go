//go:build !js

package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// Now is the clock of the device.
var Now = time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)

// World is what the server of a test knows.
type World struct {
	Me       api.Me
	Models   []api.Model
	Sites    []api.Site
	Contacts []api.Contact
	Assets   []api.Asset
	Meters   []api.Meter
	Tickets  []api.Ticket
	Orders   []api.Order
	Sheets   map[id.Asset]api.AssetSheet
	History  map[id.Asset][]api.HistoryRow
	Cut      bool // no network
}

var (
	first   sync.Once
	members int
)

// ID is a readable identifier: the kind's letter and a number.
func ID(n int) string { return fmt.Sprintf("0199b2c0-0000-7000-8000-%012d", n) }

// Grant gives the codes for the organisation VB and the activity IMP.
func Grant(codes ...habilitation.Code) habilitation.Grants {
	return habilitation.New([]habilitation.Pair{{Org: "VB", Activity: "IMP"}}, func(c habilitation.Code, _ habilitation.Pair) habilitation.Answer {
		for _, g := range codes {
			if g == c {
				return habilitation.Yes
			}
		}
		return habilitation.No
	})
}

// Start signs in and brings the fleet of w into the mirror.
func Start(t testing.TB, w *World) *store.Fleet {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	members++
	w.Me.Account.ID, w.Me.Membership = "0199b2c0-0000-7000-9000-000000000001", id.Membership(ID(900000+members))
	w.Me.OfflineUntil = Now.AddDate(0, 1, 0)
	first.Do(func() {
		browser.HostReset()
		browser.HostMeta("i18n", `{"fr":"/i18n/fr.json"}`)
	})
	browser.HostNow(func() time.Time { return Now })
	browser.HostOnline(true)
	browser.HostStorage(nil)
	browser.HostFetch(w.answer)
	if err := store.LoadSentences(ctx); err != nil {
		t.Fatalf("sentences: %v", err)
	}
	if members == 1 {
		store.Run(ctx)
	} else if err := store.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	f := store.TheFleet()
	if f == nil {
		t.Fatal("no fleet is open")
	}
	if err := f.Load(); err != nil {
		t.Fatal(err)
	}
	if err := f.Pull(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Box(); err != nil {
		t.Fatal(err)
	}
	store.ReadHeld()
	return f
}

func (w *World) answer(r browser.Request) (browser.Response, error) {
	if r.URL == "/i18n/fr.json" {
		return reply(200, catalogue())
	}
	if w.Cut {
		return browser.Response{}, browser.ErrNetwork
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return browser.Response{}, err
	}
	asset := id.Asset(u.Query().Get("asset") + u.Query().Get("id"))
	switch strings.TrimPrefix(u.Path, "/api/") {
	case api.SessionMe.Name:
		return reply(200, w.Me)
	case api.ModelSync.Name:
		return reply(200, full(w.Models))
	case api.SiteSync.Name:
		return reply(200, full(w.Sites))
	case api.ContactSync.Name:
		return reply(200, full(w.Contacts))
	case api.AssetSync.Name:
		return reply(200, full(w.Assets))
	case api.MeterSync.Name:
		return reply(200, full(w.Meters))
	case api.TicketSync.Name:
		return reply(200, full(w.Tickets))
	case api.OrderSync.Name:
		return reply(200, full(w.Orders))
	case api.AssetGet.Name:
		if s, ok := w.Sheets[asset]; ok {
			return reply(200, s)
		}
	case api.CounterHistory.Name:
		return reply(200, api.CounterHistoryResp{Readings: w.History[asset]})
	}
	return reply(404, fault.New(fault.NotFound, msg.FaultNotFound))
}

func full[Row any](rows []Row) rpc.SyncResp[Row] {
	return rpc.SyncResp[Row]{Cursor: "1", Full: true, Rows: append([]Row{}, rows...)}
}

func reply(status int, v any) (browser.Response, error) {
	b, err := json.Marshal(v)
	return browser.Response{Status: status, Body: b, Header: func(name string) string {
		if name == "Content-Type" {
			return "application/json"
		}
		return ""
	}}, err
}

var sentence = regexp.MustCompile(`(?m)^("[a-z0-9_.]+") = (?:("(?:[^"\\]|\\.)*")|\{ (.*) \})$`)

var form = regexp.MustCompile(`(one|many|other) = ("(?:[^"\\]|\\.)*")`)

// catalogue reads the French sentences as the browser gets them.
func catalogue() any {
	_, here, _, _ := runtime.Caller(0)
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../shared/i18n/active.fr.toml"))
	if err != nil {
		panic(err)
	}
	plain, plural := map[string]string{}, map[string]map[string]string{}
	text := func(quoted string) string {
		s, err := strconv.Unquote(quoted)
		if err != nil {
			panic(quoted + ": " + err.Error())
		}
		return s
	}
	for _, m := range sentence.FindAllStringSubmatch(string(raw), -1) {
		key := text(m[1])
		if m[2] != "" {
			plain[key] = text(m[2])
			continue
		}
		plural[key] = map[string]string{}
		for _, f := range form.FindAllStringSubmatch(m[3], -1) {
			plural[key][f[1]] = text(f[2])
		}
	}
	return map[string]any{"lang": "fr", "plain": plain, "plural": plural}
}
