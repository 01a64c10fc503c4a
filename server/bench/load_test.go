package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// target is one GET and the body that it must answer.
type target struct {
	addr   string
	path   string
	cookie string
	body   []byte
}

// client is one kept connection. It does as little as a client can, so that
// what is measured is the server.
type client struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
	got  bytes.Buffer
	want []byte
}

func (g target) open() (*client, error) {
	conn, err := net.Dial("tcp", g.addr)
	if err != nil {
		return nil, err
	}
	request := "GET " + g.path + " HTTP/1.1\r\nHost: " + g.addr + "\r\n"
	if g.cookie != "" {
		request += "Cookie: " + g.cookie + "\r\n"
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), out: []byte(request + "\r\n"), want: g.body}, nil
}

// ask sends the request and checks the whole answer.
func (c *client) ask() error {
	if _, err := c.conn.Write(c.out); err != nil {
		return err
	}
	r, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	c.got.Reset()
	if _, err := io.Copy(&c.got, r.Body); err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK || c.want != nil && !bytes.Equal(c.got.Bytes(), c.want) {
		return fmt.Errorf("%s, %d bytes, not those expected", r.Status, c.got.Len())
	}
	return nil
}

// expect asks once and takes the answer, which the caller checks, as the body
// of every later one.
func (g *target) expect(t *testing.T) []byte {
	t.Helper()
	g.body = nil
	c, err := g.open()
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	if err := c.ask(); err != nil {
		t.Fatalf("%s: %v", g.path, err)
	}
	g.body = bytes.Clone(c.got.Bytes())
	return g.body
}

// rate is how many requests a second n connections get through.
func (g target) rate(t *testing.T, n int, during time.Duration) float64 {
	t.Helper()
	var work sync.WaitGroup
	counts, failures := make([]int, n), make([]error, n)
	began := time.Now()
	for i := range n {
		work.Go(func() {
			c, err := g.open()
			for err == nil && time.Since(began) < during {
				err = c.ask()
				counts[i]++
			}
			if c != nil {
				c.conn.Close()
			}
			failures[i] = err
		})
	}
	work.Wait()
	took, sum := time.Since(began).Seconds(), 0
	for i := range n {
		if failures[i] != nil {
			t.Fatalf("%s: %v", g.path, failures[i])
		}
		sum += counts[i]
	}
	return float64(sum) / took
}

// times are what requests take, one after the other on one connection.
func (g target) times(t *testing.T, requests int) []time.Duration {
	t.Helper()
	c, err := g.open()
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	out := make([]time.Duration, requests)
	for i := range out {
		began := time.Now()
		if err := c.ask(); err != nil {
			t.Fatalf("%s: %v", g.path, err)
		}
		out[i] = time.Since(began)
	}
	return out
}

// figures are what both sides did, round by round.
type figures struct{ ours, reference []float64 }

// versus runs ours and the reference turn by turn; each round gives one figure
// of both. The order changes from round to round.
func versus(rounds int, ours, reference func() float64) (f figures) {
	for i := range rounds {
		if i%2 == 0 {
			f.ours = append(f.ours, ours())
		}
		f.reference = append(f.reference, reference())
		if i%2 == 1 {
			f.ours = append(f.ours, ours())
		}
	}
	return f
}

// ratio is the median of the rounds' ratios.
func (f figures) ratio() float64 {
	all := make([]float64, len(f.ours))
	for i := range all {
		all[i] = f.ours[i] / f.reference[i]
	}
	return median(all)
}

func median(v []float64) float64 { return percentile(v, 0.5) }

// percentile is the value that a share of v does not exceed.
func percentile(v []float64, share float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[min(int(share*float64(len(v))), len(v)-1)]
}

// p95 of times, in milliseconds.
func p95(d []time.Duration) float64 {
	v := make([]float64, len(d))
	for i := range d {
		v[i] = float64(d[i].Nanoseconds()) / 1e6
	}
	return percentile(v, 0.95)
}
