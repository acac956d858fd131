# JDKs and JVM flags that the project is tested with; sourced by .ci/run and by the matrices beside this file.
# JAVA17_HOME and JAVA25_HOME name JDKs outside /usr/lib/jvm.

supported_jdks=(17 25)

# Ways to execute: interpreter, C1, C2, everything compiled at its first call, and what users have.
# shellcheck disable=SC2034 # for those who source this
jit_modes=(default -Xint -XX:TieredStopAtLevel=1 -XX:-TieredCompilation -Xcomp)

# Prints the major version of the JDK at the given home, whatever flags the environment has for any JVM.
major() {
  local version
  version=$(env -u JAVA_TOOL_OPTIONS -u _JAVA_OPTIONS -u JDK_JAVAC_OPTIONS "$1/bin/javac" -version 2>&1)
  version=${version#javac }
  echo "${version%%[.-]*}"
}

# Prints the home of a JDK of the given major version, or nothing.
find_jdk() {
  local named="JAVA$1_HOME" home
  for home in ${!named:+"${!named}"} /usr/lib/jvm/*; do
    if [[ -x $home/bin/javac && $(major "$home") == "$1" ]]; then
      echo "$home"
      return
    fi
  done
}

# Prints the supported major versions that are here, and says which are not.
present_jdks() {
  local jdk
  for jdk in "${supported_jdks[@]}"; do
    if [[ -n $(find_jdk "$jdk") ]]; then
      echo "$jdk"
    else
      echo "no JDK $jdk here: left out" >&2
    fi
  done
}

# Waits until at most one job runs in the background: JVMs compile on threads of their own.
await_slot() {
  while (($(jobs -rp | wc -l) > 1)); do
    wait -n || true
  done
}

# Prints the seconds since the given $EPOCHREALTIME, to a tenth.
seconds_since() {
  local microseconds=$((${EPOCHREALTIME//[.,]/} - ${1//[.,]/}))
  echo "$((microseconds / 1000000)).$((microseconds / 100000 % 10))"
}
