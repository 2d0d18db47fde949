#!/bin/sh
# Prints the path of a Firefox for the tests: $FIREFOX, or one already here, or
# Debian's, installed now when root. Else says how to get one.
set -eu
. "$(dirname "$0")/debian.sh"

find_it() {
	for name in "${FIREFOX:-}" firefox-esr firefox; do
		if [ -n "$name" ] && command -v "$name"; then return 0; fi
	done
	mac="/Applications/Firefox.app/Contents/MacOS/firefox"
	if [ -x "$mac" ]; then echo "$mac"; return 0; fi
	return 1
}

if find_it; then exit 0; fi
if install_debian firefox-esr fonts-dejavu-core && find_it; then exit 0; fi
echo "The tests of other engines need a Firefox: install Debian's package 'firefox-esr' (as root: apt-get install firefox-esr), or set FIREFOX=/path/to/firefox." >&2
exit 1
