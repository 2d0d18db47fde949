#!/bin/sh
# Prints the path of a Chromium for the tests: $CHROMIUM, or one already here,
# or Debian's, installed now when root. Else says how to get one.
set -eu

find_it() {
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
		if [ -n "$name" ] && command -v "$name"; then return 0; fi
	done
	mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
	if [ -x "$mac" ]; then echo "$mac"; return 0; fi
	return 1
}

if find_it; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing Debian's Chromium …" >&2
	{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } >&2
	if find_it; then exit 0; fi
fi
echo "The tests need a Chromium: install Debian's package 'chromium' (as root: apt-get install chromium), or set CHROMIUM=/path/to/chromium." >&2
exit 1
