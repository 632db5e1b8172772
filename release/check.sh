#!/bin/sh
# Checks what build.sh made in a directory, as somebody would who does not trust it:
#
#     release/check.sh DIR [SYSTEM/ARCHITECTURE]...
#
# It builds the same commit again, from a clone in another directory and with an empty
# cache, so that every package is compiled anew, and wants the same bytes; and no
# program of more than 15 MB. For all systems that takes some three minutes of CPU.
set -eu

dir=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
if [ -n "$(git status --porcelain)" ]; then
	echo "release: commit first: what is not committed cannot be built again from the commit" >&2
	exit 1
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
git clone -q . "$work/another place"
GOCACHE=$work/cache "$work/another place/release/build.sh" "$work/again" "$@" >/dev/null
if ! cmp "$dir/SHA256SUMS" "$work/again/SHA256SUMS"; then
	echo "release: built again, the checksums are others:" >&2
	cat "$work/again/SHA256SUMS" >&2
	exit 1
fi
big=$(cd "$dir" && find . -type f -size +15000000c)
if [ -n "$big" ]; then
	echo "release: more than 15 MB:" $big >&2
	exit 1
fi
echo "release: built twice, the same bytes"
