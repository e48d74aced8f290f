#!/usr/bin/env bash
# gperf 3.1 takes the delimiters of -e (--delimiters) letter by letter: -e '\t' means a backslash and the letter t, not a tab, so the keywords "get" and "put" become
# "ge" and "pu", with exit code 0. A real tab does what '\t' means to other tools.
. "$(dirname "$0")/debian.sh"
debian gperf=3.1-1
printf 'struct keyword { const char *name; int value; };\n%%%%\nget\t16\nput\t17\n' >"$work/keywords"

# Prints the keywords of the table that gperf writes with the delimiter.
keywords() { "$work/root/usr/bin/gperf" -t -e "$1" "$work/keywords" | grep -oE '^ +\{"[^"]+"' | grep -oE '[a-z]+' | sort | xargs; }
same 'ge pu' "$(keywords '\t')"
same 'get put' "$(keywords $'\t')"
