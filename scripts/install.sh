#!/bin/sh
# Installs what package-lock.json says, once: again only when the lock file is newer than what is installed.
set -eu
cd "$(dirname "$0")/.."
installed=node_modules/.package-lock.json
if [ -f "$installed" ] && [ ! package-lock.json -nt "$installed" ]; then exit 0; fi
echo "orrery: installing its packages (once, about 20 s)" >&2
npm ci --include=dev --no-audit --no-fund --loglevel=error >&2
touch "$installed"
