#!/usr/bin/env bash
# Measures the kernels of jmh/src/main/kernels on this project, its peers, V8 and in native code, side by side:
#   tools/compare.sh quick          some engines, on the newest JDK; 10 minutes
#   tools/compare.sh full           all engines, on all supported JDKs; about four hours
#   KERNELS="fib words" ENGINES="aspectvm-instance+gas endive-array" tools/compare.sh quick
# Checks first that all engines return the same. Writes a table (kernels.md) and all samples (kernels.json) into
# jmh/target/comparison, or into the folder that the second argument names. Needs clang (or CC), and node for V8.
# JAVA_FLAGS: for the JVMs; -Djmh.ignoreLock=true where somebody else runs benchmarks too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"
# shellcheck source=tools/measuring.sh
source "$root/tools/measuring.sh"

effort=${1:-}
case $effort in
  quick)
    engines="aspectvm-instance+gas aspectvm-instance endive-array+gas endive-array endive chicory wasmtime+gas wasmtime"
    samples=(2 7 100) # warm-up, samples, milliseconds of each
    ;;
  full)
    engines=
    for engine in aspectvm-{instance,class-loader,strict} endive-array endive chicory chicory-interpreter graalwasm wasmtime; do
      engines+=" $engine+gas $engine"
    done
    samples=(5 21 300)
    ;;
  *)
    sed -n '2,8s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
read -ra engines <<<"${ENGINES:-$engines}"
out=${2:-$root/jmh/target/comparison}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$root/jmh/src/main/kernels"

measurements=$out/measurements.tsv
notes=$out/notes.txt
rm -f "$measurements" "$notes"

declare -A arguments expected
kernels=()
while read -r kernel argument result; do
  [[ $kernel == \#* ]] && continue
  kernels+=("$kernel")
  arguments[$kernel]=$argument
  expected[$kernel]=$result
done <kernels.tsv
# Calls of nothing are part of every run: the report gives their cost.
[[ -n ${KERNELS:-} ]] && read -ra kernels <<<"nothing ${KERNELS/nothing/}"

echo "== building" >&2
./build.sh --native "$out/native"
build_benchmarks
jar=$root/jmh/target/compare/aspectvm-jmh.jar

compiler=$("${CC:-clang}" --version | sed -n '1s/ (.*//; 1p')
v8=
if command -v node >/dev/null; then
  v8="node $(node -p 'process.version + ", V8 " + process.versions.v8')"
else
  echo "v8: skipped, no node here" >&2
fi
mapfile -t jdks < <(measured_jdks "$effort")

# Prints what a kernel returns in native code or V8, and its samples: native|v8 KERNEL WARM_UP SAMPLES MILLISECONDS
outside() {
  local engine=$1 kernel=$2
  shift 2
  if [[ $engine == native ]]; then
    "$out/native/$kernel" "${arguments[$kernel]}" "$@"
  else
    node v8.mjs "$kernel.wasm" "${arguments[$kernel]}" "$@"
  fi
}

echo "== checking that all return the same" >&2
outsiders=(native ${v8:+v8})
for engine in "${outsiders[@]}"; do
  for kernel in "${kernels[@]}"; do
    result=$(outside "$engine" "$kernel" 0 0 0)
    if [[ $result != "${expected[$kernel]}" ]]; then
      echo "$engine, $kernel: $result instead of ${expected[$kernel]}" >&2
      exit 1
    fi
  done
done
declare -A runnable
for jdk in "${jdks[@]}"; do
  runnable[$jdk]=$(run_java "$jdk" EngineCheck "${engines[@]}")
done

run_notes "tools/compare.sh $effort" >"$notes"

start=$SECONDS
for kernel in "${kernels[@]}"; do
  echo "== $kernel, after $((SECONDS - start)) s" >&2
  for engine in "${outsiders[@]}"; do
    platform=$compiler
    [[ $engine == v8 ]] && platform=$v8
    line=$(outside "$engine" "$kernel" "${samples[@]}")
    printf '%s\t%s\tfalse\t%s\t%s\n' "$platform" "$engine" "$kernel" "${line#* }" >>"$measurements"
  done
  for jdk in "${jdks[@]}"; do
    [[ -z ${runnable[$jdk]} ]] && continue
    # shellcheck disable=SC2086 # names are words
    run_java "$jdk" KernelComparison "$measurements" "$effort" "$kernel" ${runnable[$jdk]}
  done
done
echo "load after: $(load); measured for $((SECONDS - start)) s" >>"$notes"

run_java "${jdks[0]}" KernelReport "$measurements" "$notes" "$out/kernels.json" "$out/kernels.md"
echo "== $out/kernels.md" >&2
