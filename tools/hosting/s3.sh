#!/bin/sh
# Puts the unpacked release into an S3 bucket, for CloudFront in front of it. Call it where
# the release is unpacked:
#
#   sh tagalong/hosting/s3.sh BUCKET/tagalong
#   sh tagalong/hosting/s3.sh BUCKET/tagalong DISTRIBUTION     # and purge what changes
#
# CloudFront adds the headers for pages of other origins, by a policy that is made once and
# then attached to the distribution's behaviour:
#
#   aws cloudfront create-response-headers-policy \
#     --response-headers-policy-config file://tagalong/hosting/cloudfront-headers.json
#
# Switch on "Compress objects automatically" there, for the loader. All else goes up as it
# is compressed already: by brotli, which every browser that runs Tagalong reads over https.
#
# Not `aws s3 sync`: it leaves out what has the length of the file that is there and is
# older than that upload.
set -eu
to="s3://${1:?name the bucket and the folder: sh s3.sh BUCKET/tagalong}"
cd "$(dirname "$0")/.."

# put FILE: under its own name, with its type, how long it is kept, and its brotli copy's bytes.
put() {
	case "$1" in
	*.js | *.mjs) type=text/javascript ;;
	*.wasm) type=application/wasm ;;
	*.json) type=application/json ;;
	*.zip) type=application/zip ;;
	*.bin) type=application/octet-stream ;;
	*) type="text/plain; charset=utf-8" ;;
	esac
	# What has a hash or a version in its name never changes.
	case "$1" in
	app-* | memory-* | page-* | pyodide-* | tagalong-*) kept="public, max-age=31536000, immutable" ;;
	*) kept="public, max-age=60" ;;
	esac
	if [ -f "$1.br" ]; then
		aws s3 cp "$1.br" "$to/$1" --only-show-errors --content-type "$type" --cache-control "$kept" --content-encoding br
	else
		aws s3 cp "$1" "$to/$1" --only-show-errors --content-type "$type" --cache-control "$kept"
	fi
}

# The loader last: it names the others.
find . -type f ! -path './hosting/*' ! -name '*.br' ! -name '*.gz' ! -path ./tagalong.js | sort | while read -r file; do
	put "${file#./}"
done
put tagalong.js

if [ -n "${2:-}" ]; then
	folder="/${1#*/}"
	aws cloudfront create-invalidation --distribution-id "$2" --paths "$folder/tagalong.js" "$folder/VERSION" "$folder/manifest.json" "$folder/tagalong.d.ts"
fi
