#!/bin/sh
# Sees to fonts for every language of the gallery: those already here, or Debian's,
# installed now when root. Else says how to get them; the tests do without.
set -eu
. "$(dirname "$0")/debian.sh"

has_letter() { fc-list ":charset=$1" | grep -q .; }
have_all() {
	command -v fc-list >/dev/null || return 0 # a system with fonts of its own, such as macOS
	for letter in 0627 05d0 3042 c774 8bf7 03b1 0491 1ea1 0e01; do has_letter "$letter" || return 1; done
}

if have_all; then exit 0; fi
if install_debian fonts-dejavu-core fonts-wqy-microhei fonts-tlwg-loma-ttf && have_all; then exit 0; fi
echo "The gallery shows boxes for Arabic, Hebrew, Chinese, Japanese, Korean and Thai: install fonts for them (on Debian, as root: apt-get install fonts-dejavu-core fonts-wqy-microhei fonts-tlwg-loma-ttf)." >&2
