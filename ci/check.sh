#!/usr/bin/env bash
# Runs visar check with the inputs of the action and exits as it does. Lists have
# an item a line, so that a name may have spaces.
#
# PROGRAM, HISTORIES, EXPECT, MODELS, FLAGS, ARTIFACTS, WHERE: as in action.yml;
# INDEX: which job of a matrix this is.
set -uo pipefail

cd "$WHERE" || exit 254

# The run is named after the one of GitHub, and a second use in a job gets a number:
# an artifact may not have the name of another one of the same workflow.
run=${GITHUB_RUN_ID:-local}-${GITHUB_RUN_ATTEMPT:-1}-${INDEX:-0}
run=$(tr -c 'A-Za-z0-9_.\n-' '_' <<<"$run")
first=$run
for ((n = 2; ; n++)); do
	[[ -e $ARTIFACTS/$run ]] || break
	run=$first-$n
done

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

"$PROGRAM" "${args[@]}"
code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
results=$ARTIFACTS/$run
if [[ -d $results ]]; then # a call that is wrong keeps nothing
	[[ $results == /* ]] || results=$PWD/$results
	{
		echo "results=$results"
		echo "artifact=visar-${GITHUB_JOB:-job}-$run"
	} >>"$GITHUB_OUTPUT"
fi
exit "$code"
