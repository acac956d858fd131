#!/usr/bin/env bash
# Tests the tests of what must never be wrong: changes its code in one place at a time, by the rules of PIT, and looks
# whether a unit test of the same module fails. Arguments: modules, gas-injector, runtime or wasm; without any, these three.
# Prints a table of packages and the changes that no test noticed; docs/mutation.md says why those are left.
# Reports: MODULE/target/pit-reports/index.html. One thread; some minutes for each module.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if (($# == 0)); then
  set -- gas-injector runtime wasm
fi

# Columns of the reports: file, class, mutator, method, line, status, the test that failed.
table() {
  awk -F, '
    { package = $2; sub(/\.[^.]*$/, "", package); all[package]++; count[package, $6]++ }
    END {
      for (package in all) {
        survived = count[package, "SURVIVED"]
        uncovered = count[package, "NO_COVERAGE"]
        killed = all[package] - survived - uncovered
        printf "%-32s %8d %8d %8d %12d\n", package, all[package], killed, survived, uncovered
      }
    }' "$1" | sort
}

survivors() {
  awk -F, '$6 == "SURVIVED" || $6 == "NO_COVERAGE" {
    class = $2; sub(/.*\./, "", class); mutator = $3; sub(/.*\./, "", mutator)
    printf "%s.%s:%d %s %s\n", class, $4, $5, mutator, $6
  }' "$1" | sort
}

status=0
for module; do
  case $module in
    gas-injector | runtime | wasm) ;;
    *)
      echo "no mutation tests for $module: gas-injector, runtime or wasm" >&2
      exit 2
      ;;
  esac
  start=$SECONDS
  rm -rf "$root/$module/target/pit-reports"
  log=$root/$module/target/mutation.log
  mkdir -p "$root/$module/target"
  if ! nice mvn -B -f "$root/pom.xml" -Dquick "-Dmutation=$module" -pl "$module" -am process-test-classes \
    </dev/null >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    status=1
    continue
  fi
  printf '%-32s %8s %8s %8s %12s\n' "$module, $((SECONDS - start)) s" mutants killed survived 'not covered'
  table "$root/$module/target/pit-reports/mutations.csv"
  echo
  survivors "$root/$module/target/pit-reports/mutations.csv"
  echo
done
exit "$status"
