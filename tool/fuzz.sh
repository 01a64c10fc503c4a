#!/usr/bin/env bash
# Runs every fuzz target of the tree for 60 s (or $1).
set -euo pipefail
cd "$(dirname "$0")/.."

time=${1:-60s}
grep -rlE '^func Fuzz' --include='*_test.go' app server shared tool | xargs -r -n1 dirname | sort -u | while read -r package; do
	grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$package"/*_test.go | cut -d' ' -f2 | while read -r target; do
		echo "== $package $target"
		go test -run='^$' -fuzz="^$target\$" -fuzztime="$time" "./$package"
	done
done
