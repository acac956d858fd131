#!/usr/bin/env bash
# Fuzzes one target for so many seconds, from its seeds and from what earlier runs left in fuzz/target/fuzz/TARGET/corpus;
# docs/fuzzing.md has the targets. Further arguments are options of Jazzer and of libFuzzer. Exit code: 0 where nothing
# was found.
set -euo pipefail
if (($# < 2)); then
  echo "usage: tools/fuzz.sh TARGET SECONDS [OPTION]..." >&2
  exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../fuzz"

(cd .. && mvn -B -q -Dquick -pl fuzz -am test-compile dependency:build-classpath@test-class-path </dev/null)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "target/test-classes:$(<target/test-class-path.txt)" \
  io.aspectvm.fuzz.FuzzRun "$@" </dev/null
