#!/usr/bin/env bash
# windmc of GNU binutils 2.40 gives a message without Severity and Facility lines the values 0. Microsoft's description of message text files gives it those of the message before
# it, so one and the same file makes KEYS_E_TWO the error 0x80040011 with mc.exe and the success 0x11 with windmc, without a warning.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4
cat >"$work/keys.mc" <<'END'
MessageIdTypedef=HRESULT
SeverityNames=(Success=0x0 Failure=0x2)
FacilityNames=(Interface=0x4)
MessageId=0x10
Severity=Failure
Facility=Interface
SymbolicName=KEYS_E_ONE
Language=English
The first message.
.
MessageId=0x11
SymbolicName=KEYS_E_TWO
Language=English
The second message.
.
END
"$work/root/usr/bin/x86_64-w64-mingw32-windmc" -h "$work" -r "$work" "$work/keys.mc" 2>"$work/warnings"
same '#define KEYS_E_ONE (HRESULT) 0x80040010
#define KEYS_E_TWO (HRESULT) 0x11' "$(grep '^#define KEYS' "$work/keys.h")"
same 0 "$(wc -c <"$work/warnings")"
