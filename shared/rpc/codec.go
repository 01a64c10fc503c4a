package rpc

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
)

// EncodeQuery writes the fields of req as URL parameters: texts bare,
// everything else as JSON. Fields that JSON would omit are omitted. The result
// is empty or starts with "?".
func EncodeQuery(req any) (string, error) {
	b, err := json.Marshal(req)
	if err != nil {
		return "", err
	}
	var m map[string]json.RawMessage
	if err := json.Unmarshal(b, &m); err != nil {
		return "", err
	}
	q := url.Values{}
	for k, v := range m {
		var s string
		if json.Unmarshal(v, &s) != nil {
			s = string(v)
		}
		q.Set(k, s)
	}
	if len(q) == 0 {
		return "", nil
	}
	return "?" + q.Encode(), nil
}

// DecodeQuery is the inverse of EncodeQuery; req is a pointer to a struct.
// Parameters that no field names are ignored.
func DecodeQuery(q url.Values, req any) error {
	v := reflect.ValueOf(req).Elem()
	for f := range v.Type().Fields() {
		name := jsonName(f)
		if !q.Has(name) {
			continue
		}
		raw := []byte(q.Get(name))
		if isText(f.Type) {
			raw, _ = json.Marshal(q.Get(name)) // a text always marshals
		}
		if err := json.Unmarshal(raw, v.FieldByIndex(f.Index).Addr().Interface()); err != nil {
			return err
		}
	}
	return nil
}

// isText reports whether the zero value of t is a JSON text.
func isText(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	zero, err := json.Marshal(reflect.Zero(t).Interface())
	return err == nil && len(zero) > 0 && zero[0] == '"'
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		return f.Name
	}
	return name
}

// URL returns the path and parameters of a call that reads.
func URL(i Info, req any) (string, error) {
	q, err := EncodeQuery(req)
	if err != nil {
		return "", err
	}
	return i.Path() + q, nil
}
