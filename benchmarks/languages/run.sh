#!/usr/bin/env bash
# run.sh WRITER: 31,016 keys of 32 bits as source code of each language that has its tools here, looked up with the check for strangers, and the language's
# own map, in one run, in random order: nanoseconds a lookup, and their ratio.
set -eu
here=$(dirname "$(readlink -f "$0")") writer=$(realpath "$1") work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=/usr/local/bin:/usr/bin:/bin
of_python() { python3 "$here/bench.py"; }
of_javascript() { cp "$here/bench.mjs" run.mjs && node run.mjs; }
of_java() { cp "$here/Run.java" . && javac -d . ./*.java && java Run; }
of_rust() { cp "$here/bench.rs" run.rs && rustc --edition 2021 -O -o run run.rs && ./run; }
of_cpp() { cp "$here/bench.cc" run.cc && g++ -std=c++17 -O2 -o run run.cc && ./run; }
of_go() {
  printf 'module tables\n\ngo 1.18\n' >go.mod && mkdir bench && mv bench.go bench && cp "$here/bench.go" run.go
  GOTOOLCHAIN=local GOFLAGS=-mod=mod GOCACHE=${GOCACHE:-$work/go-cache} go build -o run . && ./run
}
while read -r language tool map; do
  command -v "$tool" >/dev/null || { echo "$language: there is no $tool"; continue; }
  mkdir "$work/$language" && cd "$work/$language"
  "$writer" "$language" . "" 31016
  read -r ours theirs start many < <("of_${language,,}")
  awk -v l="$language" -v o="$ours" -v t="$theirs" -v m="$map" -v s="$start" -v n="${many-0}" \
    'BEGIN { printf "%-12s%7.1f ns, %s %.1f ns: %.2f%s%s\n", l, o, m, t, o / t, (s > 0 ? ", loaded in " s " ms" : ""), (n > 0 ? ", many at once " n " ns" : "") }'
done <<'END'
Rust rustc HashMap
Go go map
Java javac HashMap
JavaScript node Map
Python python3 dict
Cpp g++ std::unordered_map
END
