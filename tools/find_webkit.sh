#!/bin/sh
# Prints the path of WebKitGTK's driver for the tests, and after it that of the
# display that its window needs: those already here, or Debian's, installed now
# when root. Else says how to get them.
set -eu
. "$(dirname "$0")/debian.sh"

find_it() {
	driver=$(command -v WebKitWebDriver) && display=$(command -v Xvfb) && printf '%s\n' "$driver" "$display"
}

if find_it; then exit 0; fi
if install_debian webkit2gtk-driver xvfb fonts-dejavu-core && find_it; then exit 0; fi
echo "The tests of other engines need WebKitGTK's driver and a display for it: install Debian's packages 'webkit2gtk-driver' and 'xvfb' (as root: apt-get install webkit2gtk-driver xvfb). 'make test-browser' and 'make test-unit' do without." >&2
exit 1
