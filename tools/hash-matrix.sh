#!/usr/bin/env bash
# Runs a fixed set of modules, inputs and gas limits in many JVMs, and compares the hash over everything that came of
# it, and the one over everything that was compiled: on both JDKs in every JIT mode; then with other collectors, heaps,
# languages, time zones, encodings and hash codes. Prints a table. Exit code 1: two JVMs differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../compiler"
# shellcheck source=tools/jvms.sh
source ../tools/jvms.sh

# How often a JVM runs the set: what was interpreted in the first round is compiled in the later ones.
rounds_in() {
  case $1 in
    -Xint* | -Xcomp*) echo 1 ;;
    *) echo 3 ;;
  esac
}

variants=(
  "${jit_modes[@]}"
  -XX:+UseSerialGC
  -XX:+UseParallelGC
  -XX:+UseG1GC
  -Xmx160m
  "-Duser.language=en -Duser.country=US"
  "-Duser.language=tr -Duser.country=TR"
  "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab"
  "-Duser.timezone=Asia/Kathmandu -Dfile.encoding=ISO-8859-1"
  "-XX:+UnlockExperimentalVMOptions -XX:hashCode=2"
  "-Xcomp -XX:+UseSerialGC -Duser.language=tr -Duser.country=TR"
  "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC -Duser.language=th -Duser.country=TH -Duser.extensions=u-nu-thai"
)

(cd .. && mvn -B -q -Dquick -pl compiler -am test-compile dependency:build-classpath@test-class-path </dev/null)
class_path=target/test-classes:target/classes:$(<target/test-class-path.txt)

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Files a run leaves: its hashes, its messages, its seconds.
run() {
  local jdk=$1 out=$results/$2 start=$EPOCHREALTIME flags=$3
  if [[ $flags == default ]]; then
    flags=
  fi
  # shellcheck disable=SC2086 # flags are words
  "$(find_jdk "$jdk")/bin/java" $flags -cp "$class_path" \
    io.aspectvm.compiler.determinism.ResultHash "$out.hash" "$(rounds_in "$flags")" >"$out.err" 2>&1 </dev/null || true
  seconds_since "$start" >"$out.seconds"
}

mapfile -t jdks < <(present_jdks)
for jdk in "${jdks[@]}"; do
  for i in "${!variants[@]}"; do
    await_slot
    run "$jdk" "$jdk-$i" "${variants[i]}" &
  done
done
wait

# Prints the first digits of a hash, or "none".
hash() {
  local found
  found=$(sed -n "s/^$2 //p" "$1" 2>/dev/null) || true
  echo "${found:0:16}"
}

row='%-4s %-16s %-16s %8s  %s\n'
# shellcheck disable=SC2059 # the format is a constant
printf "$row" JDK results artefacts seconds flags
status=0
first=$results/${jdks[0]}-0.hash
for jdk in "${jdks[@]}"; do
  for i in "${!variants[@]}"; do
    out=$results/$jdk-$i
    # shellcheck disable=SC2059
    printf "$row" "$jdk" "$(hash "$out.hash" results)" "$(hash "$out.hash" artefacts)" "$(<"$out.seconds")" "${variants[i]}"
    if ! cmp -s "$out.hash" "$first"; then
      status=1
      echo "JDK $jdk ${variants[i]}: differs from JDK ${jdks[0]} ${variants[0]}" >&2
      cat "$out.err" >&2
      diff "$first" "$out.hash" >&2 || true
    fi
  done
done
if ! cmp -s <(grep -v '^artefacts ' "$first") src/test/resources/determinism/result-hash.expected.txt; then
  status=1
  echo "the results are not those of compiler/src/test/resources/determinism/result-hash.expected.txt" >&2
fi
((status == 0)) && echo "all the same"
exit "$status"
