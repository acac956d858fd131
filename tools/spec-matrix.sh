#!/usr/bin/env bash
# Runs the specification's test suites in every JIT mode on every supported JDK, two JVMs at a time, and prints a
# table. Arguments: scripts, or folders of scripts; without any, the suites in ../shared/spec-tests that are in scope.
# Exit code 1: an assertion failed or a script could not be processed somewhere, or two runs gave other results.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools/jvms.sh
source "$here/jvms.sh"
aspectvm=$here/../aspectvm

if (($# == 0)); then
  set -- "$here"/../../shared/spec-tests/{core,wide-arithmetic}
fi
scripts=()
for argument; do
  if [[ -d $argument ]]; then
    scripts+=("$argument"/*.json)
  else
    scripts+=("$argument")
  fi
done

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Files a run leaves: its JSON, its error messages, its exit code, its seconds.
run() {
  local jdk=$1 mode=$2 out=$results/$1$2 start=$EPOCHREALTIME options= code=0
  if [[ $mode != default ]]; then
    options=$mode
  fi
  JAVA_HOME=$(find_jdk "$jdk") ASPECTVM_JAVA_OPTS="${ASPECTVM_JAVA_OPTS:-} $options" \
    "$aspectvm" spec --json "${scripts[@]}" >"$out.json" 2>"$out.err" </dev/null || code=$?
  echo "$code" >"$out.code"
  seconds_since "$start" >"$out.seconds"
}

# Prints one of a run's totals, or nothing where the run gave none.
total() {
  sed -n "s/.*\"totals\":{[^}]*\"$2\":\([0-9]*\).*/\1/p" "$1.json"
}

# Before the clock runs: the first call may build.
"$aspectvm" --version >/dev/null

mapfile -t jdks < <(present_jdks)
for jdk in "${jdks[@]}"; do
  for mode in "${jit_modes[@]}"; do
    await_slot
    run "$jdk" "$mode" &
  done
done
wait

row() {
  printf '%-4s %-26s %8s %8s %8s %8s\n' "$@"
}

# The first messages and failed assertions of a run.
complain() {
  cat "$1.err"
  grep -o '{"line":[^}]*}' "$1.json" | head -n 20 || true
}

row JDK mode passed failed skipped seconds
status=0
first=$results/${jdks[0]}${jit_modes[0]}
for jdk in "${jdks[@]}"; do
  for mode in "${jit_modes[@]}"; do
    out=$results/$jdk$mode
    row "$jdk" "$mode" "$(total "$out" passed)" "$(total "$out" failed)" "$(total "$out" skipped)" "$(<"$out.seconds")"
    if [[ $(<"$out.code") != 0 ]]; then
      status=1
    fi
    if ! cmp -s "$out.json" "$first.json"; then
      status=1
      echo "JDK $jdk $mode: other results than JDK ${jdks[0]} ${jit_modes[0]}" >&2
      complain "$out" >&2
    fi
  done
done
if [[ $(<"$first.code") != 0 ]]; then
  complain "$first" >&2
fi
exit "$status"
