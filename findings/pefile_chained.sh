#!/usr/bin/env bash
# pefile 2023.2.7 warns "Failed parsing FunctionEntry of UNWIND_INFO" about entries of an x64 image that are sound: one piece of a split function whose
# unwind information is chained to the first one's and shared with another piece.
. "$(dirname "$0")/debian.sh"
debian python3-pefile=2023.2.7-1 python3-future=0.18.2-6
nuget sqlitepclraw.lib.e_sqlite3 2.1.11

cat >"$work/warnings.py" <<'END'
import collections, pefile, re, sys
image = pefile.PE(f"{sys.argv[1]}/runtimes/win-x64/native/e_sqlite3.dll")
lines = [re.sub("at [0-9a-f]+", "at N", line) for line in image.get_warnings()]
for text, count in collections.Counter(lines).items():
    print(f"{count > 1 and 'many' or 'one'}: {text}")
END
same "many: Failed parsing FunctionEntry of UNWIND_INFO at N: 'Chained function entry cannot be changed'" \
  "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 "$work/warnings.py" "$work/sqlitepclraw.lib.e_sqlite3")"
