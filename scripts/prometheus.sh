#!/bin/sh
# Debian's Prometheus for the tests of deploy/: unpacked beside the packages and not installed, so that no service starts and no
# root is needed. Where there is no apt, one on the PATH is used; without any, those tests say so and are skipped, but not in CI.
set -eu
cd "$(dirname "$0")/.."
place=node_modules/.cache/prometheus
if command -v prometheus >/dev/null 2>&1 && command -v promtool >/dev/null 2>&1; then exit 0; fi
if [ -x "$place/usr/bin/promtool" ] || ! command -v apt-get >/dev/null 2>&1; then exit 0; fi
echo "orrery: fetching Prometheus for the tests (once, 19 MB)" >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root prometheus >/dev/null 2>&1); }
if fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1 && fetch; }; then
  mkdir -p "$place"
  dpkg-deb --fsys-tarfile "$work"/prometheus_*.deb | tar -x -C "$place" ./usr/bin/prometheus ./usr/bin/promtool
else
  echo "orrery: Prometheus could not be fetched; install it with: apt-get install prometheus" >&2
fi
