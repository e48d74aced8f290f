#!/usr/bin/env bash
# build_systems.sh TOOL: the example of docs/BUILD-SYSTEMS.md for that tool, as it stands there: make, meson, go or cargo. It is built; a second build runs
# nothing; a changed line is built again; and a wrong line fails with its place.
set -u
tool=$1 work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "build_systems.sh, $tool: $*"; tail -n 20 "$work/said"; exit 1; }
skip() { echo "SKIPPED: there is no $1"; exit 77; }
unset MAKEFLAGS MFLAGS
export PATH=/usr/bin:/bin GOCACHE=$work/cache GOFLAGS=-mod=mod GO111MODULE=on
mkdir "$work/bin" "$work/a folder"
# Each run of the generator leaves a line.
printf '#!/bin/sh\necho run >>"%s/runs"\nexec "%s" "$@"\n' "$work" "$BIN/perfecthash" >"$work/bin/perfecthash"
chmod +x "$work/bin/perfecthash"
PATH=$work/bin:$PATH
cd "$work/a folder" || exit 2

# block LANGUAGE NUMBER: that fenced block of the page
block() {
  awk -v fence='```'"$1" -v wanted="$2" '/^```/ { if (inside) inside = 0; else { inside = 1; count += $0 == fence; shown = $0 == fence && count == wanted } next }
    inside && shown' "$ROOT/docs/BUILD-SYSTEMS.md"
}
cp "$ROOT/samples/cmake/opcodes.csv" .
printf '%s\n' '#include <stdio.h>' '#include <string.h>' '#include "opcodes.h"' 'int main(int argc, char **argv)' '{' \
  '    for (int i = 1; i < argc; i++) {' '        const opcodes *found = opcodesFind(argv[i], strlen(argv[i]));' \
  '        printf("%s: code %d\n", argv[i], found != NULL ? found->code : -1);' '    }' '    return 0;' '}' >main.c

case $tool in
make)
  block makefile 1 >Makefile
  build() { make --no-print-directory; }
  program() { ./opcodes "$@"; } ;;
meson)
  command -v meson >/dev/null || skip meson
  block meson 1 >meson.build
  build() { { [ -d out ] || meson setup out; } && ninja -C out; }
  program() { out/opcodes "$@"; } ;;
go)
  command -v go >/dev/null || skip go
  block go 1 >main.go
  rm main.c
  printf 'module example/opcodes\n' >go.mod
  build() { { [ "$(cat opcodes.csv)" = "$(cat made.csv 2>/dev/null)" ] || { go generate && cp opcodes.csv made.csv; }; } && go build -o opcodes; }
  program() { ./opcodes "$@"; } ;;
cargo)
  command -v cargo >/dev/null || skip cargo
  mkdir src
  block rust 1 >build.rs
  block c 1 >lookup.c
  block rust 2 >src/main.rs
  printf '[package]\nname = "opcodes"\nversion = "1.0.0"\nedition = "2021"\n' >Cargo.toml
  build() { cargo build --offline --quiet; }
  program() { target/debug/opcodes "$@"; } ;;
esac
runs() { [ "$(wc -l <"$work/runs")" = "$1" ] || complain "the generator ran $(wc -l <"$work/runs") times, not $1"; }
tells() { program "$2" >"$work/said" && grep -qxF "$2: code $1" "$work/said" || complain "$2 is not $1"; }

build >"$work/said" 2>&1 || complain 'cannot be built'
runs 1
tells 16 jump
tells -1 nop
build >"$work/said" 2>&1 || complain 'the second build fails'
runs 1
sleep 1.1 # a second, for tools that count in seconds
echo 'nop,7,0' >>opcodes.csv
build >"$work/said" 2>&1 || complain 'a changed line cannot be built'
runs 2
tells 7 nop
sleep 1.1
echo 'halt,300,0' >>opcodes.csv
! build >"$work/said" 2>&1 || complain 'a wrong line is built'
grep -q 'opcodes.csv: line 8, column 2 ("code")' "$work/said" || complain 'the line is not named'
