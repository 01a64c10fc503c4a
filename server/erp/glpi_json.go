package erp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// maxDepth bounds the nesting of an inventory; real ones have six levels.
const maxDepth = 32

func parseInventory(body []byte) (*inventory, error) {
	if err := checkDepth(body); err != nil {
		return nil, err
	}
	var inv inventory
	err := json.Unmarshal(body, &inv)
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		line, column := position(body, t.Offset)
		return nil, &broken{line, column, t.Field, "a " + t.Value + " where the format has another type"}
	}
	if err != nil {
		return nil, brokenAt(1, 0, "not JSON: %v", err)
	}
	if inv.DeviceID == "" || inv.Content == nil {
		return nil, brokenAt(1, 0, "not an inventory: deviceid and content are missing")
	}
	return &inv, nil
}

// checkDepth refuses bad JSON and JSON that is nested too deeply, before
// anything is built from it.
func checkDepth(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			line, column := position(body, d.InputOffset())
			return brokenAt(line, column, "not JSON: %v", err)
		}
		if delim, ok := token.(json.Delim); ok {
			if delim == '{' || delim == '[' {
				depth++
			} else {
				depth--
			}
		}
		if depth > maxDepth {
			line, column := position(body, d.InputOffset())
			return brokenAt(line, column, "nested more than %d levels deep", maxDepth)
		}
	}
}

// position turns an offset into line and column, both from 1.
func position(body []byte, offset int64) (line, column int) {
	before := body[:min(max(offset, 0), int64(len(body)))]
	return 1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')
}
