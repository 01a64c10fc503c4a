#!/usr/bin/env bash
# Runs the tests of the JavaScript under web/ with Node's own runner.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t tests < <(find web -name '*.test.js' -o -name '*.test.mjs' | sort)
if [ ${#tests[@]} -eq 0 ]; then
	echo "no JavaScript test"
	exit 0
fi
node --test --test-reporter=spec "${tests[@]}"
