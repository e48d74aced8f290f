#!/usr/bin/env bash
# readers.sh LANGUAGE: table files of every kind, read by the reader of a language (readers/LANGUAGE), asked for every key and for 10,000 strangers each.
# Each ask.* reads what reader_writer.cpp says, and prints "N questions, 0 failures" at its end.
set -u
language=$1 here=$(dirname "$(readlink -f "$0")") work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readers=$(readlink -f "$here/../../../readers")
PATH=/usr/local/bin:/usr/bin:/bin   # Debian's tools, whatever else there is
need() { command -v "$1" >/dev/null || { echo "SKIPPED: there is no $1"; exit 77; }; }

try_python() { need python3 && PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$readers/python python3 "$here/ask.py"; }
try_javascript() { need node && cp "$readers/javascript/perfecthash.mjs" "$here/ask.mjs" . && node ask.mjs; }
try_go() {
  need go && mkdir -p go/perfecthash && cp "$readers/go/perfecthash.go" go/perfecthash && cp "$here/ask.go" go/main.go || return 1
  printf 'module ask\n\ngo 1.19\n' >go/go.mod
  (cd go && go vet ./... && GOFLAGS=-mod=mod GOCACHE=$work/cache go build -o ../ask .) && ./ask
}
try_rust() {
  need rustc && rustc -O -C overflow-checks=on --edition 2021 -D warnings --crate-type rlib --crate-name perfecthash "$readers/rust/perfecthash.rs" &&
    rustc -O --edition 2021 -D warnings --extern perfecthash=libperfecthash.rlib "$here/ask.rs" -o ask && ./ask
}
try_java() { need javac && javac -Xlint:all -Werror -d classes "$readers"/java/*.java "$here/Ask.java" && java -cp classes Ask; }
try_csharp() {
  need dotnet && mkdir cs && cp "$readers"/csharp/*.cs "$here/Ask.cs" cs && cat >cs/ask.csproj <<'END' || return 1
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework><CheckForOverflowUnderflow>true</CheckForOverflowUnderflow><NuGetAudit>false</NuGetAudit><Nullable>enable</Nullable>
<TreatWarningsAsErrors>true</TreatWarningsAsErrors><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>
END
  DOTNET_CLI_TELEMETRY_OPTOUT=1 dotnet build -c Release -o built --nologo -v q cs >said 2>&1 || { cat said; return 1; }
  dotnet built/ask.dll
}

"$BIN/reader_writer" "$work" && cd "$work" || exit 1
answer=$("try_$language")
code=$?
echo "$answer"
[ $code = 0 ] || exit $code
[[ $answer =~ ([0-9]+)\ questions,\ 0\ failures$ ]] && [ "${BASH_REMATCH[1]}" -gt 400000 ]
