#!/usr/bin/env bash
# Measures everything, one after the other, and writes tables, plots and an index of both:
#   tools/benchmarks.sh quick              what matters most, on the newest JDK; 15 minutes
#   tools/benchmarks.sh full               all engines and sizes, on all supported JDKs; about five hours
#   tools/benchmarks.sh report             measures nothing: index and plots of what is there already
#   tools/benchmarks.sh quick --publish    and then puts everything into docs/benchmarks, its headline into README.md
#   JDKS="17 25" STEPS="kernels lifecycle" tools/benchmarks.sh quick
# Writes into jmh/target/benchmarks, or into the folder that the argument behind names. Steps are kernels, lifecycle,
# whitepaper and calibration; of those that are not chosen, what is there stays. A step that fails is named, the others
# go on; then the exit code is 1, and nothing is published. Needs clang (or CC), and node for V8 and the EVM.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"
# shellcheck source=tools/measuring.sh
source "$root/tools/measuring.sh"

usage() {
  sed -n '2,11s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

published=$root/docs/benchmarks
all_steps=(kernels lifecycle whitepaper calibration)
effort=${1:-}
[[ $effort =~ ^(quick|full|report)$ ]] || usage
shift
out=$root/jmh/target/benchmarks
publish=
while (($#)); do
  case $1 in
    --publish) publish=yes ;;
    -*) usage ;;
    *) out=$1 ;;
  esac
  shift
done
read -ra steps <<<"${STEPS:-${all_steps[*]}}"
for step in "${steps[@]}"; do
  if [[ " ${all_steps[*]} " != *" $step "* ]]; then
    echo "no step '$step': there are ${all_steps[*]}" >&2
    exit 2
  fi
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
jar=$root/jmh/target/compare/aspectvm-jmh.jar

# Files that a step leaves: its table, and all that was measured.
results() {
  case $1 in
    whitepaper | calibration) echo "$1.md $1.jsonl" ;;
    *) echo "$1.md $1.json" ;;
  esac
}

# Runs a step in a folder of its own.
measure() {
  local step=$1 folder=$2
  case $step in
    kernels)
      if [[ $effort == quick ]]; then
        ENGINES=${ENGINES:-$quick_engines} "$root/tools/compare.sh" quick "$folder"
      else
        "$root/tools/compare.sh" full "$folder"
      fi
      ;;
    calibration) run_java "$newest" calibration.CalibrationTable "$effort" "$folder" ;;
    *) "$root/tools/$step.sh" "$effort" "$folder" ;;
  esac
}

# Measures, and keeps the step's files where all of them are there; old ones are not taken for new ones.
run_step() {
  local step=$1 folder=$out/steps/$1 files
  read -ra files <<<"$(results "$step")"
  (cd "$out" && rm -f "${files[@]}")
  rm -rf "$folder"
  mkdir -p "$folder"
  measure "$step" "$folder" && (cd "$folder" && cp "${files[@]}" "$out/")
}

quick_engines="aspectvm-instance+gas aspectvm-instance endive-array wasmtime"

start=$SECONDS
echo "== building" >&2
build_benchmarks
export BUILT=yes
mapfile -t jdks < <(measured_jdks "$effort")
newest=${jdks[-1]}
failed=()
took=()

if [[ $effort != report ]]; then
  run_notes "${JDKS:+JDKS=\"$JDKS\" }${ENGINES:+ENGINES=\"$ENGINES\" }${STEPS:+STEPS=\"$STEPS\" }tools/benchmarks.sh $effort" >"$out/run.txt"
  for jdk in "${jdks[@]}"; do
    "$(find_jdk "$jdk")/bin/java" --version | sed -n 2p >>"$out/run.txt"
  done
  for step in "${steps[@]}"; do
    before=$SECONDS
    echo "== $step, after $((before - start)) s" >&2
    # Not as a condition: errors within would not stop it.
    set +e
    (set -e; run_step "$step")
    status=$?
    set -e
    if ((status)); then
      echo "== $step failed: exit code $status" >&2
      failed+=("$step")
    fi
    took+=("$step $((SECONDS - before)) s")
  done
  {
    echo "load after: $(load)"
    echo "took $((SECONDS - start)) s: $(IFS=,; echo "${took[*]}" | sed 's/,/, /g')"
    [[ -z ${failed[*]} ]] || echo "failed: ${failed[*]}"
  } >>"$out/run.txt"
fi

if [[ $effort == report && -f $out/run.txt ]]; then
  read -ra failed <<<"$(sed -n 's/^failed: //p' "$out/run.txt")"
fi
echo "== report" >&2
rm -f "$out"/*.svg
run_java "$newest" report.BenchmarkReport "$out"
echo "== $out/README.md, after $((SECONDS - start)) s" >&2

if ((${#failed[@]})); then
  echo "== failed: ${failed[*]}${publish:+; nothing is published}" >&2
  exit 1
fi
if [[ -n $publish ]]; then
  rm -f "$published"/*.svg
  for step in "${all_steps[@]}"; do
    for file in $(results "$step"); do
      [[ ! -f $out/$file ]] || cp "$out/$file" "$published/"
    done
  done
  cp "$out/run.txt" "$published/"
  run_java "$newest" report.BenchmarkReport "$published" "$root/README.md"
  echo "== $published/README.md" >&2
fi
