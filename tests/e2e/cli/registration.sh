#!/usr/bin/env bash
# registration.sh: the scripts of regscripts, by regsvr32, on the real keys of the machine and of the user: what they write and where, what they leave,
# and what they say. Programs of 32 bits are seen by their view of the machine's keys.
set -u
. "$(dirname "$0")/program.inc"
tested=cmd.exe
export PERFECTHASH_PREFIX=$work/prefix
trap '"$WINE" --stop; rm -rf "$work"' EXIT
mkdir -p "$work/one" "$work/two"
cp "$BIN/PerfectHash.dll" "$work/one"
cp "$BIN/PerfectHash.dll" "$work/two"
one=$(windows_path "$work/one") two=$(windows_path "$work/two") classes='Software\Classes'
clsid="$classes\\CLSID\\{D252FC77-FDAF-4A14-8719-A7E8F1FC5526}" appid="$classes\\AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}"
library="$classes\\TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}\\1.0\\0"
iid=$(grep -m1 uuid "$ROOT/idl/PerfectHash.idl" | grep -oE '[0-9a-f-]{36}') # of IPerfectHashTable, the first
interface="$classes\\Interface\\{${iid^^}}"

# script EXIT NAME ARGS...: one of regscripts
script() { local expected=$1 name=$2; shift 2; run "$expected" /c "$(windows_path "$ROOT/regscripts/$name.cmd")" "$@"; }
reg() { "$WINE" --test reg.exe "$@" </dev/null >"$work/reg" 2>&1; }
# value KEY [ARGS...]: the default value, or nothing
value() { reg query "$1" /ve "${@:2}" && sed -nE 's/.*REG_SZ *(.*)/\1/p' "$work/reg"; }
is() { [ "$1" = "$2" ] || complain "${3-} is '$1', not '$2'"; }
# everything ROOT: all keys and values of its classes, but for those of Wine's own that it makes when they are asked for
everything() { reg export "$1\\$classes" "$(windows_path "$work/export")" /y; iconv -f utf-16 -t utf-8 "$work/export" | tr -d '\r' >"$2"; }
same() { diff "$1" "$2" >"$work/stdout" || complain "$3"; }
"$WINE" --test cmd.exe /c exit </dev/null

everything HKLM "$work/machine"
everything HKCU "$work/user"
script 0 register-user "$one"
prints 'registered for this user'
is "$(value "HKCU\\$clsid\\InprocServer32")" "$one\\PerfectHash.dll"
is "$(value "HKCU\\$library\\win64")" "$one\\PerfectHash.dll"
is "$(value "HKCU\\$interface\\ProxyStubClsid32")" '{00020424-0000-0000-C000-000000000046}'
everything HKLM "$work/after"
same "$work/machine" "$work/after" 'register-user writes for the machine'
script 0 unregister-user "$one"
everything HKLM "$work/after"
same "$work/machine" "$work/after" 'unregister-user writes for the machine'
value "HKCU\\$clsid" && complain 'unregister-user leaves a class'
value "HKCU\\$interface" && complain 'unregister-user leaves an interface'

# A copy that is not the registered one.
script 0 register "$one"
everything HKLM "$work/registered"
script 1 unregister "$two"
says 'regsvr32 failed'
says "$one\\PerfectHash.dll"
everything HKLM "$work/after"
same "$work/registered" "$work/after" 'another copy unregisters something'
is "$(value "HKLM\\$clsid" /reg:32)" '' 'the class of 32-bit programs'
value "HKLM\\$library\\win32" && complain 'a type library for 32-bit programs that have no class'

# 32-bit programs have the surrogate, until there is a module of their own.
script 0 register --surrogate "$one"
is "$(value "HKLM\\$clsid" /reg:32)" 'PerfectHash IOCP Context'
value "HKLM\\$clsid\\InprocServer32" /reg:32 && complain 'a 64-bit module for 32-bit programs'
is "$(value "HKLM\\$interface\\ProxyStubClsid32" /reg:32)" '{00020424-0000-0000-C000-000000000046}'
is "$(value "HKLM\\$library\\win32")" "$one\\PerfectHash.dll"
reg query "HKLM\\$appid" /v DllSurrogate || complain 'no surrogate'
reg query "HKLM\\$appid" /v DllSurrogate /reg:32 || complain 'no surrogate for 32-bit programs'
script 0 unregister "$one"
everything HKLM "$work/after"
same "$work/machine" "$work/after" 'unregistering leaves something'
module='C:\32\PerfectHash.dll'
reg add "HKLM\\$clsid\\InprocServer32" /ve /d "$module" /f /reg:32
reg add "HKLM\\$library\\win32" /ve /d "$module" /f
script 0 register --surrogate "$one"
is "$(value "HKLM\\$clsid\\InprocServer32" /reg:32)" "$module" 'the 32-bit module, beside a 64-bit one,'
is "$(value "HKLM\\$library\\win32")" "$module" 'its type library'
script 0 unregister "$one"
is "$(value "HKLM\\$clsid\\InprocServer32" /reg:32)" "$module" 'the 32-bit module, alone again,'
is "$(value "HKLM\\$library\\win32")" "$module" 'its type library'

[ $bad = 0 ] && echo "registration.sh: $checks runs"
exit $bad
