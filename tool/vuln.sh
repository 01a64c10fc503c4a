#!/usr/bin/env bash
# Looks for known vulnerabilities in what is compiled in, with the Go database
# that lies beside the tree ($COMPTOIR_DATA/security/vulndb.tar.gz).
set -euo pipefail
cd "$(dirname "$0")/.."

archive=${COMPTOIR_DATA:-../shared/data}/security/vulndb.tar.gz
db=var/vulndb
if [ ! -f "$archive" ]; then
	echo "vuln: $archive is missing: set COMPTOIR_DATA to the folder of the data" >&2
	exit 1
fi
stamp=$(cksum <"$archive")
if [ "$(cat "$db.stamp" 2>/dev/null)" != "$stamp" ]; then
	rm -rf "$db" "$db.stamp"
	mkdir -p "$db"
	tar -xzf "$archive" -C "$db" --strip-components=1
	find "$db/ID" -name '*.gz' -exec gunzip -f {} +
	echo "$stamp" >"$db.stamp"
fi

# Built for this machine: under GOOS=js, go tool would build it for a browser.
govulncheck=$(go tool -n govulncheck)
status=0
echo "== the server and the tools"
"$govulncheck" -db "file://$PWD/$db" ./... || status=$?
echo "== the browser's program"
GOOS=js GOARCH=wasm "$govulncheck" -db "file://$PWD/$db" ./app/... ./shared/... || status=$?
exit $status
