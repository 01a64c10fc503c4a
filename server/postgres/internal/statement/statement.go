// Package statement holds where each loaded statement is, so that a sub-package
// of postgres for tests can change it. Nothing outside postgres reaches it.
package statement

// Loaded points at every statement that postgres runs, under "file.Name".
var Loaded = map[string]*string{}
