package bench

import (
	"context"
	"net"
	"net/url"
	"sync/atomic"
	"testing"

	"comptoir/server/demo"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/api"
)

// between is the address of a database behind a proxy that counts how often
// the server answered that it is ready for more: once a round trip.
func between(t *testing.T, dsn string) (proxied string, trips *atomic.Int64) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	network, server := "tcp", u.Host
	if dir := q.Get("host"); dir != "" {
		network, server = "unix", dir+"/.s.PGSQL."+q.Get("port")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	trips = new(atomic.Int64)
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial(network, server)
			if err != nil {
				in.Close()
				return
			}
			go pass(out, in, func([]byte) {})
			go pass(in, out, (&readies{trips: trips}).read)
		}
	}()
	u.Host, u.RawQuery = l.Addr().String(), url.Values{"sslmode": {"disable"}}.Encode()
	return u.String(), trips
}

func pass(to, from net.Conn, look func([]byte)) {
	defer to.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		look(buf[:n])
		if _, werr := to.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}

// readies finds the messages ReadyForQuery ('Z') in what a server sends: each
// message is a letter, a length of four bytes and the rest.
type readies struct {
	trips *atomic.Int64
	head  []byte
	skip  int
}

func (r *readies) read(b []byte) {
	for len(b) > 0 {
		if r.skip > 0 {
			n := min(r.skip, len(b))
			r.skip, b = r.skip-n, b[n:]
			continue
		}
		n := min(5-len(r.head), len(b))
		r.head, b = append(r.head, b[:n]...), b[n:]
		if len(r.head) < 5 {
			return
		}
		if r.head[0] == 'Z' {
			r.trips.Add(1)
		}
		r.skip = int(r.head[1])<<24 | int(r.head[2])<<16 | int(r.head[3])<<8 | int(r.head[4])
		r.skip, r.head = r.skip-4, r.head[:0]
	}
}

// A read is one round trip to the database: session, rights and the dealer's
// rules are in memory, the customer is set with the statement.
func TestAReadIsOneRoundTrip(t *testing.T) {
	dsn, trips := between(t, pgtest.Copy(t, "demo", func(ctx context.Context, dsn string) error { return demo.Fill(ctx, dsn) }))
	p := start(t, dsn, nil)
	list := target{addr: p.Addr().String(), path: api.AssetList.Path(), cookie: signIn(t, p, "superviseur")}
	var page api.AssetListResp
	decode(t, list.expect(t), &page)
	sheet, mirror, delta := list, list, list
	sheet.path = api.AssetGet.Path() + "?id=" + string(page.Assets[0].ID)
	mirror.path = api.AssetSync.Path()
	var first struct{ Cursor string }
	decode(t, mirror.expect(t), &first)
	delta.path = api.AssetSync.Path() + "?since=" + url.QueryEscape(first.Cursor)
	for name, g := range map[string]target{"list": list, "sheet": sheet, "mirror": mirror, "delta": delta} {
		c, err := g.open()
		if err != nil {
			t.Fatal(err)
		}
		c.want = nil
		best := int64(1 << 30) // what runs besides may ask for something of its own
		for range 12 {         // the first prepares its statements
			before := trips.Load()
			if err := c.ask(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			best = min(best, trips.Load()-before)
		}
		c.conn.Close()
		if best != 1 {
			t.Errorf("%s: %d round trips", name, best)
		}
	}
}
