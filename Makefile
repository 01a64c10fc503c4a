# Comptoir: what a person types. `make` alone lists it.
#
# Settings of the portal are COMPTOIR_* variables. Data, caches and reports go
# to var/, the binary to dist/; both can be deleted at any time.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export GONOSUMDB = github.com/maxence-charriere/go-app/v10

WASM    := GOOS=js GOARCH=wasm
OURS    := $(wildcard app server shared tool *.go)
NODE    := env -i PATH=$(PATH) HOME=$(HOME) $(shell go env GOROOT)/lib/wasm/go_js_wasm_exec

##@ Use it

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## install what is missing, build what changed, serve with demonstration data on http://localhost:8080
	@tool/install.sh postgresql
	@$(MAKE) --no-print-directory build
	@COMPTOIR_DEMO=$${COMPTOIR_DEMO-small} exec dist/comptoir serve

build: ## dist/comptoir: one self-contained binary
	@go run ./tool/wasm
	@go build -trimpath -o dist/comptoir ./server

##@ Work on it

dev: ## serve, and rebuild and restart at each save
	@tool/install.sh postgresql
	@COMPTOIR_DEMO=$${COMPTOIR_DEMO-small} go run ./tool/dev

i18n: ## write the sentences sorted, and their constants; then check them
	@go run ./tool/i18n generate
	@go run ./tool/i18n check

where: ## the files of a noun: make where NOUN=counter
	@tool/where.sh "$(NOUN)"

##@ Check it

# Tests that need PostgreSQL, Chromium, Node or a built program call t.Skip
# under -short: what is left runs here, in every package.
check: ## format, vet, lint, sentences and quick tests, in seconds
	@$(MAKE) --no-print-directory -k -j4 --output-sync=target check-format vet check-lint check-lint-wasm check-unit

check-format:
	@files=$$(gofmt -l $(OURS)); if [ -n "$$files" ]; then echo "not gofmt'ed:"; echo "$$files"; exit 1; fi

# The browser's side is vetted as its development build, the host's as released.
vet: ## go vet, for the server and for the browser
	@go vet ./...
	@$(WASM) go vet -tags dev ./app/... ./shared/...

check-lint:
	@go tool staticcheck ./...

check-lint-wasm:
	@tool=$$(go tool -n staticcheck); $(WASM) $$tool -tags dev ./app/... ./shared/...

# Holds the rules of the sentences too: tool/i18n tests the tree.
check-unit:
	@go test -short ./... | sed '/no test files/d'

vuln: ## known vulnerabilities of what is compiled in, from the database beside the tree
	@tool/vuln.sh

# One database server serves all packages; the journeys drive a real Chromium.
test: ## everything: rules natively and as wasm, JavaScript, database, journeys in Chromium
	@tool/install.sh postgresql chromium node
	@$(MAKE) --no-print-directory build
	@echo "== the shared rules as wasm, under Node"
	@$(WASM) go test -json -short -exec="$(NODE)" ./shared/... | go run ./tool/report -out var/test-wasm.json
	@echo "== JavaScript"
	@tool/jstest.sh
	@echo "== Go, PostgreSQL and Chromium"
	@go run ./tool/testdb -- go test -json -count=1 -timeout=25m ./... | go run ./tool/report -out var/test.json
	@echo "== statements of the description"
	@go run ./tool/statements -quiet
	@go run ./tool/report -total var/test-wasm.json var/test.json

statements: ## which statement of the description is held by which test, after make test
	@go run ./tool/statements

# Long tests are called TestSoak… and run with COMPTOIR_SOAK=1 only.
soak: ## what takes long: every fuzz target for 60 s, all seeds, bad networks
	@tool/install.sh postgresql chromium node
	@$(MAKE) --no-print-directory build
	@COMPTOIR_SOAK=1 go run ./tool/testdb -dir var/soakpg -- go test -count=1 -p=1 -timeout=4h -v -run='^TestSoak' ./...
	@tool/fuzz.sh

##@ Measure it

# Measures are called TestBench…, run with COMPTOIR_BENCH=1 only, and log one
# line "bench: NAME ours … reference … ratio …" for each figure.
bench: ## the figures that exist so far, each beside its reference of the same run
	@tool/install.sh postgresql chromium node
	@$(MAKE) --no-print-directory build
	@echo "bench: $$(date +%F) $$(uname -sm) $$(nproc) cores $$(go version | cut -d' ' -f3)"
	@COMPTOIR_BENCH=1 go run ./tool/testdb -dir var/benchpg -fsync -- \
		go test -count=1 -p=1 -timeout=2h -v -run='^TestBench' ./... | sed -n 's/^.*\(bench: \)/\1/p; /^--- FAIL/p; /^FAIL/p'

size: ## the wasm in brotli bytes, and what is in it
	@go run ./tool/wasm -size

shots: ## screenshots of the screens in var/shots
	@tool/install.sh postgresql chromium
	@$(MAKE) --no-print-directory build
	@COMPTOIR_SHOTS=$(CURDIR)/var/shots go run ./tool/testdb -- go test -count=1 -timeout=15m -run='^TestShots' ./server/e2e

.PHONY: help run build dev i18n where check check-format vet check-lint check-lint-wasm check-unit \
	vuln test statements soak bench size shots
