package main

import (
	"context"
	"encoding/json"
	"errors"

	"comptoir/server/httpd"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// callRow is a declared call as it is printed.
type callRow struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Method string   `json:"method"`
	Path   string   `json:"path"`
	Right  string   `json:"right,omitempty"` // empty: any session of the audience
	For    string   `json:"for"`
	Slots  []string `json:"id_slots"`
}

var audiences = map[rpc.Who]string{rpc.Customers: "customers", rpc.Staff: "staff", rpc.Both: "both"}

func routes(_ context.Context, e *environment, args []string) error {
	if rest, err := parse(e.flags("routes"), args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	out := struct {
		Calls  []callRow      `json:"calls"`
		Routes []httpd.Policy `json:"routes"`
	}{Routes: httpd.Policies()}
	for _, c := range api.Calls() {
		row := callRow{Name: c.Name, Kind: c.Kind.String(), Method: c.Method(), Path: c.Path(), Right: string(c.Needs), For: audiences[c.Who], Slots: c.Slots}
		if row.Slots == nil {
			row.Slots = []string{}
		}
		out.Calls = append(out.Calls, row)
	}
	w := json.NewEncoder(e.out)
	w.SetIndent("", "  ")
	w.SetEscapeHTML(false)
	return w.Encode(out)
}
