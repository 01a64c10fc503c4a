package bench

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/id"
)

// second is the account of the customer with 10,000 assets.
const second = "superviseur-b"

// bareAsset is a row of the reference, with the columns that ours sends.
type bareAsset struct {
	ID              string      `json:"id"`
	Site            string      `json:"site"`
	Model           string      `json:"model"`
	Org             string      `json:"org"`
	Activity        string      `json:"activity"`
	Label           string      `json:"label"`
	Serial          string      `json:"serial,omitempty"`
	DealerRef       string      `json:"dealerRef,omitempty"`
	CustomerRef     string      `json:"customerRef,omitempty"`
	Place           string      `json:"place,omitempty"`
	Service         string      `json:"service,omitempty"`
	AccessNote      string      `json:"accessNote,omitempty"`
	Comment         string      `json:"comment,omitempty"`
	Installed       pgtype.Date `json:"installed"`
	WarrantyEnd     pgtype.Date `json:"warrantyEnd"`
	LastVisit       pgtype.Date `json:"lastVisit"`
	Commercial      string      `json:"commercial,omitempty"`
	Logistic        string      `json:"logistic,omitempty"`
	Legal           string      `json:"legal,omitempty"`
	Financing       string      `json:"financing,omitempty"`
	Contract        string      `json:"contract,omitempty"`
	RequestOpen     bool        `json:"requestOpen,omitempty"`
	ContractContact *string     `json:"contractContact,omitempty"`
	UserContact     *string     `json:"userContact,omitempty"`
	ServiceContact  *string     `json:"serviceContact,omitempty"`
}

const bareColumns = `SELECT id, site_id, model_id, org, activity, label, serial_number, dealer_ref, customer_ref, place, service, access_note, comment,
 installed_on, warranty_ends_on, last_visit_on, status_commercial, status_logistic, status_legal, status_financing, status_contract, request_open,
 contract_contact_id, user_contact_id, service_contact_id FROM asset `

// bareServer answers the same rows to anybody: chi, pgx, encoding/json.
func bareServer(t *testing.T, pool *pgxpool.Pool) (addr string) {
	t.Helper()
	r := chi.NewRouter()
	answer := func(w http.ResponseWriter, v any, err error) {
		if err == nil {
			var body []byte
			if body, err = json.Marshal(v); err == nil {
				w.Header().Set("Content-Type", "application/json")
				_, err = w.Write(body)
			}
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
	r.Get("/assets/{customer}", func(w http.ResponseWriter, r *http.Request) {
		rows, err := pool.Query(r.Context(), bareColumns+"WHERE customer_id = $1 AND in_fleet ORDER BY label, id LIMIT 50", chi.URLParam(r, "customer"))
		if err == nil {
			var all []bareAsset
			all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[bareAsset])
			answer(w, map[string]any{"assets": all}, err)
			return
		}
		answer(w, nil, err)
	})
	r.Get("/assets/{customer}/{id}", func(w http.ResponseWriter, r *http.Request) {
		rows, err := pool.Query(r.Context(), bareColumns+"WHERE customer_id = $1 AND id = $2", chi.URLParam(r, "customer"), chi.URLParam(r, "id"))
		if err == nil {
			var a bareAsset
			a, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[bareAsset])
			answer(w, a, err)
			return
		}
		answer(w, nil, err)
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: r}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), ignoreClosed(<-done)); err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// parc is a running portal, the bare server beside it, and a customer with
// 10,000 assets.
type parc struct {
	ours, bare string // addresses
	cookie     string
	customer   id.Customer
	first      []id.Asset // the first 50 by label
}

func newParc(t *testing.T) parc {
	t.Helper()
	dsn := large(t)
	p := start(t, dsn, nil)
	out := parc{ours: p.Addr().String(), cookie: signIn(t, p, second), bare: bareServer(t, barePool(t, dsn, postgres.DefaultSizes.Customer))}
	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.WithoutCancel(t.Context()))
	var n int
	err = owner.QueryRow(t.Context(), `SELECT m.customer_id::text, (SELECT count(*) FROM asset a WHERE a.customer_id = m.customer_id)
		FROM membership m JOIN account a ON a.id = m.account_id WHERE a.identifier = $1`, second).Scan(&out.customer, &n)
	if err != nil || n < 10_000 {
		t.Fatalf("customer of %s: %d assets, %v", second, n, err)
	}
	rows, err := owner.Query(t.Context(), "SELECT id::text FROM asset WHERE customer_id = $1 AND in_fleet ORDER BY label, id LIMIT 50", out.customer)
	if err != nil {
		t.Fatal(err)
	}
	if out.first, err = pgx.CollectRows(rows, pgx.RowTo[id.Asset]); err != nil || len(out.first) != 50 {
		t.Fatalf("%d assets, %v", len(out.first), err)
	}
	return out
}

// lists are both requests for the first 50 assets, each answer checked once
// against the database and then byte by byte against itself.
func (p parc) lists(t *testing.T) (ours, bare target) {
	t.Helper()
	ours = target{addr: p.ours, path: api.AssetList.Path(), cookie: p.cookie}
	bare = target{addr: p.bare, path: "/assets/" + string(p.customer)}
	for _, g := range []*target{&ours, &bare} {
		var got struct{ Assets []struct{ ID id.Asset } }
		if err := json.Unmarshal(g.expect(t), &got); err != nil {
			t.Fatal(err)
		}
		ids := make([]id.Asset, len(got.Assets))
		for i := range got.Assets {
			ids[i] = got.Assets[i].ID
		}
		if !slices.Equal(ids, p.first) {
			t.Fatalf("%s: not the first 50 assets", g.path)
		}
	}
	return ours, bare
}

// sheets are both requests for one asset.
func (p parc) sheets(t *testing.T) (ours, bare target) {
	t.Helper()
	asset := p.first[25]
	ours = target{addr: p.ours, path: api.AssetGet.Path() + "?id=" + string(asset), cookie: p.cookie}
	bare = target{addr: p.bare, path: "/assets/" + string(p.customer) + "/" + string(asset)}
	var sheet api.AssetSheet
	if err := json.Unmarshal(ours.expect(t), &sheet); err != nil || sheet.Asset.ID != asset || sheet.Model.ID == "" {
		t.Fatalf("sheet of %s: %v", asset, err)
	}
	var row bareAsset
	if err := json.Unmarshal(bare.expect(t), &row); err != nil || row.ID != string(asset) {
		t.Fatalf("row of %s: %v", asset, err)
	}
	return ours, bare
}

const (
	rounds  = 9
	turn    = 1500 * time.Millisecond // of one side under load
	singles = 400                     // requests of one side, one after the other
)

// compare logs requests a second at 16 connections and p95 at one.
func compare(t *testing.T, name string, ours, bare target, goal, goal95 string) {
	t.Helper()
	ours.rate(t, 16, turn) // the plans and pools are warm
	bare.rate(t, 16, turn)
	f := versus(rounds, func() float64 { return ours.rate(t, 16, turn) }, func() float64 { return bare.rate(t, 16, turn) })
	t.Logf("bench: %s requests/s at 16 connections: ours %.0f reference %.0f ratio %.2f goal %s", name, median(f.ours), median(f.reference), f.ratio(), goal)
	f = versus(rounds, func() float64 { return p95(ours.times(t, singles)) }, func() float64 { return p95(bare.times(t, singles)) })
	t.Logf("bench: %s p95 at one connection: ours %.2f ms reference %.2f ms ratio %.2f%s", name, median(f.ours), median(f.reference), f.ratio(), goal95)
}

func TestBenchList(t *testing.T) {
	measure(t)
	ours, bare := newParc(t).lists(t)
	compare(t, "S1 50 assets of 10,000", ours, bare, ">= 0.70", " goal <= 1.5")
}

func TestBenchSheet(t *testing.T) {
	measure(t)
	ours, bare := newParc(t).sheets(t)
	compare(t, "S2 sheet of an asset", ours, bare, ">= 0.40", "")
}
