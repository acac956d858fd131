#!/usr/bin/env bash
# Makes the three tests of the reference's whitepaper, section 8.1: the cost of a join point call as their number grows,
# computation time as the amount of Fibonacci grows, and what can be computed within a millisecond as join points grow; and
# compares arithmetic on 256-bit numbers with wide arithmetic and without. Beside them: native code, V8, and an EVM.
#   tools/whitepaper.sh quick       on the newest JDK; 3 minutes
#   tools/whitepaper.sh full        on all supported JDKs, more points and samples; half an hour
# Checks first that all return the same. Writes tables (whitepaper.md) and all points (whitepaper.jsonl) into
# jmh/target/whitepaper, or into the folder that the second argument names. What is not there is left out and said: clang
# (or CC), node for V8, and npm for the EVM, which it installs into jmh/target/evm. JAVA_FLAGS: for the JVMs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"
# shellcheck source=tools/measuring.sh
source "$root/tools/measuring.sh"

evm_version=10.1.3
# Compiles in the foreground: on a busy machine, code is warm otherwise only when its samples have been taken.
export JAVA_FLAGS="${JAVA_FLAGS:-} -Xbatch"

effort=${1:-}
case $effort in
  quick)
    samples=(2 5 100) # warm-up, samples, milliseconds of each
    iterations=(1 10 100 1000 10000 100000)
    evm_iterations=(1 10 100 1000 10000)
    ;;
  full)
    samples=(4 9 300)
    iterations=(1 10 100 1000 10000 100000 1000000)
    evm_iterations=(1 10 100 1000 10000 100000)
    ;;
  *)
    sed -n '2,10s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
out=${2:-$root/jmh/target/whitepaper}
mkdir -p "$out"
out=$(cd "$out" && pwd)
points=$out/points.tsv
notes=$out/notes.txt
rm -f "$points" "$notes"
sources=$root/jmh/src/main
operations=$(awk '$1 == "mulmod" { print $2 }' "$sources/kernels/kernels.tsv")

echo "== building" >&2
build_benchmarks
jar=$root/jmh/target/compare/aspectvm-jmh.jar
mapfile -t jdks < <(measured_jdks "$effort")
newest=${jdks[-1]}
run_java "$newest" whitepaper.WhitepaperModules "$out/modules"

run_notes "tools/whitepaper.sh $effort" >"$notes"
skip() {
  echo "$1: skipped, $2" | tee -a "$notes" >&2
}

cc=${CC:-clang}
if command -v "$cc" >/dev/null; then
  compiler=$("$cc" --version | sed -n '1s/ (.*//; 1p')
  mkdir -p "$out/native"
  for program in fibonacci add mul mulmod; do
    "$cc" -O2 -march=native -std=gnu11 -Wall -Wextra -c -o "$out/native/$program.o" "$sources/whitepaper/$program.c"
    "$cc" -O2 -o "$out/native/$program" "$out/native/$program.o" "$sources/kernels/native.c"
  done
else
  compiler=
  skip "native code" "no $cc here"
fi

v8=
evm=
if command -v node >/dev/null; then
  v8="node $(node -p 'process.version + ", V8 " + process.versions.v8')"
  evm_folder=$root/jmh/target/evm
  mkdir -p "$evm_folder"
  if ! command -v npm >/dev/null; then
    skip "EVM" "no npm here"
  elif ! npm install --prefix "$evm_folder" --no-audit --no-fund --no-save --silent \
    "@ethereumjs/evm@$evm_version" </dev/null >"$out/npm.log" 2>&1; then
    skip "EVM" "npm does not get @ethereumjs/evm $evm_version, see npm.log"
  elif ! node "$sources/whitepaper/evm.mjs" "$evm_folder" fibonacci 10 0 0 0 >/dev/null 2>>"$out/npm.log"; then
    skip "EVM" "it does not run on node $(node --version), see npm.log"
  else
    evm="EVM (@ethereumjs/evm $evm_version)"
  fi
else
  skip "V8 and EVM" "no node here"
fi

# Prints what a program returns on another machine, and its samples: native|v8|evm PROGRAM ARGUMENT WARM_UP SAMPLES MILLISECONDS
outside() {
  local machine=$1 program=$2
  shift 2
  case $machine in
    native) "$out/native/$program" "$@" ;;
    v8) node "$sources/kernels/v8.mjs" "$out/modules/$program.wasm" "$@" ;;
    evm) node "$sources/whitepaper/evm.mjs" "$evm_folder" "$program" "$@" ;;
  esac
}

# What a machine runs on, and what its series are called.
platform() {
  case $1 in
    native) echo "$compiler" ;;
    *) echo "$v8" ;;
  esac
}

series() {
  case $1 in
    native) echo native ;;
    v8) echo "V8" ;;
    evm) echo "$evm" ;;
  esac
}

# Measures a program on another machine, and appends a point: GROUP X UNIT NANOS_PER_UNIT MACHINE PROGRAM ARGUMENT
point() {
  local group=$1 x=$2 unit=$3 divisor=$4
  shift 4
  local line values
  line=$(outside "$@" "${samples[@]}")
  values=$(awk -v d="$divisor" '{ for (i = 2; i <= NF; i++) printf "%s%.6g", (i > 2 ? " " : ""), $i / d }' <<<"$line")
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$(platform "$1")" "$group" "$(series "$1")" "$x" "$unit" "$values" >>"$points"
}

machines=(${compiler:+native} ${v8:+v8} ${evm:+evm})

echo "== checking that all return the same: ${machines[*]}" >&2
for program in fibonacci add mul mulmod; do
  expected=
  [[ $program == mulmod ]] && expected=$(awk '$1 == "mulmod" { print $3 }' "$sources/kernels/kernels.tsv")
  for machine in "${machines[@]}"; do
    # An EVM's MULMOD is not Montgomery's product; what it returns is compared with big integers there.
    [[ $program/$machine == mulmod/evm ]] && continue
    result=$(outside "$machine" "$program" "$operations" 0 0 0)
    : "${expected:=$result}"
    if [[ ${result%% *} != "${expected%% *}" ]]; then
      echo "$machine, $program: $result instead of $expected" >&2
      exit 1
    fi
  done
done

start=$SECONDS
for machine in "${machines[@]}"; do
  echo "== $machine, after $((SECONDS - start)) s" >&2
  counts=("${iterations[@]}")
  [[ $machine == evm ]] && counts=("${evm_iterations[@]}")
  for count in "${counts[@]}"; do
    point fibonacci "$count" us 1000 "$machine" fibonacci "$count"
  done
  for program in add mul mulmod; do
    point wide "$program" "ns / operation" "$operations" "$machine" "$program" "$operations"
  done
done
for jdk in "${jdks[@]}"; do
  echo "== JDK $jdk, after $((SECONDS - start)) s" >&2
  run_java "$jdk" whitepaper.Whitepaper "$points" "$effort"
done
echo "load after: $(load); measured for $((SECONDS - start)) s" >>"$notes"

run_java "$newest" whitepaper.WhitepaperReport "$points" "$notes" "$out/whitepaper.jsonl" "$out/whitepaper.md"
echo "== $out/whitepaper.md" >&2
