#!/usr/bin/env bash
# Runs visar check with the inputs of the action and exits as it does. Lists have
# an item a line, so that a name may have spaces.
#
# PROGRAM, HISTORIES, EXPECT, MODELS, FLAGS, ARTIFACTS, WHERE: as in action.yml.
set -uo pipefail

cd "$WHERE" || exit 254
run=${GITHUB_RUN_ID:-local}-${GITHUB_RUN_ATTEMPT:-1}-${GITHUB_ACTION:-visar}
run=$(tr -c 'A-Za-z0-9_.\n-' '_' <<<"$run")
args=(check --artifacts "$ARTIFACTS" --run "$run")
[[ -z $EXPECT ]] || args+=(--expect "$EXPECT")

# add FLAG TEXT adds each line of TEXT that is not empty, after FLAG if there is one.
add() {
	local line
	while IFS= read -r line; do
		line=${line%$'\r'}
		[[ -z $line ]] && continue
		[[ -z $1 ]] || args+=("$1")
		args+=("$line")
	done <<<"$2"
}
add --model "$MODELS"
add "" "$FLAGS"
args+=(--)
add "" "$HISTORIES"

results=$ARTIFACTS/$run
[[ $results == /* ]] || results=$PWD/$results

"$PROGRAM" "${args[@]}"
code=$?
{
	echo "exit-code=$code"
	echo "results=$results"
} >>"$GITHUB_OUTPUT"
exit "$code"
