#!/bin/sh
# Prints the path of a Chromium for the tests: $CHROMIUM, or one already here,
# or Debian's, installed now when root. Else says how to get one.
set -eu
. "$(dirname "$0")/debian.sh"

find_it() {
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
		if [ -n "$name" ] && command -v "$name"; then return 0; fi
	done
	mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
	if [ -x "$mac" ]; then echo "$mac"; return 0; fi
	return 1
}

if find_it; then exit 0; fi
if install_debian chromium fonts-dejavu-core && find_it; then exit 0; fi
echo "The tests need a Chromium: install Debian's package 'chromium' (as root: apt-get install chromium), or set CHROMIUM=/path/to/chromium." >&2
exit 1
