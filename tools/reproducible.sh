#!/usr/bin/env bash
# Builds everything that is published twice, in different folders, time zones and languages, and compares the bytes.
# The file mask is the usual one: jars have the modes of the files that go into them. --javadoc: with the Javadoc jars,
# which take as long again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$root/target/reproducible

javadoc=-Dmaven.javadoc.skip
if [[ ${1:-} == --javadoc ]]; then
  javadoc=-Dmaven.javadoc.skip=false
elif (($# > 0)); then
  echo "usage: tools/reproducible.sh [--javadoc]" >&2
  exit 2
fi

# The tracked files as they are now, and new ones that are not ignored.
copy() {
  mkdir -p "$1"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' file; do
      if [[ -e $file ]]; then printf '%s\0' "$file"; fi
    done | tar --null --files-from=- -cf -) | tar -xf - -C "$1"
}

# folder, time zone, language
build() {
  echo "== build in $1"
  copy "$work/$1"
  (
    cd "$work/$1"
    umask 022
    MAVEN_OPTS="${MAVEN_OPTS:-} -Duser.timezone=$2 -Duser.language=$3" \
      mvn -B -q -Prelease -Dquick -DskipTests -pl "!jmh,!acceptance,!fuzz" "$javadoc" package </dev/null
  )
}

# What is published of a build: relative names and digests.
published() {
  (
    cd "$work/$1"
    find . -mindepth 3 -maxdepth 3 -path './*/target/*' \
      \( -name '*.jar' -o -name 'bom.json' \) -print0 |
      sort -z | xargs -0 sha256sum
  )
}

rm -rf "$work"
build one UTC en
build "some where else" Asia/Kathmandu ar
published one >"$work/one.sha256"
published "some where else" >"$work/other.sha256"
if ! diff "$work/one.sha256" "$work/other.sha256" >&2; then
  echo "not reproducible: the files above differ" >&2
  exit 1
fi
echo "reproducible: $(wc -l <"$work/one.sha256") files are the same in both builds"
rm -rf "$work/one" "$work/some where else"
