#!/usr/bin/env bash
# server.sh: PerfectHashServer.exe as users call it: what it prints, how it ends, its exit code, and the Windows service.
set -u
. "$(dirname "$0")/program.inc"
tested=$BIN/PerfectHashServer.exe limit=60 endpoint=e2e-$$

# ---- words ----
run 0 --help
helps
for option in Endpoint LocalOnly IocpConcurrency MaxThreads NumaNodes SimulatedNumaNodes BufferGuardPages NoFileIo IoMode AllowedRoot AllowUser \
  MaxRequests MaxRequestsPerUser MaxDetachedPerUser MaxConnectionsPerUser MaxMemoryPerUser MaxJobSeconds BaseOutputDirectory DrainTimeout Verbose Log LogBytes LogFiles Install Uninstall ServiceName ServiceAccount; do prints "--$option"; done
names() { grep -oE -- '--[A-Za-z]{4,}' | sort -u; }
grep '^| `--' "$ROOT/docs/how-to/server.md" | cut -d'|' -f2 | names | grep -vx -e --Service | diff <(names <"$work/stdout" | grep -vx -e --Service) - ||
  complain 'docs/how-to/server.md has other options'
full 1 --help
run 0 --version
prints 'PerfectHashServer '
run 2 --Endpiont=x
says 'did you mean --Endpoint?'
run 2 -Endpoint=x
says '-Endpoint: there is no such option; did you mean --Endpoint?'
run 2 --BaseOutputDirectory='C:\some dir"'
says 'there is a quote in it'
run 2 --IoMode=Slow
says '--IoMode=Slow'
run 2 keys.txt
says 'keys.txt: expected options alone'
run 2 --Install --Uninstall
run 2 --Install --AllowedRoot=relative
says 'relative: a service needs absolute paths'
run 2 --Install --Log=relative.log
says 'relative.log: a service needs absolute paths'
run 2 --LogBytes=65535
says '--LogBytes=65535'
run 2 --LogFiles=0
says '--LogFiles=0'
run 2 --Log='Q:\none\server.log'
says "Q:\\none\\server.log: can't be written: "
run 2 --NumaNodes=1-
says NumaNodes
run 2 --AllowedRoot='Q:\none'
says 'Q:\none'
run 2 --AllowedRoot=';'
says AllowedRoot
run 3 '--Endpoint=a\b'
says 'a\b'
silent stdout

# ---- options are settings of the server ----
settings() { # settings ARGS...: expects what it reads
  local expected
  expected=$(cat)
  tested=$BIN/server_settings.exe run 0 --Endpoint=$endpoint "$@"
  [ "$(tr -d '\r' <"$work/stdout")" = "$expected" ] || complain "other settings than these: $expected"
}
settings --LocalOnly=false --AllowUser=S-1-5-32-545 --AllowedRoot="$(windows_path "$work")" --BaseOutputDirectory="$(windows_path "$work/base")" --Verbose \
  --MaxRequests=11 --MaxConnections=12 --MaxConnectionsPerClient=13 --MaxRequestsPerUser=6 --MaxDetachedPerUser=3 \
  --MaxConnectionsPerUser=7 --MaxMemoryPerUser=5000000000 --MaxJobSeconds=600 --DrainTimeout=14000 --IocpConcurrency=2 --MaxThreads=3 --NumaNodes=0 \
  --SimulatedNumaNodes=4 --IocpBufferGuardPages --IoMode=Mapped <<END
Endpoint=$endpoint
AllowUser=S-1-5-32-545
AllowedRoots=$(windows_path "$work");
BaseOutputDirectory=$(windows_path "$work/base")
NumaNodes=0
IoMode=Mapped
IocpConcurrency=2
MaxThreads=3
SimulatedNumaNodes=4
MaxRequests=11
MaxConnections=12
MaxConnectionsPerClient=13
MaxRequestsPerUser=6
MaxDetachedPerUser=3
MaxConnectionsPerUser=7
MaxMemoryPerUser=5000000000
MaxJobSeconds=600
DrainTimeout=14000
LocalOnly=false
NoFileIo=false
BufferGuardPages=true
Verbose=true
END
settings --NoFileIo --MaxConcurrency=5 --MaxThreads=6 --BufferGuardPages <<END
Endpoint=$endpoint
AllowUser=
AllowedRoots=
BaseOutputDirectory=
NumaNodes=all
IoMode=Overlapped
IocpConcurrency=5
MaxThreads=6
SimulatedNumaNodes=0
MaxRequests=256
MaxConnections=256
MaxConnectionsPerClient=64
MaxRequestsPerUser=0
MaxDetachedPerUser=0
MaxConnectionsPerUser=0
MaxMemoryPerUser=0
MaxJobSeconds=0
DrainTimeout=30000
LocalOnly=true
NoFileIo=true
BufferGuardPages=true
Verbose=false
END

# ---- serving ----
prefix=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix}
start() { PERFECTHASH_PREFIX=$prefix "$WINE" "$tested" --Endpoint=$endpoint "$@" </dev/null >"$work/stdout" 2>"$work/stderr" & server=$!; }
wait_for() { for _ in $(seq 1200); do grep -q "$1" "$work/stderr" && return; sleep 0.1; done; complain "does not say: $1"; }
# ended EXIT: within two minutes, with that code
ended() {
  local code
  for _ in $(seq 1200); do kill -0 $server 2>/dev/null || break; sleep 0.1; done
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
lines() { tr -d '\r' <"$1" | sed -nE 's/^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{3}[+-][0-9]{2}:[0-9]{2} \[[0-9]+ [^]]+\] //p'; }
[ "$(lines "$work/stderr" | wc -l)" = "$(wc -l <"$work/stderr")" ] || complain "a line without date, process and user: $(cat "$work/stderr")"
[ "$(lines "$work/stderr" | tail -n 1)" = stopped ] || complain 'the last line is not that it has stopped'
[ -z "$stdout_before" ] || complain 'prints on stdout'

# Without --Verbose it says nothing at all; a client's --Shutdown ends it as well.
client() { timeout 60 "$WINE" --test "$BIN/PerfectHashClient.exe" --Endpoint=$endpoint "$@" </dev/null >"$work/client" 2>&1; }
seq 1 500 >"$work/good.txt"
start --Log="$(windows_path "$work/server.log")"
client --Ping --WaitForServer --ConnectTimeout=30000 || complain "no ping: $(cat "$work/client")"
client --TableCreate="\"$(windows_path "$work/good.txt")\" \"$(windows_path "$work/out")\"" || complain "no table: $(cat "$work/client")"
[ -n "$(find "$work/out" -name good.pht)" ] || complain 'no table file'
client --Shutdown || complain "no shutdown: $(cat "$work/client")"
ended 0
silent stdout
silent stderr

# The log has all of it: with the client's process and user, by his name.
[ "$(lines "$work/server.log" | wc -l)" = "$(wc -l <"$work/server.log")" ] || complain "a line of the log without date, process and user: $(cat "$work/server.log")"
user=$("$WINE" --test cmd.exe /c 'echo %USERNAME%' </dev/null | tr -d '\r')
for line in 'listening on ' 'job [0-9]*: table of .*good.txt' 'job [0-9]*: made, 500 keys' 'asks for a shutdown' 'stopped$'; do
  grep -q "\\\\$user\] $line" "$work/server.log" || complain "the log has no line of $user: $line: $(cat "$work/server.log")"
done
[ "$(grep -E 'table of|listening' "$work/server.log" | grep -oE '\[[0-9]+ ' | sort -u | wc -l)" = 2 ] || complain 'a line of a client has not its process'
start --Log "$(windows_path "$work/server.log")"
client --Shutdown --WaitForServer --ConnectTimeout=30000 || complain "no shutdown: $(cat "$work/client")"
ended 0
[ "$(grep -c 'listening on' "$work/server.log")" = 2 ] || complain 'the log does not go on where it was'

# Ctrl+C lets a job end for so long, and cancels it then; a second one leaves at once.
awk 'BEGIN { key = 4096; random = 7; for (i = 0; i < 32768; i++) { print key; random = (random * 75 + 74) % 65537; key += 16 * (1 + random % 24) } }' >"$work/long.txt"
long="\"$(windows_path "$work/long.txt")\" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615"
for drain in 500 600000; do
  start --Verbose --DrainTimeout=$drain
  wait_for 'listening on'
  client --Detach --TableCreate="$long" || complain "no job: $(cat "$work/client")"
  kill -INT $server
  wait_for draining
  if [ $drain = 500 ]; then
    ended 0
    wait_for 'job [0-9]*: .*cancelled'
    wait_for stopped
  else
    kill -0 $server 2>/dev/null || complain 'it does not wait for the job'
    kill -INT $server
    ended 1
  fi
done

# A closed console drains it: within the seconds that the system leaves, whatever the drain timeout.
start --Verbose --DrainTimeout=600000
wait_for 'listening on'
client --Detach --TableCreate="$long" || complain "no job: $(cat "$work/client")"
client --Ping --Json
"$WINE" --test "$BIN/stubborn_program.exe" close "$(grep -oE '"serverProcessId": [0-9]+' "$work/client" | grep -oE '[0-9]+$')" </dev/null || complain 'no console can be closed'
wait_for draining
wait_for 'job [0-9]*: .*cancelled'
ended 0
wait_for stopped

# A fault on a worker, deep in the DLL, leaves a trace and a minidump, and ends the process with the exception's code.
mkdir "$work/dumps"
export PERFECTHASH_CRASH_DIR
PERFECTHASH_CRASH_DIR=$(windows_path "$work/dumps")
start --Verbose --MaxThreads=1
unset PERFECTHASH_CRASH_DIR
wait_for 'listening on'
client --Detach --TableCreate="$long" || complain "no job: $(cat "$work/client")"
client --Ping --Json
"$WINE" --test "$BIN/stubborn_program.exe" fault "$(grep -oE '"serverProcessId": [0-9]+' "$work/client" | grep -oE '[0-9]+$')" </dev/null || complain 'no fault can be made'
wait_for 'this report: '
ended $((0xC0000005 & 255))
grep -q 'PerfectHashServer crashed: access violation (0xC0000005)' "$work/stderr" && grep -q '#[0-9]* PerfectHash.dll+0x' "$work/stderr" || complain 'a crash of a worker leaves no trace'
[ "$(head -c 4 "$work"/dumps/PerfectHashServer-*.dmp)" = MDMP ] && [ -s "$(echo "$work"/dumps/PerfectHashServer-*.txt)" ] || complain 'a crash leaves no minidump'

# Paths lie below the roots, and a link does not lead out.
mkdir -p "$work/in" "$work/beside"
seq 1 50 >"$work/beside/keys.txt"
seq 1 50 >"$work/in/keys.txt"
ln -s "$work/beside" "$work/in/link"
ln -s "$work/beside/keys.txt" "$work/in/linked.txt"
start --Verbose --AllowedRoot="$(windows_path "$work/in")"
wait_for 'listening on'
client --TableCreate="\"$(windows_path "$work/in/keys.txt")\"" || complain "no table: $(cat "$work/client")"
for path in "$work/beside/keys.txt" "$work/in/../beside/keys.txt"; do
  client --TableCreate="\"Z:${path//\//\\}\"" && complain "a table is made of $path"
  grep -q 'not below a root' "$work/client" || complain "other words: $(cat "$work/client")"
done
for path in link/keys.txt linked.txt; do
  client --TableCreate="\"Z:${work//\//\\}\\in\\${path//\//\\}\"" && complain "a table is made of $path"
  grep -q 'not below a root' "$work/client" || complain "other words: $(cat "$work/client")"
done
kill -INT $server
ended 0

# ---- the service ----
name=PerfectHashE2e$$
sc() { timeout 60 "$WINE" --test sc.exe "$@" </dev/null >"$work/sc" 2>&1; }
state() { sc query $name; grep -o 'STATE.*' "$work/sc"; }
wait_state() { for _ in $(seq 1200); do state | grep -q "$1" && return; sleep 0.1; done; complain "the service is not $1: $(state)"; }
setting() { "$WINE" --test reg.exe query "HKLM\\SYSTEM\\CurrentControlSet\\Services\\$1" /v "$2" </dev/null | sed -nE 's/.*REG_[A-Z_]* *(.*)/\1/p'; }
has() { setting "$1" "$2" | grep -qF -- "$3" || complain "the service's $2 is not $3: $(setting "$1" "$2")"; }
source="EventLog\\Application\\$name"
run 2 --ServiceAccount=LocalService
says '--ServiceAccount: it goes with --Install'
run 0 --Install --Verbose --Log="$(windows_path "$work/service.log")" --ServiceName=$name --Endpoint=$endpoint-service --MaxThreads=3 --DrainTimeout=3000 --AllowedRoot="$(windows_path "$work")"
silent stdout
silent stderr
sc query $name || complain "there is no service $name: $(cat "$work/sc")"
has $name ImagePath '"--Verbose"'
has $name ImagePath 'service.log'
has $name ImagePath '"--LogBytes=10485760" "--LogFiles=5"'
has $name ObjectName 'NT AUTHORITY\LocalService'
has $name DisplayName "PerfectHash Server ($name)"
has "$source" EventMessageFile 'PerfectHashServer.exe'
has "$source" TypesSupported 0x7
run 1 --Install --ServiceName=$name
says "$name"
[ -n "$(setting "$source" TypesSupported)" ] || complain 'an install that fails takes the other service with it'
sc start $name || complain "the service can't be started: $(cat "$work/sc")"
wait_state RUNNING
run 3 --Endpoint=$endpoint-service
sc stop $name || complain "the service can't be stopped: $(cat "$work/sc")"
wait_state STOPPED
sc start $name
wait_state RUNNING
# It goes on while a job may end that a stop came upon.
endpoint=$endpoint-service client --Detach --TableCreate="$long" || complain "no job: $(cat "$work/client")"
sc stop $name || complain "the service can't be stopped: $(cat "$work/sc")"
wait_state STOP_PENDING
run 0 --Uninstall --ServiceName=$name
sc query $name && complain "the service is still there: $(cat "$work/sc")"
[ -z "$(setting "$source" TypesSupported)" ] || complain 'the service is still a source of events'
grep -q '\] listening on' "$work/service.log" || complain "the service's log: $(cat "$work/service.log")"
run 1 --Uninstall --ServiceName=$name
for account in NetworkService=NetworkService SYSTEM=LocalSystem; do
  run 0 --Install --ServiceName=$name --ServiceAccount=${account%=*}
  has $name ObjectName "${account#*=}"
  run 0 --Uninstall --ServiceName=$name
done
# Not from the service manager, it is no service.
WINEDEBUG=-all,err+eventlog run 3 --Service --ServiceName=$name
says "eventlog:ReportEventW L\"--Service: "

[ $bad = 0 ] && echo "server.sh: $checks runs"
exit $bad
