package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"comptoir/shared/rpc"
)

// chunkRows is how many rows a record of the device holds: few enough to be
// rewritten for one change, many enough to be read at once.
const chunkRows = 500

// collection is the rows of one mirrored collection. Row i lives in chunk
// i / chunkRows of the device, so that a change rewrites one record.
type collection[Row any] struct {
	name   string
	key    func(*Row) string
	share  func(shared, *Row) // makes the texts of a row those of others, or nil
	rows   []Row
	at     map[string]int32
	cursor string
	gen    int // generation of the chunks' keys: a full mirror is swapped in whole
	pulled time.Time
}

// head is the record that says which chunks make a mirror.
type head struct {
	Cursor string    `json:"cursor"`
	Gen    int       `json:"gen"`
	Chunks int       `json:"chunks"`
	At     time.Time `json:"at"`
}

func newCollection[Row any](name string, key func(*Row) string) *collection[Row] {
	return &collection[Row]{name: name, key: key, at: map[string]int32{}}
}

func (c *collection[Row]) headKey() string { return c.name }

func (c *collection[Row]) chunkKey(gen, i int) string {
	return fmt.Sprintf("%s.%d.%05d", c.name, gen, i)
}

// get returns the row of that identifier.
func (c *collection[Row]) get(id string) (*Row, bool) {
	i, ok := c.at[id]
	if !ok {
		return nil, false
	}
	return &c.rows[i], true
}

// thrifty shares the texts of rows.
func (c *collection[Row]) thrifty(s shared, rows []Row) {
	if c.share == nil {
		return
	}
	for i := range rows {
		c.share(s, &rows[i])
	}
}

// apply brings in an answer of the server and returns the chunks to write, and
// the keys to delete after that.
func (c *collection[Row]) apply(resp rpc.SyncResp[Row], now time.Time) (changed []int, remove []string) {
	dirty := map[int]bool{}
	if resp.Full {
		for i := range chunkCount(len(c.rows)) {
			remove = append(remove, c.chunkKey(c.gen, i))
		}
		c.gen++
		c.rows, c.at = resp.Rows, make(map[string]int32, len(resp.Rows))
		for i := range c.rows {
			c.at[c.key(&c.rows[i])] = int32(i)
		}
		for i := range chunkCount(len(c.rows)) {
			dirty[i] = true
		}
	} else {
		before := chunkCount(len(c.rows))
		for _, id := range resp.Gone {
			c.remove(id, dirty)
		}
		for i := range resp.Rows {
			c.put(resp.Rows[i], dirty)
		}
		for i := chunkCount(len(c.rows)); i < before; i++ {
			delete(dirty, i)
			remove = append(remove, c.chunkKey(c.gen, i))
		}
	}
	c.cursor, c.pulled = resp.Cursor, now
	return slices.Sorted(maps.Keys(dirty)), remove
}

// records are chunks as the device keeps them, with the head that makes them
// the mirror if it is wanted.
func (c *collection[Row]) records(chunks []int, withHead bool) (write map[string][]byte, err error) {
	write = make(map[string][]byte, len(chunks)+1)
	for _, i := range chunks {
		if write[c.chunkKey(c.gen, i)], err = json.Marshal(c.chunk(i)); err != nil {
			return nil, fmt.Errorf("write %s: %w", c.name, err)
		}
	}
	if withHead {
		write[c.headKey()], err = json.Marshal(head{c.cursor, c.gen, chunkCount(len(c.rows)), c.pulled})
	}
	return write, err
}

func (c *collection[Row]) put(r Row, dirty map[int]bool) {
	id := c.key(&r)
	i, ok := c.at[id]
	if !ok {
		i = int32(len(c.rows))
		c.rows = append(c.rows, r)
		c.at[id] = i
	}
	c.rows[i] = r
	dirty[int(i)/chunkRows] = true
}

// remove fills the hole with the last row.
func (c *collection[Row]) remove(id string, dirty map[int]bool) {
	i, ok := c.at[id]
	if !ok {
		return
	}
	last := int32(len(c.rows) - 1)
	dirty[int(last)/chunkRows] = true
	if i != last {
		c.rows[i] = c.rows[last]
		c.at[c.key(&c.rows[i])] = i
		dirty[int(i)/chunkRows] = true
	}
	c.rows = slices.Delete(c.rows, int(last), int(last)+1)
	delete(c.at, id)
}

func (c *collection[Row]) chunk(i int) []Row {
	return c.rows[i*chunkRows : min((i+1)*chunkRows, len(c.rows))]
}

// load reads a mirror from the device; read returns nil for a record that is
// not there. A mirror with a hole is no mirror: it is pulled anew.
func (c *collection[Row]) load(read func(key string) ([]byte, error), texts shared, pause func()) error {
	b, err := read(c.headKey())
	if err != nil || b == nil {
		return err
	}
	var h head
	if json.Unmarshal(b, &h) != nil {
		return nil
	}
	rows := make([]Row, 0, h.Chunks*chunkRows)
	for i := range h.Chunks {
		b, err := read(c.chunkKey(h.Gen, i))
		if err != nil {
			return err
		}
		var part []Row
		if b == nil || json.Unmarshal(b, &part) != nil {
			c.gen = h.Gen
			return nil
		}
		c.thrifty(texts, part)
		rows = append(rows, part...)
		pause()
	}
	c.rows, c.cursor, c.gen, c.pulled = rows, h.Cursor, h.Gen, h.At
	c.at = make(map[string]int32, len(rows))
	for i := range c.rows {
		c.at[c.key(&c.rows[i])] = int32(i)
	}
	return nil
}

func chunkCount(rows int) int { return (rows + chunkRows - 1) / chunkRows }
