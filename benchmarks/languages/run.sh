#!/usr/bin/env bash
# run.sh PERFECTHASH [--json] [LANGUAGE...]: tables as source code of each language that has its tools here, beside the language's own maps, in one run:
#   integers   31,016 keys of 32 bits, each looked up with the check for strangers, in random order; the table has 65,536 values of 16 bits
#   words      1,000 words with a record each
#   million    1,048,576 keys and values of 32 bits in a table file, which the language's reader loads
#   compile    what the compiler takes for the table of integers, or the interpreter to import it, more than for an empty file; and for a table of 65,536
#              keys with values of 32 bits
# Each figure is the least of several rounds.
set -eu
here=$(dirname "$(readlink -f "$0")") perfecthash=$(realpath "$1") work=$(mktemp -d) json=0
trap 'rm -rf "$work"' EXIT
PATH=/usr/local/bin:/usr/bin:/bin
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PYTHONDONTWRITEBYTECODE=1
shift
[ "${1-}" != --json ] || { json=1; shift; }
readers=$here/../../readers only=" $* "

# make FOLDER NAME KEYS OPTIONS...: a table as source code of all languages.
make() {
  local folder=$1 name=$2
  shift 2
  "$perfecthash" "$1" "$work/$folder" --Name="$name" --Quiet "${@:2}"
  mv "$work/$folder"/*/* "$work/$folder"
}
python3 - "$work" <<'END'
import random, struct, sys
random.seed(1)
for name, count in ("integers", 31016), ("many", 65536), ("million", 1 << 20):
    with open(f"{sys.argv[1]}/{name}.keys", "wb") as file:
        file.write(struct.pack(f"<{count}I", *random.sample(range(1 << 32), count)))
    with open(f"{sys.argv[1]}/{name}.values", "wb") as file:
        file.write(struct.pack(f"<{count}I", *(random.getrandbits(32) for _ in range(count))))
END
awk 'BEGIN { print "word,number:u32" } NR <= 1000 { print $0 "," NR }' "$here/../words/words.txt" >"$work/words.csv"
all=--Outputs=Header,CSharp,Rust,Go,Java,JavaScript,Python,Cpp
values="--ValueBits=32 --Positions --Contains"
make source Bench "$work/integers.keys" --Contains $all
make source Words "$work/words.csv" --KeyColumn=word $all
make many Bench "$work/many.keys" --Values="$work/many.values" $values $all
make file Million "$work/million.keys" --Values="$work/million.values" $values --Outputs=TableFile
million=$(echo "$work"/file/*.pht)

# A folder with what the language's program needs, and the program itself: lines of "WHAT NAME NANOSECONDS".
of_python() { cp "$work"/source/*.py "$readers"/python/*.py . && cp "$here/bench.py" run.py && python3 run.py "$million"; }
of_javascript() { cp "$work"/source/*.mjs "$readers"/javascript/*.mjs . && cp "$here/bench.mjs" run.mjs && node run.mjs "$million"; }
of_java() { cp "$work"/source/*.java "$readers"/java/*.java "$here/Run.java" . && javac -d . ./*.java && java Run "$million"; }
of_csharp() {
  cp "$work"/source/*.cs "$readers"/csharp/*.cs "$here/Run.cs" "$here/run.csproj" .
  dotnet build -c Release -o out -v q >log 2>&1 || { cat log >&2; return 1; }
  dotnet out/run.dll "$million"
}
of_rust() {
  cp "$work"/source/*.rs "$readers"/rust/*.rs "$here/Cargo.toml" . && cp "$here/bench.rs" run.rs
  cargo build --quiet --offline --release --config 'source.crates-io.replace-with="debian"' \
    --config 'source.debian.directory="/usr/share/cargo/registry"' && target/release/run "$million"
}
of_cpp() { cp "$work"/source/*.hpp . && cp "$here/bench.cc" run.cc && g++ -std=c++17 -O2 -o run run.cc $(pkg-config --libs absl_flat_hash_map) && ./run; }
of_c() { :; } # it has no map
of_go() {
  mkdir bench words perfecthash && cp "$work/source/bench.go" bench && cp "$work/source/words.go" words && cp "$readers"/go/*.go perfecthash
  printf 'module tables\n\ngo 1.18\n' >go.mod && cp "$here/bench.go" run.go
  go build -o run . && ./run "$million"
}
export GOTOOLCHAIN=local GOFLAGS=-mod=mod GOCACHE=${GOCACHE:-$work/go-cache}

# compile_LANGUAGE FILE: compiles a file, or imports it; `empty_LANGUAGE` is an empty one.
csc=$(ls /usr/share/dotnet/sdk/*/Roslyn/bincore/csc.dll /usr/lib/dotnet/sdk/*/Roslyn/bincore/csc.dll 2>/dev/null | tail -1)
frame=$(ls -d /usr/share/dotnet/shared/Microsoft.NETCore.App/* /usr/lib/dotnet/shared/Microsoft.NETCore.App/* 2>/dev/null | tail -1)
compile_python() { python3 -c "import sys; sys.path.insert(0, '$(dirname "$1")'); import $(basename "$1" .py)"; }
compile_javascript() { node -e "import('$1')"; }
compile_java() { javac -d classes "$1"; }
compile_csharp() { dotnet "$csc" -nologo -target:library -optimize -out:one.dll -r:"$frame"/System.{Private.CoreLib,Runtime,Memory}.dll "$1"; }
compile_rust() { rustc --edition 2021 -O --crate-type lib -o one.rlib "$1"; }
compile_cpp() { g++ -std=c++17 -O2 -x c++ -c -o one.o "$1"; }
compile_c() { gcc -std=c11 -O2 -x c -c -o one.o "$1"; }
compile_go() { # what it compiled before, it does not compile again
  rm -rf one && mkdir one && cp "$1" one/one.go && echo "// $EPOCHREALTIME" >>one/one.go && go build ./one
}
declare -A empty=([Python]=empty.py [JavaScript]=empty.mjs [Java]=Empty.java [CSharp]=Empty.cs [Rust]=empty.rs [Cpp]=empty.hpp [C]=empty.h [Go]=empty.go)
declare -A table=([Python]=bench.py [JavaScript]=bench.mjs [Java]=Bench.java [CSharp]=Bench.cs [Rust]=bench.rs [Cpp]=Bench.hpp [C]=Bench.h [Go]=bench.go)
best() { # the least milliseconds of three
  local least=999999999 start took
  for _ in 1 2 3; do
    start=${EPOCHREALTIME/./}
    "$@" >&2
    took=$((${EPOCHREALTIME/./} - start))
    [ $took -ge $least ] || least=$took
  done
  echo $((least / 1000))
}
compiled() { # LANGUAGE: lines of "compile NAME MILLISECONDS"
  local nothing=${empty[$1]} file=${table[$1]} none
  case $1 in Go) echo "package one" ;; esac >"$nothing"
  none=$(best "compile_${1,,}" "$PWD/$nothing")
  echo "compile empty $none"
  echo "compile 65,536_values $(best "compile_${1,,}" "$work/source/$file")"
  echo "compile 65,536_keys_and_values $(best "compile_${1,,}" "$work/many/$file")"
}

while read -r language tool; do
  case $only in "  " | *" $language "*) ;; *) continue ;; esac
  command -v "$tool" >/dev/null || { echo "$language: there is no $tool"; continue; }
  mkdir "$work/$language" && cd "$work/$language" && cp "$work/million.keys" .
  { "of_${language,,}"; compiled "$language"; } >rows
  awk -v language="$language" -v json=$json -f "$here/rows.awk" "$here/asked.txt" rows
done <<'END'
C gcc
Cpp g++
CSharp dotnet
Rust cargo
Go go
Java javac
JavaScript node
Python python3
END
