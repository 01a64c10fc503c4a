package api

import (
	"time"

	"comptoir/shared/counter"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// Meter readings and their photos.
var (
	CounterSubmit  = rpc.NewMutation[CounterSubmitReq, CounterSubmitResp](&set, "counter.submit", rpc.Needs(habilitation.EnterReading))
	CounterHistory = rpc.NewQuery[CounterHistoryReq, CounterHistoryResp](&set, "counter.history", rpc.Needs(habilitation.ViewReadings))

	PhotoUpload = rpc.NewUpload[UploadReq, UploadState](&set, "upload", rpc.Needs(habilitation.EnterReading))
	UploadGet   = rpc.NewQuery[UploadStateReq, UploadState](&set, "upload.state", rpc.Needs(habilitation.EnterReading))
	PhotoGet    = rpc.NewFile[PhotoReq](&set, "photo.get", rpc.Needs(habilitation.ViewReadings))
)

// CounterSubmitReq enters one reading of one meter. ID makes a retry harmless.
type CounterSubmitReq struct {
	ID       id.Mutation  `json:"id"`
	Asset    id.Asset     `json:"asset"`
	Meter    id.Meter     `json:"meter"`
	Value    int64        `json:"value"`
	At       time.Time    `json:"at"`               // when the meter was read
	Reason   string       `json:"reason,omitempty"` // of a confirmed anomaly
	Replaced *Replacement `json:"replaced,omitempty"`
	Photos   []string     `json:"photos,omitempty"` // SHA-256 of uploads
	Blind    bool         `json:"blind,omitempty"`  // the device could not judge: offline or history hidden
	DeviceAt time.Time    `json:"deviceAt"`         // what the device's clock said at the tap
}

// Replacement says that the meter was exchanged: its last value and the first
// one of the new meter. The entry waits for the dealer.
type Replacement struct {
	OldEnd   int64 `json:"oldEnd"`
	NewStart int64 `json:"newStart"`
}

// MutationID returns the identity of the intention.
func (r CounterSubmitReq) MutationID() id.Mutation { return r.ID }

// CounterSubmitResp says what became of the reading.
type CounterSubmitResp struct {
	Reading id.Reading `json:"reading"`
	ToCheck bool       `json:"toCheck,omitempty"` // accepted, the dealer verifies
	Waits   bool       `json:"waits,omitempty"`   // a replaced meter: waits in Saisies externes
}

// CounterHistoryReq asks for the readings of one asset, newest first.
type CounterHistoryReq struct {
	Asset id.Asset `json:"asset"`
	Limit int      `json:"limit,omitempty"` // a meter; 24 when absent, 200 at most
}

// CounterHistoryResp lists readings.
type CounterHistoryResp struct {
	Readings []HistoryRow `json:"readings"`
}

// HistoryRow is one reading with where it comes from.
type HistoryRow struct {
	ID      id.Reading     `json:"id"`
	Meter   id.Meter       `json:"meter"`
	Value   int64          `json:"value"`
	At      time.Time      `json:"at"`
	Origin  counter.Origin `json:"origin"`
	Source  counter.Source `json:"source"`
	Author  string         `json:"author,omitempty"`
	ToCheck bool           `json:"toCheck,omitempty"`
	Waits   bool           `json:"waits,omitempty"` // of a replaced meter: the dealer has not accepted it yet
	Photos  []Photo        `json:"photos,omitempty"`
}

// Photo names a picture of a reading; Upload is empty while it is on its way.
type Photo struct {
	SHA256 string    `json:"sha256"`
	Upload id.Upload `json:"upload,omitempty"`
}

// UploadReq brings a chunk of a photo; the bytes are the body.
type UploadReq struct {
	ID     id.Upload `json:"id"`
	SHA256 string    `json:"sha256"`
	Size   int64     `json:"size"`
	Offset int64     `json:"offset"`
}

// UploadStateReq asks how much of an upload has arrived.
type UploadStateReq struct {
	ID id.Upload `json:"id"`
}

// UploadState says how much of an upload has arrived, in bytes.
type UploadState struct {
	ID       id.Upload `json:"id"`
	Received int64     `json:"received"`
	Done     bool      `json:"done"`
}

// PhotoReq asks for a photo.
type PhotoReq struct {
	ID id.Upload `json:"id"`
}
