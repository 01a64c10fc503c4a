package store

import (
	"bytes"
	"encoding/json"

	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// decode reads an answer row by row, each sharing its texts with the others as
// it comes: a large fleet decoded whole first takes twice the memory, and the
// memory of a page never shrinks.
func (c *collection[Row]) decode(texts shared, body []byte) (resp rpc.SyncResp[Row], err error) {
	defer func() {
		if err != nil {
			err = fault.New(fault.Unavailable, msg.FaultUnavailable).Because(err)
		}
	}()
	dec := json.NewDecoder(bytes.NewReader(body))
	if _, err := dec.Token(); err != nil {
		return resp, err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return resp, err
		}
		switch name {
		case "cursor":
			err = dec.Decode(&resp.Cursor)
		case "full":
			err = dec.Decode(&resp.Full)
		case "gone":
			err = dec.Decode(&resp.Gone)
		case "rows":
			resp.Rows, err = c.decodeRows(texts, dec, bytes.Count(body, []byte(`{"id":`)))
		default: // of a newer server
			err = dec.Decode(new(json.RawMessage))
		}
		if err != nil {
			return resp, err
		}
	}
	_, err = dec.Token()
	return resp, err
}

func (c *collection[Row]) decodeRows(texts shared, dec *json.Decoder, about int) ([]Row, error) {
	open, err := dec.Token()
	if err != nil || open == nil { // null: no rows
		return nil, err
	}
	rows := make([]Row, 0, about)
	for dec.More() {
		var r Row
		if err := dec.Decode(&r); err != nil {
			return nil, err
		}
		if c.share != nil {
			c.share(texts, &r)
		}
		rows = append(rows, r)
	}
	_, err = dec.Token()
	return rows, err
}
