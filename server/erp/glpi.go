package erp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"comptoir/shared/counter"
)

// inventory is what the portal takes from an agent inventory of GLPI.
type inventory struct {
	DeviceID string `json:"deviceid"`
	ItemType string `json:"itemtype"`
	Content  *struct {
		Network *struct {
			Name         string `json:"name"`
			Manufacturer string `json:"manufacturer"`
			Model        string `json:"model"`
			Serial       string `json:"serial"`
			Type         string `json:"type"`
		} `json:"network_device"`
		Hardware *struct {
			Name    string `json:"name"`
			Chassis string `json:"chassis_type"`
		} `json:"hardware"`
		Bios struct {
			Manufacturer string `json:"smanufacturer"`
			Model        string `json:"smodel"`
			Serial       string `json:"ssn"`
		} `json:"bios"`
		PageCounters map[string]json.RawMessage `json:"pagecounters"`
	} `json:"content"`
}

// pageCounters gives the meters of an inventory in their order.
var pageCounters = []struct {
	name string
	gauge
}{
	{"total", gauge{"TOTAL", "Total des impressions", "pages", false}}, {"black", gauge{"NB", "Noir et blanc", "pages", false}},
	{"color", gauge{"COULEUR", "Couleur", "pages", true}}, {"rectoverso", gauge{"RECTO_VERSO", "Recto verso", "pages", false}},
	{"duplex", gauge{"DUPLEX", "Duplex", "pages", false}}, {"scanned", gauge{"SCAN", "Numérisations", "pages", false}},
	{"printtotal", gauge{"IMPR", "Impressions", "pages", false}}, {"printblack", gauge{"IMPR_NB", "Impressions noir et blanc", "pages", false}},
	{"printcolor", gauge{"IMPR_COULEUR", "Impressions couleur", "pages", true}}, {"copytotal", gauge{"COPIES", "Copies", "pages", false}},
	{"copyblack", gauge{"COPIES_NB", "Copies noir et blanc", "pages", false}}, {"copyblack_a3", gauge{"COPIES_NB_A3", "Copies noir et blanc A3", "pages", false}},
	{"copycolor", gauge{"COPIES_COULEUR", "Copies couleur", "pages", true}}, {"copycolor_a3", gauge{"COPIES_COULEUR_A3", "Copies couleur A3", "pages", true}},
	{"faxtotal", gauge{"FAX", "Télécopies", "pages", false}},
}

func importInventory(ctx context.Context, s *session) error {
	inv, err := parseInventory(s.file.body)
	if err != nil {
		return err
	}
	at, dated := s.inventoryDate(inv.DeviceID)
	if len(inv.Content.PageCounters) > 0 && !dated {
		return &broken{field: "deviceid", message: "no date at its end (…-2026-11-24-14-30-00), so that the page counters have none: give one with --set date="}
	}
	if err := s.placeTechnical(ctx); err != nil {
		return err
	}
	if err := s.needSite(); err != nil {
		return err
	}
	d, err := inv.device()
	if err != nil {
		return err
	}
	row := rowReport{s: s, line: 1}
	if d.serial == "" {
		row.warn("content.network_device.serial", "no serial number: the asset is known by its name "+d.code)
	}
	o, out, err := s.device(ctx, d)
	if ok, err := row.done(out, err); !ok {
		return err
	}
	for _, c := range pageCounters {
		raw, ok := inv.Content.PageCounters[c.name]
		if !ok {
			continue
		}
		row := rowReport{s: s, line: lineOf(s.file.body, c.name), field: "content.pagecounters." + c.name}
		out, err := s.deviceReading(ctx, o, c.gauge, string(raw), at, counter.Inventory, &row)
		if _, err := row.done(out, err); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(inv.Content.PageCounters)) {
		if !knownCounter(name) {
			row.warn("content.pagecounters."+short(name, 40), "not a counter that we know: left out")
		}
	}
	return nil
}

func knownCounter(name string) bool {
	for _, c := range pageCounters {
		if c.name == name {
			return true
		}
	}
	return false
}

// deviceReading takes the value of a meter that a machine reports by itself.
func (s *session) deviceReading(ctx context.Context, o owned, g gauge, raw string, at time.Time, source counter.Source, row *rowReport) (outcome, error) {
	value, err := strconv.ParseInt(strings.Trim(raw, `"`), 10, 64)
	if err != nil {
		return unchanged, &refusal{message: fmt.Sprintf("%.40s is not a whole number", raw)}
	}
	m, err := s.meterOf(ctx, o.customer, o.asset, g, true)
	if err != nil {
		return unchanged, err
	}
	return s.reading(ctx, m, counter.Reading{Value: value, At: at, Origin: counter.DealerReading, Source: source}, func(text string) { row.warn(row.field, text) })
}

// lineOf finds the line that names a page counter.
func lineOf(body []byte, name string) int {
	from := max(bytes.Index(body, []byte(`"pagecounters"`)), 0)
	i := bytes.Index(body[from:], []byte(`"`+name+`"`))
	line, _ := position(body, int64(from+max(i, 0)))
	return line
}

var stamp = regexp.MustCompile(`-(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$`)

// inventoryDate is the moment at the end of a deviceid, in Paris time, or that
// of --set date=.
func (s *session) inventoryDate(deviceID string) (time.Time, bool) {
	if s.given.date != "" {
		return s.date(), true
	}
	t, err := time.ParseInLocation("-2006-01-02-15-04-05", stamp.FindString(deviceID), s.paris)
	return t.UTC(), err == nil
}

// device reads which machine an inventory tells of.
func (inv *inventory) device() (device, error) {
	c := inv.Content
	var d device
	name := ""
	switch {
	case c.Network != nil:
		name = c.Network.Name
		d = device{serial: c.Network.Serial, brand: c.Network.Manufacturer, model: c.Network.Model, family: "Équipement réseau", activity: computing}
	case c.Hardware != nil:
		name = c.Hardware.Name
		d = device{serial: c.Bios.Serial, brand: c.Bios.Manufacturer, model: c.Bios.Model, family: "Ordinateur", activity: computing}
		if ch := c.Hardware.Chassis; ch == "Laptop" || ch == "Notebook" || ch == "Portable" {
			d.family = "Ordinateur portable"
		}
	default:
		return d, brokenAt(1, 0, "not an inventory of a machine: neither network_device nor hardware")
	}
	switch {
	case inv.ItemType == "Printer" || len(c.PageCounters) > 0:
		d.family, d.activity = "Imprimante", printing
		for k := range c.PageCounters {
			if strings.HasPrefix(k, "copy") || k == "scanned" || k == "faxtotal" {
				d.family = "Multifonction A4"
			}
		}
	case inv.ItemType == "Phone":
		d.family, d.activity = "Téléphone mobile", telephony
	}
	recording := stamp.ReplaceAllString(inv.DeviceID, "")
	return d.complete(name, recording)
}

// complete fills what a source leaves open and refuses what nothing can show.
func (d device) complete(name, recording string) (device, error) {
	for _, p := range []*string{&d.serial, &d.brand, &d.model, &name, &recording} {
		v, err := clean(*p)
		if err != nil {
			return d, &broken{message: "unreadable text: " + err.Error()}
		}
		*p = short(v, 120)
	}
	if placeholder(d.serial) {
		d.serial = ""
	}
	if d.brand == "" {
		d.brand = "Marque inconnue"
	}
	if d.model == "" {
		d.model = "Modèle non identifié"
	}
	if rest, ok := cutPrefixFold(d.model, d.brand+" "); ok && rest != "" {
		d.model = rest
	}
	d.code, d.label = d.serial, name
	if d.code == "" {
		d.code = recording
	}
	if d.label == "" {
		d.label = recording
	}
	if d.label == "" {
		d.label = d.code
	}
	if d.code == "" {
		return d, &broken{message: "neither serial number nor name: the machine cannot be told from others"}
	}
	return d, nil
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// placeholder reports whether a serial number is what makers leave when they
// write none.
func placeholder(s string) bool {
	switch strings.ToLower(s) {
	case "to be filled by o.e.m.", "default string", "system serial number", "not specified", "none", "unknown", "n/a":
		return true
	}
	return strings.Trim(s, "0 .-") == ""
}
