#!/bin/sh
# Prints the paths of the libraries of old pages that npm does not have, a line each: Prototype.js
# and MooTools. Debian's are installed now when root. Else says how to get them.
set -eu
. "$(dirname "$0")/debian.sh"

find_it() {
	for library in prototype/prototype.js mootools/mootools-core-nc.js; do
		library=/usr/share/javascript/$library
		[ -f "$library" ] && echo "$library" || return 1
	done
}

if paths=$(find_it); then echo "$paths"; exit 0; fi
if install_debian libjs-prototype libjs-mootools && paths=$(find_it); then echo "$paths"; exit 0; fi
echo "The catalogue of hosts needs Prototype.js and MooTools: install Debian's packages 'libjs-prototype' and 'libjs-mootools' (as root: apt-get install libjs-prototype libjs-mootools)." >&2
exit 1
