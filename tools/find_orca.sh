#!/bin/sh
# Prints the paths of what the test with a screen reader runs, a line each: Orca, a session bus,
# an X server and what types on it. Debian's are installed now when root. Else says how to get them.
set -eu
. "$(dirname "$0")/debian.sh"

find_it() {
	[ -x /usr/libexec/at-spi-bus-launcher ] || return 1
	command -v orca && command -v dbus-daemon && command -v Xvfb && command -v xdotool
}

if paths=$(find_it); then echo "$paths"; exit 0; fi
if install_debian orca at-spi2-core dbus xvfb xdotool && paths=$(find_it); then echo "$paths"; exit 0; fi
echo "The test with a screen reader needs Orca: install Debian's packages 'orca', 'at-spi2-core', 'dbus', 'xvfb' and 'xdotool' (as root: apt-get install orca at-spi2-core dbus xvfb xdotool)." >&2
exit 1
