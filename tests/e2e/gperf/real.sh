#!/usr/bin/env bash
# real.sh [WORK]: the files of real.list, of Debian's source packages: what gperf 3.1 makes of each and what PerfectHash makes of it are asked alike, all
# keywords and 10,000 other words. Nothing of the packages is kept here: apt-get source gets them, of exactly these versions, into the folder WORK.
# What a file wants of its project's headers is in real_before.h; constants that it names become numbers, the same ones for both.
set -u
here=$(dirname "$(readlink -f "$0")") work=${1-} writer=$BIN/gperf_writer
[ -n "$work" ] || { work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; }
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/stub"
. "$here/side_by_side.inc"
cp "$here/ask.c" "$work/ask.c"

# ---- the packages

cat >"$work/apt.conf" <<EOF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
EOF
echo 'deb-src http://deb.debian.org/debian bookworm main' >"$work/sources.list"
list=$(grep -v '^#' "$here/real.list")
cd "$work" || exit 1
for package in $(cut -d'|' -f1 <<<"$list" | awk '{ print $1 "=" $2 }' | sort -u); do
  name=${package%%=*}
  [ ! -d "$work/$name" ] || continue
  [ -s "$work/updated" ] || APT_CONFIG=$work/apt.conf apt-get -q update >"$work/updated" 2>&1 || { echo "SKIPPED: no package lists"; exit 77; }
  APT_CONFIG=$work/apt.conf apt-get -q source --download-only "$package" >"$work/got" 2>&1 || { tail -2 "$work/got"; echo "SKIPPED: $package is not to be had"; exit 77; }
  mkdir "$work/$name" && tar xf "$work/${name}_"*.orig.tar.[gx]z -C "$work/$name" --strip-components=1
done

# ---- what the files need

# stub SOURCE: makes empty files of the headers that it includes, and numbers of the names that it uses, until it compiles.
stub() {
  local tries source=$1
  : >"$work/stub/names.h"
  for tries in {1..40}; do
    gcc -w -fmax-errors=0 -fsyntax-only $flags "$source" 2>"$work/said" && return
    if header=$(grep -m1 -oP 'fatal error: \K[^:]+(?=: No such file)' "$work/said"); then
      mkdir -p "$work/stub/$(dirname "$header")" && : >"$work/stub/$header"
    else
      names=$(grep -oP "error: ‘\K\w+(?=’ undeclared)" "$work/said" | sort -u)
      [ -n "$names" ] || break
      for name in $names; do echo "enum { $name = $((++numbers % 100)) };"; done >>"$work/stub/names.h"
    fi
  done
  complain "$input: $(grep -m2 error "$work/said")"
  return 1
}

count=0 keywords=0 numbers=0
while IFS='|' read -r package file options lookup answer show; do
  package=${package%% *} file=$(tr -d ' ' <<<"$file") lookup=$(tr -d ' ' <<<"$lookup") answer=$(sed 's/^ *//; s/ *$//' <<<"$answer")
  show="{ $(sed 's/^ *//' <<<"$show"); putchar('\\n'); }"
  eval "options=($(sed 's/\$/\\$/g' <<<"$options"))"
  last='(void)0' compiler=gcc
  flags="-no-pie -Wl,--unresolved-symbols=ignore-all -DOF_${package//[-.]/_} -I$work/stub -include $here/real_before.h -include $work/stub/names.h"
  cd "$work/$package" || exit 1
  gperf "${options[@]}" "$file" >"$work/first.c" 2>"$work/said" || { complain "gperf $file: $(head -2 "$work/said")"; continue; }
  input=$file edit=
  [ "$package" != ruby3.1 ] || edit='s/size_t len/unsigned int len/'    # as its makefile does
  [ -z "$edit" ] || sed -i "$edit" "$work/first.c"
  stub "$work/first.c" || continue
  theirs="-w $flags"
  compare "$file" "${options[@]}" || continue
  program "$work/ours.c" "$work/ours" gcc -O1 $flags -Wall -Wextra -Wno-unused-function -Wno-missing-field-initializers && same "$work/ours"
  count=$((count + 1)) keywords=$((keywords + $(grep -oP '^#define \w*TOTAL_KEYWORDS \K\d+|TOTAL_KEYWORDS = \K\d+' "$work/ours.c" | head -1)))
done <<<"$list"
echo "$count files, $keywords keywords, $asked answers compared"
exit $bad
