package parc

import (
	"context"

	"comptoir/app/store"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// fetch asks a query apart from the interface and hands each answer to set; an
// answer for an asset that is no longer shown is dropped.
func fetch[Req, Resp any](s *Sheet, name string, q rpc.Query[Req, Resp], req Req, set func(*Sheet, store.Remote[Resp])) {
	visit, asset := s.visit, s.asset
	visit.Go(func() {
		store.Fetch(context.Background(), store.TheFleet(), q, req, func(r store.Remote[Resp]) {
			visit.Update(func() {
				if s.asset == asset {
					set(s, r)
				}
			})
		})
		visit.Update(func() { s.answered(name, asset) })
	})
}

func (s *Sheet) answered(name string, asset id.Asset) {
	if s.asset == asset {
		delete(s.asking, name)
	}
}
