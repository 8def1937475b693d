#!/bin/sh
# The tests use a real redis-server and a real Chromium. On Debian as root they are installed; elsewhere it says how.
set -eu
missing=""
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
if [ -z "$missing" ]; then exec sh "$(dirname "$0")/prometheus.sh"; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "orrery: installing for the tests:$missing" >&2
  apt-get update -qq >&2
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core >/dev/null
  exec sh "$(dirname "$0")/prometheus.sh"
fi
echo "The tests need:$missing" >&2
case "$(uname -s)" in
  Darwin) echo "Install with: brew install redis && brew install --cask chromium" >&2 ;;
  *)
    if command -v apt-get >/dev/null 2>&1; then echo "Install with: sudo apt-get install$missing" >&2
    elif command -v dnf >/dev/null 2>&1; then echo "Install with: sudo dnf install redis chromium" >&2
    elif command -v pacman >/dev/null 2>&1; then echo "Install with: sudo pacman -S redis chromium" >&2
    else echo "Install redis-server and chromium with the package manager of this system." >&2; fi ;;
esac
exit 1
