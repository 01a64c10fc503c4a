package isolation

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// Sizes of the test of the pool.
const (
	poolConnections = 8
	poolCustomers   = 50
	poolRequests    = 2000
	poolWorkers     = 16
)

// manyCustomers makes customers K01, K02, … with an account each, whose texts
// all bear the customer's mark.
const manyCustomers = `
	INSERT INTO customer (customer_id, code, name, orgs) SELECT gen_random_uuid(), 'K' || lpad(n::text, 3, '0'), 'K' || lpad(n::text, 3, '0'), k.orgs
		FROM generate_series(1, 50) n, customer k WHERE k.customer_id = (SELECT customer_id FROM membership LIMIT 1);
	INSERT INTO site (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), code, code, '0' FROM customer WHERE code LIKE 'K0%';
	INSERT INTO contact (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), code, code, '0' FROM customer WHERE code LIKE 'K0%';
	INSERT INTO asset (customer_id, id, code, site_id, model_id, org, activity, label, serial_number, folded, rev)
		SELECT s.customer_id, gen_random_uuid(), s.code || n, s.id, m.id, k.orgs[1], m.activity, s.code, s.code, s.code, '0'
		FROM site s JOIN customer k USING (customer_id), generate_series(1, 5) n, (SELECT id, activity FROM model WHERE volume IS NOT NULL LIMIT 1) m WHERE s.code LIKE 'K0%';
	INSERT INTO meter (customer_id, id, asset_id, code, label, rev) SELECT a.customer_id, gen_random_uuid(), a.id, 'C', a.label, '0' FROM asset a WHERE a.label LIKE 'K0%';
	INSERT INTO account (id, identifier, name, password_hash) SELECT gen_random_uuid(), lower(c.code), c.code, a.password_hash
		FROM customer c, account a WHERE c.code LIKE 'K0%' AND a.identifier = 'superviseur';
	INSERT INTO membership (customer_id, id, account_id, contact_id, profile) SELECT k.customer_id, gen_random_uuid(), a.id, k.id, 'Superviseur'
		FROM contact k JOIN account a ON a.identifier = lower(k.code) WHERE k.code LIKE 'K0%'`

// tenant is one of many customers, with what it reads and writes.
type tenant struct {
	*actor
	mark         string
	asset, meter string
	value        atomic.Int64
}

var marks = regexp.MustCompile(`K0\d\d`)

// Eight connections serve fifty customers at once, whose requests are cut off
// and whose handlers panic, within transactions too: nobody meets a row that a
// connection remembers from another.
func TestPoolKeepsNobodysRows(t *testing.T) {
	dsn := pgtest.Copy(t, "demo", demo.Fill)
	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.WithoutCancel(t.Context()))
	w := &world{t: t, dsn: dsn, owner: owner, quiet: true}
	w.report = w.leak
	w.exec(manyCustomers)
	var troubled atomic.Bool
	var panics, cut, whole, written, foreign atomic.Int64
	w.newPortal(postgres.Sizes{Guest: 4, Customer: poolConnections, Staff: 2, Job: 2}, func() time.Time {
		if troubled.Load() && rand.IntN(25) == 0 {
			panics.Add(1)
			panic("a handler breaks") // use cases ask the time within their transaction
		}
		return time.Now()
	})
	tenants := make([]*tenant, poolCustomers)
	for n := range tenants {
		mark := fmt.Sprintf("K%03d", n+1)
		k := &tenant{actor: w.signIn(strings.ToLower(mark)), mark: mark}
		if err := owner.QueryRow(t.Context(), "SELECT a.id::text, t.id::text FROM asset a JOIN meter t ON t.asset_id = a.id WHERE a.label = $1 LIMIT 1", mark).Scan(&k.asset, &k.meter); err != nil {
			t.Fatal(err)
		}
		tenants[n] = k
	}
	listening, stop := context.WithCancel(t.Context())
	var wg, work sync.WaitGroup
	wg.Go(func() { _ = w.portal.Site.Sessions.Run(listening) }) // sessions are remembered: the pool of customers is the crowded one
	defer wg.Wait()
	defer stop()
	troubled.Store(true)
	jobs := make(chan int)
	for range poolWorkers {
		work.Go(func() {
			for n := range jobs {
				k := tenants[rand.IntN(len(tenants))]
				ctx, cancel := context.WithCancel(t.Context())
				if n%6 == 0 {
					cut.Add(1)
					timer := time.AfterFunc(time.Duration(rand.IntN(3000))*time.Microsecond, cancel)
					defer timer.Stop()
				}
				status, body := w.ask(ctx, k, n)
				cancel()
				for _, mark := range marks.FindAllString(body, -1) {
					if mark != k.mark {
						foreign.Add(1)
						t.Errorf("%s receives a row of %s: %.300s", k.mark, mark, body)
						break
					}
				}
				if status == http.StatusOK {
					whole.Add(1)
					if n%4 == 3 {
						written.Add(1)
					}
				}
			}
		})
	}
	for n := range poolRequests {
		jobs <- n
	}
	close(jobs)
	work.Wait()
	troubled.Store(false)
	if panics.Load() < 20 || cut.Load() < 100 || whole.Load() < poolRequests/2 || written.Load() < 50 {
		t.Errorf("%d panics, %d cut off, %d answered whole, %d written: the pool was not tried", panics.Load(), cut.Load(), whole.Load(), written.Load())
	}
	for _, k := range tenants { // each finds its own rows, all of them, afterwards
		if status, body := w.ask(t.Context(), k, 0); status != http.StatusOK || strings.Count(body, `"label":"`+k.mark+`"`) != 5 {
			t.Errorf("%s afterwards: %d %.200s", k.mark, status, body)
		}
	}
	if wrong := w.one(`SELECT count(*)::text FROM reading r JOIN meter t ON t.id = r.meter_id JOIN account a ON a.id = r.account_id
		WHERE t.label LIKE 'K0%' AND (r.customer_id <> t.customer_id OR lower(t.label) <> a.identifier)`); wrong != "0" {
		t.Errorf("%s readings were written to another's meter", wrong)
	}
	for range poolConnections {
		conn, err := w.portal.DB.Customer.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
		var left string
		if err := conn.QueryRow(t.Context(), "SELECT coalesce(current_setting('app.customer', true), '')").Scan(&left); err != nil || left != "" {
			t.Errorf("a connection went back to the pool as %q: %v", left, err)
		}
	}
	t.Logf("pool of %d: %d requests of %d customers, %d panics, %d cut off, %d answered whole, %d readings written; foreign rows: %d",
		poolConnections, poolRequests, poolCustomers, panics.Load(), cut.Load(), whole.Load(), written.Load(), foreign.Load())
}

// ask makes the n-th request of a tenant: a mirror, a page, a sheet or an entry.
func (w *world) ask(ctx context.Context, k *tenant, n int) (status int, body string) {
	var r *http.Request
	get := func(i rpc.Info, req any) {
		url, _ := rpc.URL(i, req) // requests of the contract encode
		r = httptest.NewRequestWithContext(ctx, "GET", "http://localhost"+url, nil)
	}
	switch n % 4 {
	case 0:
		get(api.AssetSync.Info, rpc.SyncReq{})
	case 1:
		get(api.AssetList.Info, api.AssetListReq{})
	case 2:
		get(api.MeterSync.Info, rpc.SyncReq{})
	default:
		b, _ := json.Marshal(map[string]any{"id": newID(), "asset": k.asset, "meter": k.meter, "value": k.value.Add(1) + 100, "at": time.Now().Add(-time.Second),
			"deviceAt": time.Now(), "blind": true}) // of texts and numbers
		r = httptest.NewRequestWithContext(ctx, "POST", "http://localhost"+api.CounterSubmit.Path(), strings.NewReader(string(b)))
	}
	for name, v := range k.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: v})
	}
	out := httptest.NewRecorder()
	w.router.ServeHTTP(out, r)
	return out.Code, out.Body.String()
}
