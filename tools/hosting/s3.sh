#!/bin/sh
# Puts the unpacked release into an S3 bucket, for CloudFront in front of it. Call it where
# the release is unpacked:
#
#   sh tagalong/hosting/s3.sh BUCKET/tagalong
#   sh tagalong/hosting/s3.sh BUCKET/tagalong DISTRIBUTION         # and purge what changes
#   sh tagalong/hosting/s3.sh --off BUCKET/tagalong DISTRIBUTION   # an empty loader alone
#
# To go back to an earlier release, unpack its zip elsewhere and call its own s3.sh. Never
# copy within the bucket: the copy keeps how long the original may be cached, which is a year.
#
# CloudFront adds the headers for pages of other origins, by a policy that is made once and
# then attached to the distribution's behaviour:
#
#   aws cloudfront create-response-headers-policy \
#     --response-headers-policy-config file://tagalong/hosting/cloudfront-headers.json
#
# Switch on "Compress objects automatically" there, for what may change. All else goes up as
# it is compressed already: by brotli, which every browser that runs Tagalong reads over https.
#
# Not `aws s3 sync`: it leaves out what has the length of the file that is there and is
# older than that upload.
set -eu
off=
if [ "${1:-}" = --off ]; then
	off=yes
	shift
fi
case "${1:-}" in
*/?*) to="s3://${1%/}" ;;
*)
	echo "name the bucket and a folder in it: sh s3.sh [--off] BUCKET/tagalong [DISTRIBUTION]" >&2
	exit 2
	;;
esac
cd "$(dirname "$0")/.."

# put NAME FILE [OPTION …]: a file's bytes (- for what is read) under this name, with its type.
put() {
	name=$1 file=$2
	shift 2
	case "$name" in
	*.js | *.mjs) type=text/javascript ;;
	*.wasm) type=application/wasm ;;
	*.json) type=application/json ;;
	*.zip) type=application/zip ;;
	*.bin) type=application/octet-stream ;;
	*) type="text/plain; charset=utf-8" ;;
	esac
	aws s3 cp "$file" "$to/$name" --only-show-errors --content-type "$type" "$@"
}

# put_changing NAME FILE: kept for a minute, and never in one encoding alone.
put_changing() {
	put "$1" "$2" --cache-control "public, max-age=60"
}

# put_unchanging NAME: what has a hash or a version in its name, by its brotli copy's bytes.
put_unchanging() {
	kept="public, max-age=31536000, immutable"
	if [ -f "$1.br" ]; then
		put "$1" "$1.br" --cache-control "$kept" --content-encoding br
	else
		put "$1" "$1" --cache-control "$kept"
	fi
}

# purge NAME …: what CloudFront has of these files. The paths are the bucket's: add a
# distribution's origin path by hand, if it has one.
purge() {
	folder="/${to#s3://*/}"
	for name; do
		shift
		set -- "$@" "$folder/$name"
	done
	aws cloudfront create-invalidation --distribution-id "$distribution" --paths "$@"
}

distribution=${2:-}
if [ "$off" ]; then
	put_changing tagalong.js - </dev/null
	if [ "$distribution" ]; then purge tagalong.js; fi
	exit
fi

# The loader last: it names the others.
find . -type f ! -path './hosting/*' ! -path './docs/*' ! -path ./README.md ! -name '*.br' ! -name '*.gz' ! -path ./tagalong.js | sort | while read -r file; do
	file=${file#./}
	case "$file" in
	app-* | memory-* | page-* | pyodide-* | tagalong-*) put_unchanging "$file" ;;
	*) put_changing "$file" "$file" ;;
	esac
done
put_changing tagalong.js tagalong.js
if [ "$distribution" ]; then purge tagalong.js VERSION manifest.json tagalong.d.ts; fi
