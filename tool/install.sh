#!/usr/bin/env bash
# Installs what is missing of: postgresql chromium node. What is there already
# costs a few milliseconds. With node come the packages that tests alone use.
set -euo pipefail
cd "$(dirname "$0")/.."

# axe-core is injected into the pages by the journeys; fake-indexeddb is the
# database of the tests of the outbox. Both go to var/node/node_modules.
npm_packages=(axe-core@4.14.1 fake-indexeddb@6.2.8)

have() {
	case $1 in
	postgresql)
		command -v postgres >/dev/null ||
			compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ||
			compgen -G '/usr/pgsql-*/bin/postgres' >/dev/null ||
			compgen -G '/opt/homebrew/opt/postgresql@*/bin/postgres' >/dev/null ||
			[ -n "${COMPTOIR_DATABASE_URL-}" ]
		;;
	chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
	node) command -v node && command -v npm ;;
	*) echo "install: unknown: $1" >&2 && exit 2 ;;
	esac >/dev/null 2>&1
}

packages=()
for thing in "$@"; do
	if have "$thing"; then continue; fi
	case $thing in
	postgresql) packages+=(postgresql) ;;
	chromium) packages+=(chromium) ;;
	node)
		command -v node >/dev/null || packages+=(nodejs)
		command -v npm >/dev/null || packages+=(npm)
		;;
	esac
done

if [ ${#packages[@]} -gt 0 ]; then
	if ! command -v apt-get >/dev/null; then
		echo "Missing: ${packages[*]}. Install these packages with your system's package manager (PostgreSQL 15 or later), then start again." >&2
		exit 1
	fi
	root=()
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "Missing: ${packages[*]}. As root: apt-get install ${packages[*]}" >&2
			exit 1
		fi
		root=(sudo)
	fi
	echo "installing ${packages[*]}"
	"${root[@]}" apt-get update -q
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}"
fi

has_npm_packages() {
	local p
	for p in "${npm_packages[@]}"; do
		grep -qs "^ *\"version\": \"${p#*@}\"" "var/node/node_modules/${p%@*}/package.json" || return 1
	done
}

if [[ " $* " == *" node "* ]] && ! has_npm_packages; then
	echo "installing ${npm_packages[*]} into var/node"
	mkdir -p var/node
	npm install --prefix var/node --no-save --no-audit --no-fund --loglevel=error "${npm_packages[@]}"
fi
