package usecase_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"comptoir/server/demo"
	"comptoir/server/usecase"
	"comptoir/shared/api"
)

// Who did not change his password hears that somebody did.
func TestPasswordChangeIsTold(t *testing.T) {
	w := newWorld(t)
	var told []usecase.LinkMail
	w.Mail = func(_ context.Context, _ pgx.Tx, m usecase.LinkMail) error {
		told = append(told, m)
		return nil
	}
	p := w.as("superviseur")
	ctx := usecase.With(t.Context(), p)
	if _, err := w.SessionPassword(ctx, api.PasswordReq{Current: "faux", New: "une phrase assez longue"}); err == nil || len(told) != 0 {
		t.Errorf("a wrong current password: %v, %d mails", err, len(told))
	}
	if _, err := w.SessionPassword(ctx, api.PasswordReq{Current: demo.Password, New: "une phrase assez longue"}); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || told[0].Kind != usecase.LinkNone || told[0].Identifier != "superviseur" || told[0].Email == "" || told[0].URL != "" {
		t.Errorf("mails %+v", told)
	}
}
