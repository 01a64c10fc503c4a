package httpd

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comptoir/server/sentence"
	"comptoir/server/usecase"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

//go:embed page/*.html
var pageFiles embed.FS

// pageTemplates parses the pages for each language.
func pageTemplates(sentences *sentence.Set) map[i18n.Lang]*template.Template {
	out := map[i18n.Lang]*template.Template{}
	for _, lang := range i18n.Languages() {
		out[lang] = template.Must(template.New("").Funcs(template.FuncMap{
			"t": func(k msg.Key, args ...any) string { return sentences.T(lang, k, pairs(args)) },
		}).ParseFS(pageFiles, "page/*.html"))
	}
	return out
}

// plainPage is what the templates draw.
type plainPage struct {
	Kind       string  // login, logout, forgotten, sent, choose, message
	Title      msg.Key // also the heading
	Text       msg.Key // of a message
	Done       msg.Key // what has just happened
	Wrong      string  // what was refused, in words
	Identifier string  // whose password is chosen

	lang i18n.Lang // of the person, when it is known

	Lang, OtherLang       i18n.Lang
	Other                 string // address of this page in the other language
	Query                 template.URL
	Portal, Logo, Color   string
	Art                   string
	Phone, Email          string
	Links                 []footLink
	Styles, Wasm, Sprite  string
	Script                string
	MinPassword           int
	WelcomeTitle, Welcome string
}

type footLink struct{ Label, URL string }

// lang is the language of a page: the one chosen, the person's, or that of
// the browser.
func (s *Sessions) lang(r *http.Request, person i18n.Lang) i18n.Lang {
	for _, wanted := range []string{r.URL.Query().Get("lang"), string(person)} {
		for _, lang := range i18n.Languages() {
			if wanted == string(lang) {
				return lang
			}
		}
	}
	return s.sentences.Match(r.Header.Get("Accept-Language"))
}

// show draws a page in the look that is published now.
func (s *Sessions) show(w http.ResponseWriter, r *http.Request, status int, p plainPage) {
	look := s.cfg.Brand()
	p.Lang = s.lang(r, p.lang)
	p.OtherLang = i18n.English
	if p.Lang == i18n.English {
		p.OtherLang = i18n.French
	}
	q := url.Values{}
	if next := localPath(r.URL.Query().Get("next")); next != "/" {
		q.Set("next", next)
	}
	other := url.Values{"lang": {string(p.OtherLang)}}
	for k, v := range q {
		other[k] = v
	}
	p.Other = r.URL.EscapedPath() + "?" + other.Encode()
	if r.URL.Query().Get("lang") != "" {
		q.Set("lang", string(p.Lang))
	}
	if len(q) > 0 {
		p.Query = template.URL("?" + q.Encode())
	}
	frame := look.Portal(p.Lang, s.sentences)
	p.Portal, p.Logo, p.Color, p.Phone, p.Email = frame.Name, frame.Logo, look.Document.Color, frame.Phone, frame.Email
	p.WelcomeTitle, p.Welcome = frame.Welcome.Title, frame.Welcome.Text
	p.Art = look.URL("/brand/background")
	for _, l := range slices.Concat(frame.Footer, frame.Social) {
		if !strings.HasPrefix(l.URL, "/") { // the pages of the portal ask to be signed in
			p.Links = append(p.Links, footLink{l.Label, l.URL})
		}
	}
	p.Styles, p.Sprite, p.Script, p.MinPassword = s.cfg.Asset(Bundle), s.cfg.Asset("icon/sprite.svg"), s.cfg.Asset("connexion.js"), usecase.MinPassword
	if p.Kind == "login" {
		p.Wasm = s.cfg.Asset(Wasm)
	}
	s.draw(w, r, status, p)
}

func (s *Sessions) draw(w http.ResponseWriter, r *http.Request, status int, p plainPage) {
	var out bytes.Buffer
	err := s.templates[p.Lang].ExecuteTemplate(&out, "layout.html", p)
	if err == nil {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "same-origin") // without it a form of ours would come with Origin: null
		h.Add("Vary", "Accept-Language")
		w.WriteHeader(status)
		_, _ = w.Write(out.Bytes()) // the client may be gone; nobody is left to tell
		return
	}
	s.log.ErrorContext(r.Context(), "plain page", "page", p.Kind, "error", err.Error(), "request", RequestID(r.Context()))
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// pairs reads "Name", value, … as the arguments of a sentence.
func pairs(args []any) i18n.Args {
	out := i18n.Args{}
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			out[name] = args[i+1]
		}
	}
	return out
}

// showFault draws a page with what was wrong.
func (s *Sessions) showFault(w http.ResponseWriter, r *http.Request, p plainPage, err error) {
	f := fault.Of(err)
	status := f.Code.Status()
	if f.Key == msg.LoginRefused {
		status = http.StatusUnauthorized
	}
	if f.Code == fault.Internal || f.Code == fault.Unavailable {
		s.log.ErrorContext(r.Context(), "plain page failed", "page", p.Kind, "error", err.Error(), "request", RequestID(r.Context()))
	}
	retryAfter(w, f)
	p.Wrong = s.sentences.T(s.lang(r, p.lang), f.Key, f.Args)
	s.show(w, r, status, p)
}

// message draws a page that says one thing.
func (s *Sessions) message(w http.ResponseWriter, r *http.Request, status int, title, text msg.Key) {
	s.show(w, r, status, plainPage{Kind: "message", Title: title, Text: text})
}
