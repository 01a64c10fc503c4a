package store

import (
	"comptoir/shared/api"
	"comptoir/shared/id"
)

// Version counts the changes of the mirror: what was computed from one version
// stands until the next.
func (f *Fleet) Version() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version
}

// Site returns a site by its identifier.
func (f *Fleet) Site(of id.Site) (api.Site, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s, ok := f.sites.get(string(of))
	if !ok {
		return api.Site{}, false
	}
	return *s, true
}
