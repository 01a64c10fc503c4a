//go:build !js

package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

func TestDecodeIsUnmarshal(t *testing.T) {
	c := newCollection("asset", func(r *api.Asset) string { return string(r.ID) })
	whole := rpc.SyncResp[api.Asset]{Cursor: "12.x", Full: true, Gone: []string{"a"}, Rows: []api.Asset{
		{ID: assetID(1), Label: "Copieur « accueil »", Site: "0199b2c0-0000-7000-8000-000000000009"}, {ID: assetID(2)}}}
	b, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{string(b), `{"cursor":"3.y","rows":[]}`, `{"rows":null,"newer":{"a":[1]},"cursor":"4.z"}`} {
		var want rpc.SyncResp[api.Asset]
		if err := json.Unmarshal([]byte(body), &want); err != nil {
			t.Fatal(err)
		}
		got, err := c.decode(shared{}, []byte(body))
		if err != nil || !reflect.DeepEqual(got.Cursor, want.Cursor) || got.Full != want.Full || len(got.Rows) != len(want.Rows) || len(got.Gone) != len(want.Gone) {
			t.Fatalf("%s: %+v, %v", body, got, err)
		}
		for i := range got.Rows {
			if got.Rows[i] != want.Rows[i] {
				t.Errorf("row %d: %+v, want %+v", i, got.Rows[i], want.Rows[i])
			}
		}
	}
	for _, body := range []string{"", "<html>", `{"cursor":"1.x","rows":[{"id":`, `[]`, `{"rows":[1]}`, `{"cursor":3}`, string(b[:len(b)-1])} {
		if got, err := c.decode(shared{}, []byte(body)); err == nil && got.Cursor != "" {
			t.Errorf("%q was taken: %+v", body, got)
		}
	}
}
