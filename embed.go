// Package comptoir carries what the one binary serves and reads beside its
// code: the web files with the built wasm when it exists, the base of the
// manifest, and the sentences. The program of the browser never imports it.
package comptoir

import "embed"

// Files holds web/, manifest.webmanifest and shared/i18n/*.toml. The files
// that a build writes (web/app.wasm and its compressed twins) may be absent.
//
//go:embed web manifest.webmanifest shared/i18n/*.toml
var Files embed.FS
