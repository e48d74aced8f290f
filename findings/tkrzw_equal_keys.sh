#!/usr/bin/env bash
# Tkrzw 1.0.25 takes keys that its numeric comparators find equal for one key: in a tree of the order "dec" the key 18446744073709551616 (2^64) overwrites the record of 0, and
# so does the text "get", each with exit code 0. Tokyo Cabinet 1.4.48, by the same author, has a decimal order too, and there the four keys stay four records.
. "$(dirname "$0")/debian.sh"
debian tkrzw-utils=1.0.25-1 libtkrzw1=1.0.25-1 tokyocabinet-bin=1.4.48-15 libtokyocabinet9=1.4.48-15
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu

"$work/root/usr/bin/tkrzw_dbm_util" create --dbm tree --comparator dec "$work/keys.tkt" >"$work/output"
"$work/root/usr/bin/tcbmgr" create -cd "$work/keys.tcb"
for key in 0 16 18446744073709551616 get; do
  "$work/root/usr/bin/tkrzw_dbm_util" set --dbm tree "$work/keys.tkt" $key "value-of-$key" >"$work/output"
  "$work/root/usr/bin/tcbmgr" put -cd "$work/keys.tcb" $key "value-of-$key"
done
same '0 value-of-get 16 value-of-16' "$("$work/root/usr/bin/tkrzw_dbm_util" list --dbm tree "$work/keys.tkt" | xargs)"
same 4 "$("$work/root/usr/bin/tcbmgr" list "$work/keys.tcb" | wc -l)"
