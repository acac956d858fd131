#!/usr/bin/env bash
# Compares random modules with the second engine, for many seeds, and goes on where it stopped:
#   tools/campaign.sh MODULES [SEED] [JVM flags...]
# MODULES and SEED (0 where it is left out) are multiples of 100. Each set of flags, such as -Xint, is a campaign of its own.
#   JVMS=2      processes at once; more may be started by another call, also while this one runs
#   MINUTES=15  after which no block of 100 modules is begun
#   JDK=25      instead of 17
#   CAMPAIGN=DIR for the ledgers and for what differs; compiler/target/campaign where it is left out
# Prints modules, executions and differences of all that is done. Exit code 1: engines differ; 2: an argument is wrong;
# 3: it cannot go on.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"

usage() {
  sed -n '2,10s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

modules=${1:-}
[[ $modules =~ ^[0-9]+$ && ${MINUTES:-0} =~ ^[0-9]{1,9}$ ]] || usage
shift
seed=0
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seed=$1
  shift
fi
flags=("$@")
folder=${CAMPAIGN:-$root/compiler/target/campaign}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
jdk=${JDK:-17}
home=$(find_jdk "$jdk")
if [[ -z $home ]]; then
  echo "no JDK $jdk here" >&2
  exit 2
fi
mode=jdk$jdk${flags[*]:+"${flags[*]}"}
mode=${mode//[^A-Za-z0-9.+=-]/_}
revision=$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)

cd "$root/compiler"
(cd "$root" && mvn -B -q -Dquick -pl compiler -am test-compile dependency:build-classpath@test-class-path </dev/null) >&2

# Classes by the thousand that live for milliseconds: collected on one thread, and not too often.
memory=(-Xmn128m -XX:MetaspaceSize=256m)
[[ ${flags[*]} =~ Use[A-Za-z]*GC ]] || memory+=(-XX:+UseSerialGC)

campaign() {
  "$home/bin/java" "${memory[@]}" "${flags[@]}" -cp "target/test-classes:target/classes:$(<target/test-class-path.txt)" \
    io.aspectvm.compiler.random.Campaign "$folder" "$mode" "$revision" "$seed" "$modules" "$1"
}

pids=()
for ((i = 0; i < ${JVMS:-1}; i++)); do
  campaign "${MINUTES:-1000000}" &
  pids+=($!)
done
status=0
for pid in "${pids[@]}"; do
  wait "$pid" || status=$?
done
((status == 0)) || exit "$status"
flags=()
campaign summary
