#!/usr/bin/env bash
# ace_gperf 7.0.8 of the library ACE, a peer of gperf with the same input, writes C by its own word (-L C, the default) that is neither C nor C++: static_cast of C++ in functions whose
# parameters are declared as in C before 1989. With -a, for ANSI C, a C++ compiler takes it and a C compiler does not. The C of gperf 3.1 (-L C) a C compiler takes.
. "$(dirname "$0")/debian.sh"
debian ace-gperf=7.0.8+dfsg-2 libace-7.0.8=7.0.8+dfsg-2 gperf=3.1-1
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
printf 'get\nput\nend\n' >"$work/keywords"

# Says which compilers take what the generator writes with the options.
compiled() {
  "$work/root/usr/bin/$1" "${@:2}" "$work/keywords" >"$work/table"
  echo -n "$*:"
  for language in '-std=gnu89 -x c' '-x c' '-x c++'; do
    gcc -w $language -include string.h -DACE_OS= -c -o "$work/table.o" "$work/table" 2>"$work/errors" && echo -n ' taken' || echo -n ' refused'
  done
}
same 'ace_gperf -J: refused refused refused' "$(compiled ace_gperf -J)"
grep -q static_cast "$work/table"
same 'ace_gperf -J -a: refused refused taken' "$(compiled ace_gperf -J -a)"
same 'gperf -L C: taken taken refused' "$(compiled gperf -L C)"
