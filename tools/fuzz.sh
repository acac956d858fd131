#!/usr/bin/env bash
# Fuzzes one target for so many seconds, from its seeds and from what earlier runs left in fuzz/target/fuzz/TARGET/corpus;
# docs/fuzzing.md has the targets. Further arguments are options of Jazzer and of libFuzzer.
#   JDK=25     instead of 17
# Exit code: 0 where nothing was found; 2: the arguments are wrong.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/jvms.sh
source "$root/tools/jvms.sh"

if (($# < 2)); then
  echo "usage: [JDK=25] tools/fuzz.sh TARGET SECONDS [OPTION]..." >&2
  exit 2
fi
jdk=${JDK:-17}
home=$(find_jdk "$jdk")
if [[ -z $home ]]; then
  echo "no JDK $jdk here" >&2
  exit 2
fi

(cd "$root" && mvn -B -q -Dquick -pl fuzz -am test-compile dependency:build-classpath@test-class-path </dev/null)
cd "$root/fuzz"
exec "$home/bin/java" -cp "target/test-classes:$(<target/test-class-path.txt)" io.aspectvm.fuzz.FuzzRun "$@" </dev/null
