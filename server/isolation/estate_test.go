package isolation

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"time"

	"comptoir/shared/api"
	"comptoir/shared/id"
)

// hiddenCustomer makes customer H, of an organisation interne of its own, with
// one site, contact, asset and meter, and returns it.
const hiddenCustomer = `WITH o AS (INSERT INTO internal_org (code, name) VALUES ('CANARY-H-ORG', 'CANARY-H') RETURNING code),
	c AS (INSERT INTO customer (customer_id, code, name, orgs) SELECT gen_random_uuid(), 'CANARY-H', 'CANARY-H', ARRAY[code] FROM o RETURNING customer_id),
	s AS (INSERT INTO site (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), 'CANARY-H', 'CANARY-H', '0' FROM c RETURNING customer_id, id),
	k AS (INSERT INTO contact (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), 'CANARY-H', 'CANARY-H', '0' FROM c RETURNING id),
	a AS (INSERT INTO asset (customer_id, id, code, site_id, model_id, org, activity, label, serial_number, folded, rev)
		SELECT s.customer_id, gen_random_uuid(), 'CANARY-H', s.id, m.id, 'CANARY-H-ORG', m.activity, 'CANARY-H', 'CANARY-H', 'canary-h', '0'
		FROM s, (SELECT id, activity FROM model WHERE volume IS NOT NULL LIMIT 1) m RETURNING customer_id, id),
	t AS (INSERT INTO meter (customer_id, id, asset_id, code, label, rev) SELECT customer_id, gen_random_uuid(), id, 'CANARY-H', 'CANARY-H', '0' FROM a RETURNING id)
	SELECT customer_id::text FROM c, k, t`

// moreAccounts adds who the demonstration data lacks: a profile with nothing, a
// disabled account (disabled once it has signed in), staff without a right.
const moreAccounts = `INSERT INTO profile (code, label, staff) VALUES ('Rien', 'Rien', false), ('Rien-staff', 'Rien', true);
	INSERT INTO account (id, identifier, name, password_hash, staff, profile, orgs)
		SELECT gen_random_uuid(), n.identifier, n.identifier, a.password_hash, n.staff, n.profile, CASE WHEN n.staff THEN o.orgs ELSE '{}' END
		FROM account a, account o, (VALUES ('rien', false, NULL), ('desactive', false, NULL), ('rien-staff', true, 'Rien-staff')) n (identifier, staff, profile)
		WHERE a.identifier = 'superviseur' AND o.identifier = 'prestataire';
	INSERT INTO membership (customer_id, id, account_id, contact_id, profile, scope)
		SELECT m.customer_id, gen_random_uuid(), n.id, m.contact_id, CASE n.identifier WHEN 'rien' THEN 'Rien' ELSE 'Superviseur' END, 'company'
		FROM account n, membership m JOIN account a ON a.id = m.account_id AND a.identifier = 'superviseur' WHERE n.identifier IN ('rien', 'desactive')`

// estate is one thing of each kind that lies together: an asset with its
// meter, its site, a photo of a reading of it.
type estate struct {
	customer, site, asset, meter string
	photo, photoHash             string // upload and the SHA-256 of its bytes
	mutation                     string // a reading entered
}

// meterIn finds a measured meter of an asset of the fleet that a condition on
// asset a admits.
const meterIn = `SELECT a.customer_id::text, a.site_id::text, a.id::text, t.id::text FROM meter t JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
	WHERE a.in_fleet AND t.measured AND t.active AND a.customer_id = $1 AND `

// find chooses the estates. Those of customer A lie in the site of
// utilisateur-site, elsewhere, and among the assets of utilisateur-biens.
func (w *world) find() {
	const siteOf = `a.site_id = ANY ((SELECT m.sites FROM membership m JOIN account u ON u.id = m.account_id WHERE u.identifier = 'utilisateur-site')::uuid[])`
	const ownOf = `(SELECT m.contact_id FROM membership m JOIN account u ON u.id = m.account_id WHERE u.identifier = 'utilisateur-biens')
		IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id)`
	for name, where := range map[string]struct{ customer, condition string }{
		"site":      {w.a, siteOf + " AND (" + ownOf + ") IS NOT TRUE"},
		"elsewhere": {w.a, "NOT " + siteOf + " AND (" + ownOf + ") IS NOT TRUE"},
		"own":       {w.a, "NOT " + siteOf + " AND " + ownOf},
		"B":         {w.b, "true"},
		"H":         {w.h, "true"},
	} {
		var e estate
		if err := w.owner.QueryRow(w.t.Context(), meterIn+where.condition+" ORDER BY t.id LIMIT 1", where.customer).Scan(&e.customer, &e.site, &e.asset, &e.meter); err != nil {
			w.t.Fatalf("the demonstration data has no meter %s: %v", name, err)
		}
		w.estate[name] = e
	}
}

// photos enters a reading with a photo in each estate, as its supervisor.
func (w *world) photos() {
	for name, e := range w.estate {
		who := "superviseur"
		switch name {
		case "B":
			who = "superviseur-b"
		case "H":
			continue
		}
		a := w.signIn(who)
		e.photo, e.photoHash = w.upload(a)
		e.mutation = newID()
		w.must(a, "POST", api.CounterSubmit.Path(), map[string]any{"id": e.mutation, "asset": e.asset, "meter": e.meter, "value": w.nextValue(e.meter),
			"at": time.Now().Add(-time.Minute), "deviceAt": time.Now(), "blind": true, "photos": []string{e.photoHash}})
		w.estate[name] = e
	}
}

// upload sends a small photo as somebody and returns its identifier and hash.
func (w *world) upload(a *actor) (upload, hash string) {
	w.t.Helper()
	body := picture()
	upload, hash = newID(), hashOf(body)
	got := w.do(a, request{method: "PUT", url: fmt.Sprintf("/api/upload/%s?sha256=%s&size=%d&offset=0", upload, hash, len(body)), body: body})
	if got.status != http.StatusOK {
		w.t.Fatalf("%s uploads a photo: %d %s", a.name, got.status, got.body)
	}
	return upload, hash
}

// picture draws a photo that no other equals.
func picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for x := range 16 {
		for y := range 16 {
			var c [3]byte
			_, _ = rand.Read(c[:])
			img.Set(x, y, color.RGBA{c[0], c[1], c[2], 255})
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, nil) // into memory
	return out.Bytes()
}

func hashOf(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }

// nextValue is what a meter may show next.
func (w *world) nextValue(meter string) json.Number {
	return json.Number(w.one("SELECT (coalesce(max(value), 0) + 1)::text FROM reading WHERE meter_id = $1", meter))
}

func newID() string { return string(fresh(id.Mutation(""))) }

func fresh[K id.Kind](id.ID[K]) id.ID[K] {
	var c id.Chance
	_, _ = rand.Read(c[:])
	return id.New[K](time.Now(), c)
}
