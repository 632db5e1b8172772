#!/usr/bin/env bash
# Finds the program, or builds it from the source of the action, and says where it
# is. What comes from outside is in the environment, never in the text of a script.
#
# ACTION: the source; BINARY: a program, or nothing; WHERE: the directory that
# BINARY is relative to; GITHUB_OUTPUT: where to say it.
set -euo pipefail

if [[ -n $BINARY ]]; then
	cd "$WHERE"
	program=$(command -v "$BINARY" || true)
	if [[ -z $program ]]; then
		echo "visar: no program at $BINARY" >&2
		exit 254
	fi
	[[ $program == /* ]] || program=$PWD/$program
else
	program=${RUNNER_TEMP:-/tmp}/visar
	cd "$ACTION"
	CGO_ENABLED=0 go build -trimpath -o "$program" ./cmd/visar
fi
"$program" version
echo "program=$program" >>"$GITHUB_OUTPUT"
