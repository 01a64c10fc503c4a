#!/usr/bin/env bash
# Lists the slice of one noun: the files of that name on both sides.
set -euo pipefail
cd "$(dirname "$0")/.."

noun=${1:?which noun? make where NOUN=counter}
if ! git ls-files -co --exclude-standard | grep -E "(^|/)[0-9_]*${noun}s?(/|[._][^/]*)" | xargs -d '\n' wc -l; then
	echo "no file is named after $noun" >&2
	exit 1
fi
