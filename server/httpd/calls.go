package httpd

import (
	"context"
	"net/http"
	"strconv"

	"comptoir/server/usecase"
	"comptoir/shared/api"
)

// Mount serves every declared call with its use case.
func Mount(a *API, u *usecase.Portal) {
	Query(a, api.SessionMe, u.SessionMe)
	Command(a, api.SessionPassword, u.SessionPassword)
	Query(a, api.RightWhy, u.RightWhy)
	Collection(a, api.ModelSync, u.ModelSync)
	Collection(a, api.SiteSync, u.SiteSync)
	Collection(a, api.ContactSync, u.ContactSync)
	Collection(a, api.AssetSync, u.AssetSync)
	Collection(a, api.MeterSync, u.MeterSync)
	Collection(a, api.TicketSync, u.TicketSync)
	Collection(a, api.OrderSync, u.OrderSync)
	Query(a, api.AssetList, u.AssetList)
	Query(a, api.AssetGet, u.AssetGet)
	Query(a, api.DealerFleet, u.DealerFleet)
	Mutation(a, api.CounterSubmit, u.CounterSubmit)
	Query(a, api.CounterHistory, u.CounterHistory)
	Upload(a, api.PhotoUpload, usecase.MaxChunk, u.UploadChunk)
	Query(a, api.UploadGet, u.UploadState)
	File(a, api.PhotoGet, func(ctx context.Context, req api.PhotoReq, w http.ResponseWriter) error {
		mime, body, err := u.Photo(ctx, req)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", mime)
		h.Set("Content-Length", strconv.Itoa(len(body)))
		h.Set("Cache-Control", "private, no-store")
		_, _ = w.Write(body) // the client may be gone; nobody is left to tell
		return nil
	})
}
