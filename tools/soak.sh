#!/usr/bin/env bash
# Runs very many executions in one JVM, a twentieth of them hostile, checks every result, and looks for what grows:
#   tools/soak.sh [EXECUTIONS] [THREADS]     1,000,000 on 2 threads where they are left out
#   tools/soak.sh report                     prints what there is so far, also while it runs
#   SEED=2     for another choice of executions
#   JDK=25     instead of 17
#   JAVA_FLAGS for the JVM; by default a heap of 512 MB whose pages it has, so that the process shows what else grows
#   SOAK=FILE  for the samples; compiler/target/soak.tsv where it is left out
# Prints a report in Markdown. Exit code 1: a result is wrong, or something grows; 2: the arguments are wrong.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"

executions=${1:-1000000}
threads=${2:-2}
if [[ $executions != report && ! "$executions $threads" =~ ^[1-9][0-9]*\ [1-9][0-9]*$ ]]; then
  sed -n '2,10s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
samples=$(realpath -m "${SOAK:-$root/compiler/target/soak.tsv}")
jdk=${JDK:-17}
home=$(find_jdk "$jdk")
if [[ -z $home ]]; then
  echo "no JDK $jdk here" >&2
  exit 2
fi

cd "$root/compiler"
run() {
  # shellcheck disable=SC2086 # flags are words
  "$home/bin/java" $1 -cp "target/test-classes:target/classes:$(<target/test-class-path.txt)" \
    "io.aspectvm.compiler.soak.$2" "${@:3}" </dev/null
}

status=0
if [[ $executions != report ]]; then
  (cd "$root" && mvn -B -q -Dquick -pl compiler -am test-compile dependency:build-classpath@test-class-path </dev/null) >&2
  run "${JAVA_FLAGS--Xms512m -Xmx512m -XX:+AlwaysPreTouch}" SoakMain \
    "$samples" "$executions" "$threads" "${SEED:-1}" || status=$?
fi
run -Xshare:auto SoakReport "$samples"
exit "$status"
