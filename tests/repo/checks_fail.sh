#!/usr/bin/env bash
# checks_fail.sh ROOT: the checks beside this file pass a small sound tree and fail on each way to spoil it, naming the culprit.
set -u
here=$1/tests/repo root=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
bad=0

sound() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/src/{chm01,jobs/text,com} "$tree/idl"
  printf '#include <stdint.h>\n' >"$tree/src/chm01/keys.h"
  printf '#include "keys.h"\n' >"$tree/src/chm01/keys.c"
  printf '#include <windows.h>\n#include "chm01/keys.h"\n#include "PerfectHashErrors.h"\n' >"$tree/src/jobs/job.c"
  printf '#include <stdlib.h>\n#include "chm01/keys.h"\n' >"$tree/src/jobs/text/csv.c"
  printf '#include <ole2.h>\n#include "PerfectHash.h"\n' >"$tree/src/com/table.c"
  project chm01 keys.c keys.h
  project jobs job.c 'text\csv.c'
  project com table.c ../version.h
  (cd "$root" && cp --parents src/version.h idl/PerfectHash.idl regscripts/PerfectHash.manifest CHANGELOG.md "$tree")
}
project() {
  local layer=$1 file
  shift
  for file; do printf '    <ClCompile Include="%s" />\n' "$file"; done >"$tree/src/$layer/$layer.vcxproj"
  printf 'Project = "%s", "src\\%s\\%s.vcxproj"\n' "$layer" "$layer" "$layer" >>"$tree/PerfectHash.sln"
}
passes() {
  local output
  output=$("$here/$1" "$tree" 2>&1) || { echo "$1 fails on a sound tree: $output"; bad=1; }
}
# rejects CHECK NAME SHELL-CODE: after the code has run in the tree the check fails and its words hold NAME.
rejects() {
  local output
  sound
  (cd "$tree" && eval "$3")
  if output=$("$here/$1" "$tree" 2>&1); then echo "$1 passes: $3"; bad=1; elif [[ $output != *"$2"* ]]; then echo "$1 does not name $2: $output"; bad=1; fi
}

sound
for check in layers.sh forbidden.sh listing.sh words.sh version.sh; do passes $check; done

rejects layers.sh src/chm01/keys.c 'echo "#include <windows.h>" >>src/chm01/keys.c'
rejects layers.sh src/chm01/keys.c 'echo "#include <stdio.h>" >>src/chm01/keys.c'
rejects layers.sh src/chm01/keys.c 'echo "#include \"jobs/job.h\"" >>src/chm01/keys.c'
rejects layers.sh src/chm01/keys.c 'echo "#include \"PerfectHash.h\"" >>src/chm01/keys.c'
rejects layers.sh src/jobs/text/csv.c 'echo "#include <windows.h>" >>src/jobs/text/csv.c'
rejects layers.sh src/jobs/text/csv.c 'echo "#include <wchar.h>" >>src/jobs/text/csv.c'
rejects layers.sh src/jobs/job.c 'touch src/com/table.h; echo "  #  include \"com/table.h\"" >>src/jobs/job.c'
rejects layers.sh src/jobs/job.c 'echo "#include \"../com/table.c\"" >>src/jobs/job.c'
rejects layers.sh src/jobs/job.c 'echo "#include <ole2.h>" >>src/jobs/job.c'
rejects layers.sh 'no includes' 'rm -r src/*'

rejects forbidden.sh src/jobs/job.c 'echo "void F(void) { CreateThreadpoolWork(0, 0, 0); }" >>src/jobs/job.c'
rejects forbidden.sh src/com/table.c 'echo "void F(void) { printf(\"x\"); }" >>src/com/table.c'
rejects forbidden.sh 'no sources' 'rm -r src/*'

rejects listing.sh src/chm01/new.c 'touch src/chm01/new.c'
rejects listing.sh src/chm01/keys.c 'rm src/chm01/keys.c'
rejects listing.sh src/chm01/keys.h 'echo "<ClInclude Include=\"..\\chm01\\keys.h\" />" >>src/com/com.vcxproj'
rejects listing.sh src/com/com.vcxproj 'sed -i /com.vcxproj/d PerfectHash.sln'

rejects words.sh notes.md 'echo "see /""root/notes" >notes.md'
rejects words.sh notes.md 'echo "TO""DO: later" >notes.md'
rejects words.sh notes.md 'echo "as iss""ue 12 says" >notes.md'

rejects version.sh src/version.h 'sed -i "s/_NUMBERS .*/_NUMBERS 9, 9, 9, 9/" src/version.h'
rejects version.sh src/version.h 'sed -i "s/_PACKED 0x/&9/" src/version.h'
rejects version.sh regscripts/PerfectHash.manifest 'sed -i "s/version=\"[0-9.]*\" processor/version=\"9.9.9.9\" processor/" regscripts/*.manifest'
rejects version.sh CHANGELOG.md 'sed -i "s/^## .*//" CHANGELOG.md'
rejects version.sh notes.h 'cp src/version.h notes.h'
rejects version.sh CMakeLists.txt 'echo "project(PerfectHash VERSION 9.9)" >CMakeLists.txt'
exit $bad
