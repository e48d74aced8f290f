#!/usr/bin/env bash
# set_quoted of Meson 1.0.1 makes a C string of a value by quotes around it and a backslash before each quote in it, but none before a backslash: the folder C:\new becomes a text with a line end, and
# a value that ends in a backslash a text that does not end.
. "$(dirname "$0")/debian.sh"
debian meson=1.0.1-5 ninja-build=1.11.1-2~deb12u1
mkdir "$work/source"
cat >"$work/source/meson.build" <<'END'
project('keys')
keys = configuration_data()
keys.set_quoted('METHOD', 'say "get"')
keys.set_quoted('FOLDER', 'C:\\new')
keys.set_quoted('ROOT', 'C:\\')
configure_file(output: 'keys.h', configuration: keys)
END
PATH=$work/root/usr/bin:$PATH PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 "$work/root/usr/bin/meson" setup "$work/build" "$work/source" >"$work/said"
same '#define FOLDER "C:\new"
#define METHOD "say \"get\""
#define ROOT "C:\"' "$(grep '^#define' "$work/build/keys.h")"
printf '#include <stdio.h>\n#include "keys.h"\nint main(void) { puts(METHOD); puts(FOLDER); }\n' >"$work/keys.c"
gcc -w -I "$work/build" -o "$work/keys" "$work/keys.c"
same 'say "get"
C:
ew' "$("$work/keys")"
