#!/usr/bin/env bash
# Measures what an aspect costs besides its steady state: context switch, cold first call, compiling, allocation, memory,
# throughput, and ever more aspects in one runtime; beside peers where that is simple:
#   tools/lifecycle.sh quick        few sizes, on the newest JDK; 6 minutes
#   tools/lifecycle.sh full         on all supported JDKs; 20 minutes
#   PARTS="compile retained" JDKS=17 tools/lifecycle.sh quick
# Writes tables with bars (lifecycle.md) and all values (lifecycle.json) into jmh/target/lifecycle, or into the folder that
# the second argument names. JAVA_FLAGS: for the JVMs; by default a heap of 1 GB whose pages the system has given already, as
# they are in a JVM that has been running: a first touch of 64 KB costs 30 us.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"
# shellcheck source=tools/measuring.sh
source "$root/tools/measuring.sh"

effort=${1:-}
if [[ ! $effort =~ ^(quick|full)$ ]]; then
  sed -n '2,9s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
JAVA_FLAGS=${JAVA_FLAGS--Xms1g -Xmx1g -XX:+AlwaysPreTouch}
out=${2:-$root/jmh/target/lifecycle}
mkdir -p "$out"
out=$(cd "$out" && pwd)
records=$out/records.tsv
notes=$out/notes.txt
rm -f "$records" "$notes"

echo "== building" >&2
build_benchmarks
jar=$root/jmh/target/compare/aspectvm-jmh.jar
mapfile -t jdks < <(measured_jdks "$effort")
mapfile -t groups < <(run_java "${jdks[0]}" life.LifeCycle)
[[ -n ${PARTS:-} ]] && read -ra groups <<<"$PARTS"

{
  run_notes "tools/lifecycle.sh $effort"
  echo "JVM flags: $JAVA_FLAGS"
} >"$notes"
start=$SECONDS
for jdk in "${jdks[@]}"; do
  # Each in a JVM of its own: what one has compiled and loaded must not weigh on the next.
  for group in "${groups[@]}"; do
    echo "== $group on JDK $jdk, after $((SECONDS - start)) s" >&2
    run_java "$jdk" life.LifeCycle "$records" "$effort" "$group"
  done
done
echo "load after: $(load); measured for $((SECONDS - start)) s" >>"$notes"

run_java "${jdks[0]}" life.LifeReport "$records" "$notes" "$out/lifecycle.json" "$out/lifecycle.md"
echo "== $out/lifecycle.md" >&2
