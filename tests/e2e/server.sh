#!/usr/bin/env bash
# server.sh: PerfectHashServer.exe as users call it: what it prints, how it ends, its exit code, and the Windows service.
set -u
work=$(mktemp -d) server=0
trap '[ $server = 0 ] || kill -9 $server 2>/dev/null; rm -rf "$work"' EXIT
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
program=$BIN/PerfectHashServer.exe endpoint=e2e-$$ bad=0 checks=0
complain() { echo "server.sh: $*"; tail -n 20 "$work/stdout" "$work/stderr"; bad=1; }
# run EXIT ARGS...: to its end; stdout in $work/stdout, stderr in $work/stderr
run() {
  local expected=$1 code
  shift
  timeout 60 "$WINE" --test "$program" "$@" </dev/null >"$work/stdout" 2>"$work/stderr.crlf"
  code=$?
  tr -d '\r' <"$work/stderr.crlf" >"$work/stderr"
  checks=$((checks + 1))
  [ $code = "$expected" ] || complain "exit code $code, not $expected: $*"
}
prints() { grep -qF -- "$1" "$work/stdout" || complain "does not print: $1"; }
says() { grep -qF -- "$1" "$work/stderr" || complain "does not say on stderr: $1"; }
silent() { [ ! -s "$work/$1" ] || complain "prints on $1"; }

# ---- words ----
run 0 --help
[ "$(wc -l <"$work/stdout")" -le 24 ] && ! grep -q '.\{80\}' "$work/stdout" || complain '--help does not fit a screen of 80 x 25'
for option in Endpoint LocalOnly IocpConcurrency MaxThreads NumaNodes SimulatedNumaNodes IocpBufferGuardPages NoFileIo IoMode AllowedRoot AllowUser \
  MaxRequests BaseOutputDirectory DrainTimeout Verbose Install Uninstall ServiceName MaxConcurrency; do prints "--$option"; done
names() { grep -oE -- '--[A-Za-z]{4,}' | sort -u; }
grep '^| `--' "$ROOT/docs/SERVER.md" | cut -d'|' -f2 | names | grep -vx -e --help -e --Service | diff <(names <"$work/stdout" | grep -vx -e --Service) - ||
  complain 'docs/SERVER.md has other options'
run 0 --version
prints 'PerfectHashServer '
run 2 --Endpiont=x
says 'did you mean --Endpoint?'
run 2 --IoMode=Slow
says '--IoMode=Slow'
run 2 keys.txt
says 'keys.txt: options alone are wanted'
run 2 --Install --Uninstall
run 2 --Install --AllowedRoot=relative
says 'relative: a service wants whole paths'
run 2 --NumaNodes=1-
says NumaNodes
run 2 --AllowedRoot='Q:\none'
says 'Q:\none'
run 3 '--Endpoint=a\b'
says 'a\b'
silent stdout

# ---- serving ----
prefix=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix}
start() { PERFECTHASH_PREFIX=$prefix "$WINE" "$program" --Endpoint=$endpoint "$@" </dev/null >"$work/stdout" 2>"$work/stderr" & server=$!; }
wait_for() { for _ in $(seq 300); do grep -q "$1" "$work/stderr" && return; sleep 0.1; done; complain "does not say: $1"; }
# ended EXIT: within 30 seconds, with that code
ended() {
  local code
  for _ in $(seq 300); do kill -0 $server 2>/dev/null || break; sleep 0.1; done
  kill -0 $server 2>/dev/null && { complain 'does not end'; kill -9 $server; }
  wait $server
  code=$?
  server=0 checks=$((checks + 1))
  [ $code = "$1" ] || complain "ends with $code, not $1"
}

start --Verbose --MaxThreads=3 --AllowedRoot="$(windows_path "$work")"
wait_for "listening on .*$endpoint"
cp "$work/stderr" "$work/first"
stdout_before=$(<"$work/stdout")
run 3 --Endpoint=$endpoint
says "$endpoint: the server can't listen there: another process has a pipe of this name."
cp "$work/first" "$work/stderr"
kill -INT $server
ended 0
[ -z "$stdout_before" ] || complain 'prints on stdout'

# Without --Verbose it says nothing at all.
start
for _ in $(seq 60); do
  sleep 0.5
  timeout 60 "$WINE" --test "$program" --Endpoint=$endpoint --Silent --DrainTimeout=0 </dev/null >/dev/null 2>&1 & probe=$!
  sleep 1
  kill -0 $probe 2>/dev/null || { wait $probe; [ $? = 3 ] && break; }
  kill -INT $probe 2>/dev/null
  wait $probe
done
kill -INT $server
ended 0
silent stdout
silent stderr

# ---- the service ----
name=PerfectHashE2e$$
sc() { timeout 60 "$WINE" --test sc.exe "$@" </dev/null >"$work/sc" 2>&1; }
state() { sc query $name; grep -o 'STATE.*' "$work/sc"; }
wait_state() { for _ in $(seq 300); do state | grep -q "$1" && return; sleep 0.1; done; complain "the service is not $1: $(state)"; }
run 0 --Install --ServiceName=$name --Endpoint=$endpoint-service --MaxThreads=3 --AllowedRoot="$(windows_path "$work")"
silent stdout
silent stderr
sc query $name || complain "there is no service $name: $(cat "$work/sc")"
run 1 --Install --ServiceName=$name
says "$name"
sc start $name || complain "the service can't be started: $(cat "$work/sc")"
wait_state RUNNING
run 3 --Endpoint=$endpoint-service
sc stop $name || complain "the service can't be stopped: $(cat "$work/sc")"
wait_state STOPPED
sc start $name
wait_state RUNNING
run 0 --Uninstall --ServiceName=$name
sc query $name && complain "the service is still there: $(cat "$work/sc")"
run 1 --Uninstall --ServiceName=$name
# Not from the service manager, it is no service.
run 3 --Service --ServiceName=$name

[ $bad = 0 ] && echo "server.sh: $checks runs"
exit $bad
