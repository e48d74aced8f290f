#!/usr/bin/env bash
# usage.sh: the five programs say the same of the same mistake in a command line, except for their names, and end with 2. Each line below is a mistake, and
# the programs that can make it: a letter each, of N (perfecthash), C (Create), B (BulkCreate), S (Server) and L (Client).
set -u
. "$(dirname "$0")/../cli/program.inc"
native=$ROOT/build/native/bin/perfecthash
[ -x "$native" ] || "$ROOT/scripts/build" native perfecthash || exit 1
declare -A program=([C]=PerfectHashCreate [B]=PerfectHashBulkCreate [S]=PerfectHashServer [L]=PerfectHashClient)
cd "$work" || exit 2

# told LETTER WORDS...: what that program says, without its name
told() {
  local name=${program[$1]-perfecthash} run=("$native")
  [ "$1" = N ] || run=("$WINE" --test "$BIN/$name.exe")
  shift
  timeout 60 "${run[@]}" "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  code=$?
  tr -d '\r' <"$work/stderr" | sed "/^wine client error:/d; s/^$name: //"
  return $code
}

while IFS='|' read -r letters sentence words; do
  eval "set -- $words"
  for letter in $(grep -o . <<<"$letters"); do
    said=$(told "$letter" "$@")
    code=$?
    checks=$((checks + 1))
    [ "$code:$said" = "2:$sentence" ] || complain "$letter $words: $code:$said, not 2:$sentence"
  done
done <<'END'
NCBSL|--Bogus: there is no such option.|--Bogus
NCBSL|--hepl: there is no such option; did you mean --help?|--hepl
NCBSL|-x: there is no such option; an option begins with --, and what follows -- alone is none.|-x
NCBSL|--Json=maybe: expected true or false.|--Json=maybe
NCB|extra: the third argument is the algorithm, Chm01; no more than two paths stand before it.|keys out extra
NCB|"": the third argument is the algorithm, Chm01; no more than two paths stand before it.|keys out ''
NCB|x: one argument too many.|keys out Chm01 Quadx And 0 x
NC|KEYS: missing argument; expected a keys file.|
S|"": expected options alone; an option begins with --.|''
NC|KEYS: missing argument; expected a keys file.|'' out
B|KEYSDIR: missing argument; expected a directory of keys files.|
L|--ACTION: missing argument; expected an action, such as --Ping; --help names them.|
NCB|--Layout=Round: expected Auto, Flat, Partitioned, Compact or CompactPartitioned.|keys out --Layout=Round
END
[ $checks -gt 30 ] || complain "only $checks mistakes were made"
exit $bad
