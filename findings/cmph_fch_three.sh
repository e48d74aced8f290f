#!/usr/bin/env bash
# The algorithm FCH of cmph 2.0.2 makes no perfect hash of "get", "put" and "end": exit code 255 with each of eight seeds (-s) and numbers of bits per key (-c). For
# "a", "b" and "c" it makes one, for the first three keys with a fourth one too, and its other algorithms make one for the three.
. "$(dirname "$0")/debian.sh"
debian libcmph-tools=2.0.2-2 libcmph0=2.0.2-2
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu

# Says what cmph says to the keys $1 (separated by spaces) with the other arguments.
make() {
  local keys=$1 code=0
  shift
  tr ' ' '\n' <<<"$keys" >"$work/keys"
  "$work/root/usr/bin/cmph" "$@" -g -m "$work/mph" "$work/keys" 2>&1 || code=$?
  echo "exit code $code"
}
for number in 2 3 4 5 6 7 8 9; do make 'get put end' -a fch -s $number -c $number; done >"$work/said"
same $'      8 Unable to create minimum perfect hashing function\n      8 exit code 255' "$(sort "$work/said" | uniq -c)"
for algorithm in chm bmz bmz8 brz bdz bdz_ph chd_ph chd; do make 'get put end' -a $algorithm; done >"$work/said"
same '      8 exit code 0' "$(uniq -c "$work/said")"
same 'exit code 0' "$(make 'a b c' -a fch)"
same 'exit code 0' "$(make 'get put end set' -a fch)"
