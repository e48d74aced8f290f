#!/usr/bin/env bash
# flatc 2.0.8 of FlatBuffers takes two names in one enum value of a JSON record, although the enum is no set of flags (bit_flags), and makes the OR of their numbers: "Get Put", 1 and 2, becomes
# End, which is 3. So a record whose two names lost their comma becomes a record of a third one. A name that is not there is an error.
. "$(dirname "$0")/debian.sh"
debian flatbuffers-compiler=2.0.8+dfsg1-2 libflatbuffers2=2.0.8+dfsg1-2
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
printf 'enum Method : ubyte { Get = 1, Put, End }\ntable Record { method : Method = Get; }\nroot_type Record;\n' >"$work/record.fbs"

# Prints the record that comes back for the given method, or what is wrong with it.
record() (
  cd "$work"
  echo "{ \"method\": \"$1\" }" >record.json
  root/usr/bin/flatc --binary record.fbs record.json >said 2>&1 || { sed -n 's/.*error: //p' said && return; }
  root/usr/bin/flatc --json --strict-json --raw-binary --force-defaults record.fbs -- record.bin && xargs <record.json
)
same '{ method: Put }' "$(record Put)"
same '{ method: End }' "$(record 'Get Put')"
same 'unknown enum value: Set' "$(record Set | head -n 1)"
