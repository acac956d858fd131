# What the scripts that measure have in common; sourced by them, after jvms.sh. They set $root, and $jar where they run Java.

# Prints the JDKs to measure on: for quick the newest, for full all that are here, or those that $JDKS names.
measured_jdks() {
  if [[ -n ${JDKS:-} ]]; then
    tr ' ' '\n' <<<"$JDKS"
  elif [[ $1 == quick ]]; then
    present_jdks | tail -1
  else
    present_jdks
  fi
}

# Prints the load over 1, 5 and 15 minutes.
load() { cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || uptime; }

# Prints notes about the machine and the run: a line each. The arguments are the command.
run_notes() {
  echo "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(uname -sr)"
  echo "\`$*\` at $(git -C "$root" rev-parse --short HEAD), $(date -u +%F)"
  echo "load before (1, 5, 15 minutes): $(load)"
}

# Runs a class below io.aspectvm.jmh: JDK CLASS ARGUMENT...
run_java() {
  local jdk=$1 class=$2
  shift 2
  # shellcheck disable=SC2086 # flags are words
  "$(find_jdk "$jdk")/bin/java" ${JAVA_FLAGS:-} -cp "$jar" "io.aspectvm.jmh.$class" "$@" </dev/null
}

# Builds the benchmarks with all engines, unless BUILT says that this was done.
build_benchmarks() {
  [[ -n ${BUILT:-} ]] && return
  (cd "$root" && mvn -B -q -Dquick -DskipTests -Pcompare -pl jmh -am package </dev/null >&2)
}
