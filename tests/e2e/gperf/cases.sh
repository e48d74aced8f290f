#!/usr/bin/env bash
# cases.sh: files for gperf in cases/, each compiled from what gperf 3.1 writes and from what PerfectHash writes, and asked alike: every keyword,
# and 10,000 other words. What PerfectHash writes has no warning in any version of C and C++, and reads no byte behind a key that a sanitizer sees.
set -u
here=$(dirname "$(readlink -f "$0")") work=$(mktemp -d) writer=$BIN/gperf_writer
trap 'rm -rf "$work"' EXIT
command -v gperf >/dev/null || { echo "SKIPPED: there is no gperf"; exit 77; }
. "$here/side_by_side.inc"
cp "$here/ask.c" "$work/ask.c"
cp "$here/ask.c" "$work/ask.cpp"
cd "$here/cases" || exit 1

warnings="-Wall -Wextra -Werror"
theirs=-w

# take DIALECT...: ours compiles in each without a warning, by clang too where there is one, and answers in the last one, with the flags `checked`.
take() {
  local end=c each other=clang
  [ $compiler = gcc ] || end=cpp other=clang++
  ! command -v $other >/dev/null || program "$work/ours.$end" "$work/syntax" $other -fsyntax-only -std=$1 $warnings || return
  for each in "${@:1:$#-1}"; do program "$work/ours.$end" "$work/syntax" $compiler -fsyntax-only -std=$each $warnings || return; done
  program "$work/ours.$end" "$work/ours" $compiler -std=${!#} $checked $warnings && same "$work/ours"
}
c="gnu90 c99 gnu17" cpp="c++98 c++20" last='(void)0' checked="-O1 -fsanitize=address,undefined -fno-sanitize-recover=all"

compiler=gcc lookup=in_word_set answer='const char' show='puts(r)'
last='printf("%d %d\n", longest_keyword(), is_hashed("if", 2))'
compare words.gperf -I && take $c
checked=-O1
compare words.gperf -CEGIlP7 -k1,3,'$' -S 2 -j1 -D && take $c
compare words.gperf --ignore-case --compare-strn --includes -F ',1' -W words -Q strings && take $c
compiler=g++
compare words.gperf -I && take $cpp

compiler=gcc lookup=month_of answer='const struct month' show='printf("%s %d %d\n", r->label, r->number, r->days)' last='printf("%d\n", days_of_all())'
compare months.gperf && take $c
compiler=g++
compare months.gperf --null-strings && take $cpp

compiler=gcc lookup=in_word_set answer='struct color' show='printf("%s %u\n", r->name + pool, r->rgb)' last='(void)0'
compare pool.gperf && take $c
compare pool.gperf -CGEl -N in_word_set && answer='const struct color' take $c

compiler=g++ lookup=colors::Colors::Find answer='const colors::Color' show='printf("%s %u\n", r->name, r->rgb)'
compare class.gperf && take $cpp

compiler=gcc lookup=find answer='struct action' show='printf("%s %d\n", r->name, r->number)'
compare again.gperf -t -D -N find && take $c

compiler=gcc lookup=in_word_set answer='const char' show='printf("%d\n", (unsigned char)r[0] + 256 * (unsigned char)r[1])'
checked="-O1 -fsanitize=address,undefined"
compare binary.gperf -lI && take $c
checked=-O1

# A carriage return before the end of a line is none of its bytes, as on Windows, where gperf does not see it either.
sed 's/$/\r/' units.gperf >"$work/crlf.gperf"
lookup=in_word_set answer='struct unit' show='printf("%s %d\n", r->name, r->bits)' last='printf("%d\n", bits_of_words)'
compare units.gperf && take $c && "$writer" "$work/crlf.gperf" >"$work/ours.c" && take $c

echo "$asked answers compared"
exit $bad
