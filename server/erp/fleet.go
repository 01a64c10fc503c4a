package erp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"comptoir/shared/counter"
	"comptoir/shared/fold"
)

// The three tables of recorded printers, told apart by their columns.
const (
	fleetColumn    = "sysdescr"
	counterColumn  = "counter"
	suppliesColumn = "colorant"
)

// fleetOrder puts the machines before their counters.
func fleetOrder(path string) int {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	head := make([]byte, 256)
	n, _ := f.Read(head)
	first, _, _ := strings.Cut(fold.Text(string(head[:n])), "\n")
	if strings.Contains(first, counterColumn) {
		return 1
	}
	return 0
}

func importFleet(ctx context.Context, s *session) error {
	// Told by its header alone: descriptions of supplies hold line breaks.
	header, _, _ := strings.Cut(string(s.file.body), "\n")
	if strings.Contains(fold.Text(header), suppliesColumn) {
		s.report.problem(Problem{File: s.file.path, Line: 1, Message: "levels of supplies: the portal keeps none, the file was not read", Warning: true})
		return nil
	}
	t, err := readTSV(s.file.body)
	if err != nil {
		return err
	}
	if err := s.placeTechnical(ctx); err != nil {
		return err
	}
	if err := s.needSite(); err != nil {
		return err
	}
	switch {
	case t.column(fleetColumn) >= 0:
		return s.machines(ctx, t)
	case t.column(counterColumn) >= 0:
		return s.counters(ctx, t)
	}
	return brokenAt(1, 0, "neither machines (column sysDescr) nor counters (column counter)")
}

// lifeCounter is the meter that every printer has.
var lifeCounter = gauge{code: "TOTAL", label: "Compteur total", unit: "pages"}

func (s *session) machines(ctx context.Context, t sheet) error {
	if err := t.need("recording", fleetColumn, "hrdevicedescr", "serial_prtgeneral", "lifecount_prtmarker"); err != nil {
		return err
	}
	for _, l := range t.rows {
		recording, serial := l.cells[t.column("recording")], l.cells[t.column("serial_prtgeneral")]
		row := rowReport{s: s, line: l.number, at: 1, field: "recording"}
		d, err := describe(recording, serial, l.cells[t.column(fleetColumn)], l.cells[t.column("hrdevicedescr")])
		if err != nil {
			row.refuse(&refusal{message: err.Error()})
			continue
		}
		if d.serial == "" {
			row.at = l.at[t.column("serial_prtgeneral")]
			row.warn("serial_prtGeneral", "no serial number: the asset is known by the recording's name "+d.code)
		}
		o, out, err := s.device(ctx, d)
		if life := l.cells[t.column("lifecount_prtmarker")]; err == nil && life != "" {
			row.at, row.field = l.at[t.column("lifecount_prtmarker")], "lifecount_prtMarker"
			var read outcome
			read, err = s.deviceReading(ctx, o, lifeCounter, life, s.date(), counter.File, &row)
			if x, ok := errors.AsType[*refusal](err); ok { // the machine itself is as good as ever
				row.warn(row.field, "the life count was refused: "+x.message)
				err = nil
			}
			if out == unchanged && read == created {
				out = updated
			}
		}
		if _, err := row.done(out, err); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) counters(ctx context.Context, t sheet) error {
	if err := t.need("recording", counterColumn, "value"); err != nil {
		return err
	}
	serials := s.serials()
	for _, l := range t.rows {
		recording, name := l.cells[t.column("recording")], l.cells[t.column(counterColumn)]
		row := rowReport{s: s, line: l.number, at: l.at[t.column(counterColumn)], field: "counter"}
		out, err := unchanged, error(nil)
		switch code := serials[recording]; {
		case strings.Contains(name, "since powered on"):
			err = &refusal{message: name + ": starts again at each power-on, so it is no meter"}
		default:
			if code == "" {
				code = recording
			}
			out, err = s.counter(ctx, code, name, l.cells[t.column("value")], &row)
		}
		if _, err := row.done(out, err); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) counter(ctx context.Context, code, name, value string, row *rowReport) (outcome, error) {
	o, err := s.known(ctx, code)
	if err != nil {
		return unchanged, err
	}
	g, err := named(name)
	if err != nil {
		return unchanged, &refusal{message: err.Error()}
	}
	return s.deviceReading(ctx, o, g, value, s.date(), counter.File, row)
}

// serials reads, from the table of machines beside the table of counters,
// which recording bears which serial number.
func (s *session) serials() map[string]string {
	out := map[string]string{}
	f, err := read(filepath.Join(filepath.Dir(s.file.path), "fleet.tsv"))
	if err != nil {
		return out
	}
	t, err := readTSV(f.body)
	if err != nil || t.need("recording", "serial_prtgeneral") != nil {
		return out
	}
	for _, l := range t.rows {
		if serial := strings.TrimSpace(l.cells[t.column("serial_prtgeneral")]); serial != "" && !placeholder(serial) {
			out[l.cells[t.column("recording")]] = serial
		}
	}
	return out
}

var counterWords = strings.NewReplacer("&", " ", "/", " ", "(", " ", ")", " ", ",", " ", ".", " ", "-", " ", "'", " ", ";", " ", ":", " ")

// named makes a meter of the name that a machine gives its counter.
func named(name string) (gauge, error) {
	label, err := clean(name)
	if err != nil || label == "" {
		return gauge{}, &refusal{field: "counter", message: "no readable name"}
	}
	switch label {
	case "Life time", "Life time impressions", "Life time sheets":
		return lifeCounter, nil
	}
	folded := fold.Text(label)
	g := gauge{code: short(strings.ToUpper(strings.Join(strings.Fields(counterWords.Replace(folded)), "_")), 60), label: short(label, 80), unit: "pages"}
	g.colour = strings.Contains(folded, "colo") && !strings.Contains(folded, "black")
	if strings.Contains(folded, "length") {
		g.unit = "pouces"
	}
	if strings.Contains(folded, "jam") {
		g.unit = "fois"
	}
	return g, nil
}

var brands = []string{"Brother", "Canon", "Dell", "Develop", "Epson", "FUJI XEROX", "FUJIFILM", "Gestetner", "HP", "KONICA MINOLTA", "KYOCERA", "LANIER", "Lexmark",
	"NRG", "OKI", "RICOH", "Samsung", "SAVIN", "SHARP", "TOSHIBA TEC", "TOSHIBA", "TA_UTAX", "Xerox", "Zebra"}

// endOfModel is where a system description goes on with versions and options.
var endOfModel = regexp.MustCompile(`;|,| / | /P|: | version | Firmware | System | Series\b| OS \d|\s+\d+\.\d\d\b`)

// describe makes a machine of what a recording says about itself.
func describe(recording, serial, system, hardware string) (device, error) {
	d := device{serial: serial, family: "Imprimante", activity: printing}
	model := hardware
	if model == "" || strings.HasPrefix(model, "Generic") {
		model = system
		if _, pid, ok := strings.Cut(system, "PID:"); ok {
			model = pid
		} else if strings.HasPrefix(system, "HP ETHERNET MULTI-ENVIRONMENT") {
			model = "" // the network card, not the machine
		}
		if _, attached, ok := strings.Cut(system, "Attached to "); ok {
			model, _, _ = strings.Cut(attached, " Rev.")
		}
		model = strings.Join(strings.Fields(endOfModel.Split(model, 2)[0]), " ")
	}
	for _, b := range brands {
		if _, ok := cutPrefixFold(system, b); ok {
			d.brand = b
			break
		}
		if _, ok := cutPrefixFold(model, b); ok {
			d.brand = b
			break
		}
	}
	d.model = model
	lower := fold.Text(model)
	for _, word := range []string{"mfp", "mfc", "dcp", "multifunction"} {
		if strings.Contains(lower, word) {
			d.family = "Multifonction A4"
		}
	}
	for _, word := range []string{"ir-adv", "bizhub", "aficio", "mp c", "mx-", "e-studio", "altalink", "apeos", "ineo"} {
		if strings.Contains(lower, word) {
			d.family = "Copieur A3"
		}
	}
	d, err := d.complete("", recording)
	if d.model != "Modèle non identifié" {
		d.label = short(d.brand+" "+d.model, 120)
	}
	return d, err
}
