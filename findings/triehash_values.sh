#!/usr/bin/env bash
# triehash 0.3 writes the value of a keyword into its C as it is but counts on from what Perl reads: after 0x10, which is 16 to C, comes 1 (with a warning of Perl), and after 010,
# which is 8, comes 11. A value at the end of a file whose last line has no line end is lost without a word: the keyword gets the next number instead.
. "$(dirname "$0")/debian.sh"
debian triehash=0.3-3
printf '#include "table.h"\n#include <stdio.h>\nint main(void) { printf("%%d %%d %%d\\n", PerfectHash("get", 3), PerfectHash("put", 3), PerfectHash("end", 3)); }\n' >"$work/main.c"

# Prints the values of get, put and end that the C of the keywords file has.
values() {
  printf "$1" >"$work/keywords"
  perl "$work/root/usr/bin/triehash" "$work/keywords" >"$work/table.h" 2>"$work/warnings"
  gcc -o "$work/main" "$work/main.c"
  "$work/main"
}
same '16 17 99' "$(values 'get = 16\nput\nend = 99\n')"
same '16 1 99' "$(values 'get = 0x10\nput\nend = 99\n')"
same '8 11 99' "$(values 'get = 010\nput\nend = 99\n')"
same '16 17 18' "$(values 'get = 16\nput\nend = 99')"
