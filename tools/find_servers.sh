#!/bin/sh
# Prints what the tests of hosting run, a path a line: nginx, its module for brotli,
# Caddy, Apache, the folder of its modules, and unzip: those already here, or Debian's,
# installed now when root. Else says how to get them.
set -eu
. "$(dirname "$0")/debian.sh"
PATH="$PATH:/usr/local/sbin:/usr/sbin"
packages="nginx-light libnginx-mod-http-brotli-static caddy apache2-bin unzip"

find_it() {
	nginx=$(command -v nginx) && caddy=$(command -v caddy) && unzip=$(command -v unzip) || return 1
	apache=$(command -v apache2 || command -v httpd) || return 1
	for brotli in /usr/lib/nginx/modules /usr/lib64/nginx/modules /usr/local/lib/nginx/modules; do
		brotli=$brotli/ngx_http_brotli_static_module.so
		if [ -f "$brotli" ]; then break; fi
	done
	for modules in /usr/lib/apache2/modules /usr/lib64/httpd/modules /usr/local/lib/apache2/modules; do
		if [ -f "$modules/mod_headers.so" ]; then break; fi
	done
	[ -f "$brotli" ] && [ -f "$modules/mod_headers.so" ] || return 1
	printf '%s\n' "$nginx" "$brotli" "$caddy" "$apache" "$modules" "$unzip"
}

# Debian starts a server when it is installed; asked by this file it does not.
install_without_starting() (
	policy=/usr/sbin/policy-rc.d
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ ! -e "$policy" ]; then
		trap 'rm -f "$policy"' EXIT
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod +x "$policy"
	fi
	install_debian "$@"
)

if find_it; then exit 0; fi
# shellcheck disable=SC2086
if install_without_starting $packages && find_it; then exit 0; fi
echo "The tests of hosting need nginx with its module for brotli, Caddy, Apache and unzip: install Debian's packages $packages (as root: apt-get install $packages). 'make test-unit' does without." >&2
exit 1
