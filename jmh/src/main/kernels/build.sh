#!/usr/bin/env bash
# Builds every kernel as a module beside its source, and natively into the folder of the first argument; writes what the
# native ones compute into kernels.tsv. Needs clang and lld for wasm32 (Debian: clang lld).
# --native: builds natively only, as the comparison does.
set -euo pipefail

only_native=
if [[ ${1:-} == --native ]]; then
  only_native=1
  shift
fi
if (($# != 1)); then
  echo "usage: ${BASH_SOURCE[0]} [--native] FOLDER" >&2
  exit 2
fi
mkdir -p "$1"
native=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"
cc=${CC:-clang}

# No calls to a library that is not there, in either build; nothing beyond the first version of the instruction set.
common=(-O2 -std=c11 -Wall -Wextra -Wno-sign-compare -Wno-sign-conversion -ffreestanding -fno-builtin)

while read -r kernel argument _; do
  if [[ $kernel == \#* ]]; then
    continue
  fi
  if [[ -z $only_native ]]; then
    clang --target=wasm32 -mcpu=mvp "${common[@]}" -nostdlib -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=8192 \
      -o "$kernel.wasm" "$kernel.c"
    chmod -x "$kernel.wasm"
  fi
  "$cc" -march=native "${common[@]}" -c -o "$native/$kernel.o" "$kernel.c"
  "$cc" -O2 -o "$native/$kernel" "$native/$kernel.o" native.c
  if [[ -z $only_native ]]; then
    printf '%s\t%s\t%s\n' "$kernel" "$argument" "$("$native/$kernel" "$argument" 0 0 0)" >>"$native/results"
  fi
done <kernels.tsv

if [[ -z $only_native ]]; then
  { grep '^#' kernels.tsv; cat "$native/results"; } >"$native/kernels.tsv"
  mv "$native/kernels.tsv" kernels.tsv
  rm "$native/results"
fi
