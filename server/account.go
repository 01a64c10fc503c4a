package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"comptoir/server/postgres"
	"comptoir/server/usecase"
	"comptoir/shared/fold"
)

func account(ctx context.Context, e *environment, args []string) error {
	if len(args) == 0 {
		return usageError{errors.New("create or disable?")}
	}
	switch args[0] {
	case "create":
		return createAccount(ctx, e, args[1:])
	case "disable":
		return disableAccount(ctx, e, args[1:])
	}
	return usageError{fmt.Errorf("unknown action %q: create or disable", args[0])}
}

// createAccount makes an account without a password, and prints the link that
// chooses the first one.
func createAccount(ctx context.Context, e *environment, args []string) error {
	var a usecase.NewAccount
	f := e.flags("account create")
	f.BoolVar(&a.Staff, "staff", false, "the account is of the dealer's staff")
	f.StringVar(&a.Customer, "customer", "", "code of the customer the account works for")
	f.StringVar(&a.Profile, "profile", "", "profile; Utilisateur, or Prestataire for staff")
	f.StringVar(&a.Name, "name", "", "the person's name; the identifier")
	f.StringVar(&a.Email, "email", "", "address for forgotten passwords; none")
	f.StringVar(&a.Lang, "lang", "fr", "language: fr or en")
	f.StringVar(&a.Contact, "contact", "", "code of the customer's contact; made when there is none")
	f.StringVar(&a.Scope, "scope", "company", "what a customer's account sees: company, sites or own")
	sites := f.String("sites", "", "codes of the sites, separated by commas, for --scope sites")
	orgs := f.String("orgs", "", "codes of the internal organisations of staff, separated by commas; all")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usageError{errors.New("create --staff IDENTIFIER, or create --customer CODE IDENTIFIER")}
	}
	a.Identifier, a.Sites, a.Orgs = rest[0], list(*sites), list(*orgs)
	return withDatabase(ctx, e, func(dsn string) error {
		conn, err := postgres.Owner(ctx, dsn)
		if err != nil {
			return err
		}
		defer conn.Close(context.WithoutCancel(ctx))
		link, err := usecase.CreateAccount(ctx, conn, a, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "Account %s made. Within seven days, the password is chosen once at:\n%s%s\n", a.Identifier, publicURL(e), link)
		return nil
	})
}

func disableAccount(ctx context.Context, e *environment, args []string) error {
	rest, err := parse(e.flags("account disable"), args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usageError{errors.New("disable IDENTIFIER")}
	}
	return withDatabase(ctx, e, func(dsn string) error {
		conn, err := postgres.Owner(ctx, dsn)
		if err != nil {
			return err
		}
		defer conn.Close(context.WithoutCancel(ctx))
		if err := postgres.DisableAccount(ctx, conn, fold.Text(rest[0]), time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "Account %s is closed; its sessions have ended.\n", rest[0])
		return nil
	})
}

// publicURL is where people reach the portal.
func publicURL(e *environment) string {
	if e.config.PublicURL != "" {
		return e.config.PublicURL
	}
	scheme := "http://"
	if e.config.TLSCert != "" {
		scheme = "https://"
	}
	if strings.HasPrefix(e.config.Addr, ":") {
		return scheme + "localhost" + e.config.Addr
	}
	return scheme + e.config.Addr
}

func list(text string) (out []string) {
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, one)
		}
	}
	return out
}
