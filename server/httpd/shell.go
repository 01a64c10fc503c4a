package httpd

import "html/template"

// shellSource is the page that starts the app. Its first element is what the
// app replaces; until then it draws the frame and says that it loads.
const shellSource = `<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<title>{{.Name}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="{{.Color}}">
<meta name="color-scheme" content="light dark">
<meta name="comptoir-build" content="{{.Build}}">
<meta name="comptoir-version" content="{{.Version}}">
<meta name="comptoir-wasm" content="{{.Wasm}}">
<meta name="comptoir-sprite" content="{{.Sprite}}">
<meta name="comptoir-i18n" content="{{.Catalogues}}">
<link rel="stylesheet" href="{{.Styles}}">
{{- with .Gallery}}
<link rel="stylesheet" href="{{.}}">
{{- end}}
<link rel="stylesheet" href="/theme.css">
<link rel="manifest" href="/manifest.webmanifest">
<link rel="icon" href="/favicon.ico" sizes="32x32">
<link rel="apple-touch-icon" href="/apple-touch-icon.png">
{{- if .Wasm}}
<link rel="preload" href="{{.Wasm}}" as="fetch" type="application/wasm" crossorigin>
<script src="{{.Exec}}" defer></script>
<script src="{{.Outbox}}" defer></script>
<script src="{{.Boot}}" defer></script>
{{- end}}
{{- with .DevScript}}
<script src="{{.}}" defer></script>
{{- end}}
</head>
<body>
<div class="app"{{if .Wasm}} data-loading{{end}}>
<header class="topbar"><div class="topbar-in"><a class="logo" href="/">
{{- if .Logo}}<img src="{{.Logo}}" alt="{{.Name}}">{{else -}}
<svg class="logo-mark" aria-hidden="true" focusable="false"><use href="{{.Sprite}}#mark"/></svg><span>{{.Name}}</span>{{end}}</a></div></header>
<main class="page" id="contenu" tabindex="-1">
{{- if .Wasm}}
<p class="row" role="status"><svg class="i i--24 i--spin" aria-hidden="true" focusable="false"><use href="{{.Sprite}}#spinner"/></svg><span>{{.Loading}}</span></p>
<noscript><p>{{.NoScript}}</p></noscript>
{{- else}}
<p role="alert">{{.NotBuilt}}</p>
{{- end}}
</main>
</div>
</body>
</html>
`

// failedSource is the page of a handler that broke: it needs no script.
const failedSource = `<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<title>{{.FailedTitle}} · {{.Name}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="{{.Color}}">
<link rel="stylesheet" href="{{.Styles}}">
<link rel="stylesheet" href="/theme.css">
<link rel="icon" href="/favicon.ico" sizes="32x32">
</head>
<body>
<div class="app">
<header class="topbar"><div class="topbar-in"><a class="logo" href="/">
{{- if .Logo}}<img src="{{.Logo}}" alt="{{.Name}}">{{else}}<span>{{.Name}}</span>{{end}}</a></div></header>
<main class="page page-narrow" id="contenu"><h1>{{.FailedTitle}}</h1><p>{{.FailedText}}</p></main>
</div>
</body>
</html>
`

var (
	shellPage  = template.Must(template.New("shell").Parse(shellSource))
	failedPage = template.Must(template.New("failed").Parse(failedSource))
)
