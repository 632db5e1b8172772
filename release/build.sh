#!/bin/sh
# Builds the program for every system into a directory, with a list of checksums:
#
#     release/build.sh DIR [SYSTEM/ARCHITECTURE]...
#
# The same commit and the same Go give the same bytes, wherever the source lies:
# paths are trimmed, there is no C in it, and no time but that of the commit.
set -eu

dir=$1
shift
[ $# -gt 0 ] || set -- linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
cd "$(dirname "$0")/.."

# visar serve speaks to one browser on one machine: HTTP/2 would be half a megabyte for
# nothing there, and calls inlined for its speed a quarter. Flags and visar.yaml are read
# once.
slim=
for package in net net/http net/url net/textproto mime/multipart crypto/... encoding/asn1 math/big \
	html/template text/template text/template/parse encoding/xml go.yaml.in/yaml/v3 github.com/spf13/cobra github.com/spf13/pflag; do
	slim="$slim -gcflags=$package=-l"
done

names=
for target in "$@"; do
	system=${target%/*} architecture=${target#*/}
	name=visar-$system-$architecture
	[ "$system" != windows ] || name=$name.exe
	# shellcheck disable=SC2086 # the flags are words
	CGO_ENABLED=0 GOFLAGS= GOOS=$system GOARCH=$architecture \
		go build -trimpath -tags nethttpomithttp2 $slim -ldflags='-s -w -buildid=' -o "$dir/$name" ./cmd/visar
	names="$names $name"
done
cd "$dir"
sha256sum $names >SHA256SUMS
cat SHA256SUMS
