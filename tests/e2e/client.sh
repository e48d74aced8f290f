#!/usr/bin/env bash
# client.sh: PerfectHashClient.exe and a server as users call them: what is printed, what is written, exit codes, and the death of either at any moment.
set -u
work=$(mktemp -d) server=0
trap '[ $server = 0 ] || kill -9 $server 2>/dev/null; rm -rf "$work"' EXIT
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
endpoint=e2e-client-$$ bad=0 checks=0
complain() { echo "client.sh: $*"; tail -n 20 "$work/stdout" "$work/stderr"; bad=1; }
# run EXIT ARGS...: stdout in $work/stdout, stderr in $work/stderr
run() {
  local expected=$1 code
  shift
  timeout 60 "$WINE" --test "$BIN/PerfectHashClient.exe" --Endpoint=$endpoint "$@" </dev/null >"$work/stdout" 2>"$work/stderr.crlf"
  code=$?
  tr -d '\r' <"$work/stderr.crlf" >"$work/stderr"
  checks=$((checks + 1))
  [ $code = "$expected" ] || complain "exit code $code, not $expected: $*"
}
prints() { grep -qF -- "$1" "$work/stdout" || complain "does not print: $1"; }
says() { grep -qF -- "$1" "$work/stderr" || complain "does not say on stderr: $1"; }
silent() { [ ! -s "$work/$1" ] || complain "prints on $1"; }
export PERFECTHASH_PREFIX=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix}
start_server() { "$WINE" "$BIN/PerfectHashServer.exe" --Endpoint=$endpoint "$@" </dev/null >"$work/server" 2>&1 & server=$!; }
start_client() { "$WINE" "$BIN/PerfectHashClient.exe" --Endpoint=$endpoint "$@" </dev/null >"$work/client.out" 2>"$work/client.err" & client=$!; }
number() { grep -oE "\"$1\": [0-9]+" "$work/stdout" | grep -oE '[0-9]+'; }
# idle: nothing runs on the server any more, and nothing is held there
idle() {
  for _ in $(seq 100); do
    run 0 --Statistics --Json
    [ "$(number jobsRunning)" = 0 ] && [ "$(number connections)" = 1 ] && [ "$(number buffersInUse)" = 0 ] && return
    sleep 0.1
  done
  complain 'the server is not idle again'
}

mkdir -p "$work/keys"
for i in $(seq 100 179); do seq $((i * 1000)) $((i * 1000 + 2 * i)) >"$work/keys/set $i.txt"; done
# A table that takes as long as one lets it.
awk 'BEGIN { r = 7; k = 4096; for (i = 0; i < 32768; i++) { print k; r = (r * 1664525 + 1013904223) % 4294967296; k += 16 * (1 + int(r / 256) % 24) } }' >"$work/long.txt"
keys=$(windows_path "$work/keys") long="\"$(windows_path "$work/long.txt")\" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615 --NoFileIo"

# ---- words ----
run 0 --help
[ "$(wc -l <"$work/stdout")" -le 24 ] && [ "$(wc -L <"$work/stdout")" -le 80 ] || complain '--help does not fit a screen of 80 x 25'
for option in Endpoint WaitForServer ConnectTimeout Ping Shutdown TableCreate BulkCreate BulkCreateDirectory Detach Cancel Status Statistics Json Quiet Silent; do
  prints "--$option"
done
names() { grep -oE -- '--[A-Za-z]{4,}' | sort -u; }
grep '^| `--' "$ROOT/docs/CLIENT.md" | cut -d'|' -f2 | names | diff <(grep '^  --' "$work/stdout" | grep -v -- '--Json ' | names) - ||
  complain 'docs/CLIENT.md has other options'
run 0 --version
prints 'PerfectHashClient '
run 2
says '--Ping or another action is wanted'
run 2 --Ping --Shutdown
says 'one action at a time'
run 2 --Pong
says 'did you mean --Ping?'
run 2 --Ping --Recursive
run 2 --Ping --Detach
run 2 --BulkCreate=a b
says 'b: words belong into the option'
run 2 --Status=0
silent stdout

# ---- no server ----
run 3 --Ping
says 'there is no server at this endpoint'
run 3 --Ping --Json
prints '"code": "0x80040252"'
run 3 --Ping --WaitForServer --ConnectTimeout=300
says 'the server can'
run 3 --TableCreate="$long"

# ---- what is no server that could answer ----
bad_server() {
  "$WINE" "$BIN/stubborn_program.exe" "$1" $endpoint </dev/null >"$work/bad" 2>&1 & server=$!
  for _ in $(seq 300); do grep -q ready "$work/bad" && break; sleep 0.1; done
}
bad_server deny
begun=$(date +%s%N)
run 3 --Ping --WaitForServer --ConnectTimeout=20000
says "$endpoint: the server there does not let this user in"
[ $((($(date +%s%N) - begun) / 1000000)) -le 10000 ] || complain 'a client waits for a server that does not let it in'
{ kill -9 $server; wait $server; } 2>/dev/null
bad_server quit
start_client --Ping --WaitForServer --ConnectTimeout=60000
wait $server
kill -0 $client 2>/dev/null || complain 'a ping does not wait for the next server'

# ---- a server ----
start_server --BaseOutputDirectory="$(windows_path "$work/base")"
run 0 --Ping --WaitForServer --ConnectTimeout=60000
prints 'the server answers in '
wait $client || complain "a ping whose first server went away ends with $?: $(cat "$work/client.err")"
run 0 --Ping --Json
prints '{"request": "Ping", "code": "0x00000000"'
run 0 --BulkCreateDirectory="$keys;$(windows_path "$work/out")"
prints '80 tables  '
prints PerfectHashBulkCreate.csv
silent stderr
[ "$(find "$work/out" -name '*.pht' | wc -l)" = 80 ] || complain 'not 80 table files'
whole=$(cd "$work/out" && find . -name '*.pht' -print0 | sort -z | xargs -0 cat | sha256sum)
"$WINE" --test "$BIN/PerfectHashBulkCreate.exe" "$keys" "$(windows_path "$work/local")" --Silent </dev/null
[ "$(cd "$work/local" && find . -name '*.pht' -print0 | sort -z | xargs -0 cat | sha256sum)" = "$whole" ] || complain 'other tables than a local run makes'
run 0 --BulkCreateDirectory="$keys" --Include='set 10*' --Json
prints '{"created": 10, '
[ "$(find "$work/base" -name '*.pht' | wc -l)" = 10 ] || complain 'not 10 table files below the base output directory'
run 0 --TableCreate="\"$keys\\set 100.txt\" \"$(windows_path "$work/one")\""
prints 'set 100  201 keys'
(cd "$work" && run 0 --TableCreate='"keys/set 101.txt" two' --Quiet)
[ -e "$(find "$work/two" -name '*.pht')" ] || complain 'a relative path is not the client'"'"'s'
run 0 --TableCreate="\"$keys\\set 100.txt\"" --NoFileIo --Json
prints '"state": "Succeeded"'
echo 'no number' >"$work/keys/set bad.txt"
run 1 --BulkCreate="\"$keys\" --NoFileIo --Include=\"set b*\""
prints '1 failed'
run 1 --BulkCreate="\"$keys\" \"$(windows_path "$work/failing")\" --Include=\"set b*\""
says 'set bad.txt'
rm "$work/keys/set bad.txt"
run 1 --TableCreate='Z:\none.keys'
says 'none.keys'
run 2 --TableCreate='a.keys --RngSeeed=1'
says 'did you mean --RngSeed?'
run 2 --TableCreate='a.keys' --Recursive

# ---- jobs that go on alone ----
run 0 --TableCreate="$long" --Detach
id=$(<"$work/stdout")
[[ $id =~ ^[0-9]+$ ]] || complain "no id: $id"
run 0 --Status="$id"
prints "job $id  Running"
run 0 --Status="$id" --Json
prints '"state": "Running"'
run 0 --Cancel="$id"
for _ in $(seq 100); do
  timeout 60 "$WINE" --test "$BIN/PerfectHashClient.exe" --Endpoint=$endpoint --Status="$id" </dev/null >"$work/stdout" 2>/dev/null
  grep -q Cancelled "$work/stdout" && break
done
run 1 --Status="$id"
prints Cancelled
run 1 --Status=99999
says 'Job 99999: the server knows no such job'
idle

# ---- a client that is killed, at any moment of its run: the server ends the run, lets go of all of it, and serves the next ----
moments=8
[ -z "${RUNTIME_STRESS_SECONDS-}" ] || moments=50
memory() { awk '/VmRSS/ { print $2 }' "/proc/$server/status"; }
handles() { ls "/proc/$server/fd" | wc -l; }
before=$(memory) held=$(handles)
for ((moment = 1; moment <= moments; moment++)); do
  start_client --BulkCreateDirectory="$keys;$(windows_path "$work/killed")" --MaximumConcurrency=1
  sleep "0.$(printf '%03d' $((RANDOM % 400)))"
  kill -9 $client
  wait $client
done 2>/dev/null
idle
start_client --TableCreate="$long"
sleep 1
kill -9 $client
wait $client 2>/dev/null
idle
[ "$(memory)" -le $((before + 16384)) ] || complain "the server has grown from $before to $(memory) KiB"
[ "$(handles)" -le $((held + 4)) ] || complain "the server has $(handles) files open, not $held"
run 0 --BulkCreateDirectory="$keys;$(windows_path "$work/killed")" --Resume --Silent
[ "$(cd "$work/killed" && find . -name '*.pht' -print0 | sort -z | xargs -0 cat | sha256sum)" = "$whole" ] || complain 'other tables after clients were killed'

# ---- a server that is killed: its client says so within a second, and has another one to end in ----
start_client --TableCreate="$long"
for _ in $(seq 100); do run 0 --Statistics --Json; [ "$(number jobsRunning)" = 1 ] && break; done
begun=$(date +%s%N)
{ kill -9 $server; wait $server; } 2>/dev/null
for _ in $(seq 100); do kill -0 $client 2>/dev/null || break; sleep 0.05; done
took=$((($(date +%s%N) - begun) / 1000000))
kill -0 $client 2>/dev/null && { complain 'a client waits for a server that was killed'; kill -9 $client; }
wait $client
code=$?
server=0 checks=$((checks + 1))
[ $code = 3 ] || complain "a client whose server was killed ends with $code, not 3"
grep -q 'the server has gone away' "$work/client.err" || complain 'a client does not say that its server has gone'
[ $took -le 2000 ] || complain "a client sees after $took ms that its server was killed"
run 3 --Ping

# ---- shutdown ----
start_server
run 0 --Ping --WaitForServer --ConnectTimeout=60000 --Quiet
silent stdout
run 0 --Shutdown
for _ in $(seq 300); do kill -0 $server 2>/dev/null || break; sleep 0.1; done
kill -0 $server 2>/dev/null && { complain 'the server does not end'; kill -9 $server; }
wait $server
code=$?
server=0
[ $code = 0 ] || complain "the server ends with $code"

echo "$checks calls; a client ended $took ms after its server was killed"
exit $bad
