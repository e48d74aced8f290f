#!/usr/bin/env bash
# checks_fail.sh ROOT: the checks beside this file pass a small sound tree and fail on each way to spoil it, naming the culprit.
set -u
here=$1/tests/repo root=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
bad=0

sound() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/src/{chm01/{base,keys},jobs/table,com/table} "$tree/idl" "$tree"/tests/{repo,chm01/keys}
  printf 'pure : chm01\nchm01/base :\nchm01/keys : chm01/base\njobs/table : chm01\ncom/table : jobs\n' >"$tree/tests/repo/modules.txt"
  printf '#include <stdint.h>\nenum { MostKeys = 2 << 9 }; /* of a set */\n' >"$tree/src/chm01/base/status.h"
  printf '#include "chm01/base/status.h"\nint Keys(void);\n' >"$tree/src/chm01/keys/keys.h"
  printf '#include "keys.h"\nint Keys(void)\n{\n    return 1;\n}\n' >"$tree/src/chm01/keys/keys.c"
  printf '#include "PerfectHashErrors.h"\n#include "chm01/keys/keys.h"\nstatic int JobKeys(void)\n{\n    return Keys();\n}\nint Job(void)\n{\n    return JobKeys();\n}\n' >"$tree/src/jobs/table/job.c"
  printf '#include "PerfectHash.h"\nint Job(void);\nint Table(void)\n{\n    return Job();\n}\n' >"$tree/src/com/table/table.c"
  printf '/*\n * Keys returns a number. It is 1.\n */\n#include "chm01/keys/keys.h"\n' >"$tree/tests/chm01/keys/keys_test.cpp"
  project chm01 base/status.h keys/keys.c keys/keys.h
  project jobs table/job.c
  project com table/table.c ../version.h
  "$root/scripts/filters" "$tree"
  for folder in chm01/base chm01/keys jobs/table com/table; do printf '# %s\n\nIncluded as "%s/...".\n' $folder $folder >"$tree/src/$folder/README.md"; done
  { printf '## Where is it?\n\n| question | answer |\n|---|---|\n'; yes '| Where is a job? | `src/jobs/table/job.c` (`Job`, `Keys`) |' | head -n 5; } >"$tree/CONTRIBUTING.md"
  (cd "$root" && cp --parents .clang-format src/version.h idl/PerfectHash.idl regscripts/PerfectHash.manifest src/exe/program/program.manifest CHANGELOG.md "$tree")
  mkdir -p "$tree/samples/csharp" "$tree/docs/reference"
  printf '| keys | 1,024 (2^10) | an error | `src/chm01/base/status.h` (`MostKeys`) |\n' >"$tree/docs/reference/limits.md"
  grep -B 1 '^public interface IPerfectHashTable$' "$root/samples/csharp/PerfectHash.cs" >"$tree/samples/csharp/PerfectHash.cs"
}
# Compiles the tree's files into objects that lie as CMake's do.
objects() {
  local file
  for file in $(cd "$tree/src" && find . -name '*.c'); do
    mkdir -p "$tree/build/CMakeFiles/layer.dir/src/${file%/*}"
    sed '/PerfectHash/d' "$tree/src/$file" | gcc -x c -c -I "$tree/src" -iquote "$tree/src/${file%/*}" - -o "$tree/build/CMakeFiles/layer.dir/src/$file.obj"
  done
}
project() {
  local layer=$1 file
  shift
  for file; do printf '    <ClCompile Include="%s" />\n' "${file//\//\\}"; done >"$tree/src/$layer/$layer.vcxproj"
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
for check in modules.sh filters.sh manifests.sh forbidden.sh listing.sh words.sh version.sh names.sh annotations.sh format.sh readmes.sh contributing.sh duplicates.sh tests_shape.sh clocks.sh limits.sh; do passes $check; done

rejects modules.sh src/chm01/keys/keys.c 'echo "#include <windows.h>" >>src/chm01/keys/keys.c'
rejects modules.sh src/chm01/keys/keys.c 'echo "#include <stdio.h>" >>src/chm01/keys/keys.c'
rejects modules.sh src/chm01/keys/keys.c 'echo "#include \"jobs/table/job.h\"" >>src/chm01/keys/keys.c'
rejects modules.sh src/chm01/keys/keys.c 'echo "#include \"PerfectHash.h\"" >>src/chm01/keys/keys.c'
rejects modules.sh src/chm01/base/status.h 'echo "#include \"chm01/keys/keys.h\"" >>src/chm01/base/status.h'
rejects modules.sh src/jobs/table/job.c 'touch src/com/table/table.h; echo "  #  include \"com/table/table.h\"" >>src/jobs/table/job.c'
rejects modules.sh src/jobs/table/job.c 'echo "#include \"../../com/table/table.c\"" >>src/jobs/table/job.c'
rejects modules.sh src/jobs/table/job.c 'echo "#include <ole2.h>" >>src/jobs/table/job.c'
rejects modules.sh src/jobs/new/new.c 'mkdir src/jobs/new; echo "#include <stdint.h>" >src/jobs/new/new.c'
rejects modules.sh circle 'sed -i "s#^chm01/base :#chm01/base : chm01/keys#" tests/repo/modules.txt'
rejects modules.sh 'no includes' 'rm -r src/*'

# A call counts as an include does, also of a function that the caller declares itself.
calls() { NM=nm "$here/calls.sh" "$tree" "$tree/build" 2>&1; }
sound; objects
output=$(calls) || { echo "calls.sh fails on a sound tree: $output"; bad=1; }
echo 'int Table(void); int Keys(void) { return Table(); }' >"$tree/src/chm01/keys/keys.c"; objects
if output=$(calls); then echo 'calls.sh passes a call up'; bad=1; elif [[ $output != *src/chm01/keys/keys.c*Table* ]]; then echo "calls.sh names no culprit: $output"; bad=1; fi
rm -r "$tree/build"; mkdir "$tree/build"
if calls >/dev/null; then echo 'calls.sh passes no objects'; bad=1; fi

natvis() { CXX=g++ "$here/natvis.sh" "$tree" 2>&1; }
spoilt_natvis() { # NAME SED-CODE
  local output
  sed -i "$2" "$tree/debug/PerfectHash.natvis"
  if output=$(natvis); then echo "natvis.sh passes: $2"; bad=1; elif [[ $output != *"$1"* ]]; then echo "natvis.sh does not name $1: $output"; bad=1; fi
}
sound; mkdir "$tree/debug"
printf 'struct Keys {\n    int count;\n};\n' >>"$tree/src/chm01/keys/keys.h"
printf '<Type Name="Keys">\n<DisplayString Condition="count">{count,x} keys</DisplayString>\n</Type>\n' >"$tree/debug/PerfectHash.natvis"
output=$(natvis) || { echo "natvis.sh fails on a sound tree: $output"; bad=1; }
spoilt_natvis number 's/{count/{number/'
spoilt_natvis keen 's/n="count/n="keen/'
spoilt_natvis Kees 's/Keys/Kees/'
spoilt_natvis 'no types' '/Type/d'

rejects filters.sh src/chm01/chm01.vcxproj.filters 'sed -i "s/keys/kees/" src/chm01/chm01.vcxproj.filters'
rejects filters.sh src/jobs/jobs.vcxproj.filters 'rm src/jobs/jobs.vcxproj.filters'

rejects manifests.sh regscripts/PerfectHash.manifest 'sed -i s/d252fc77/d252fc78/ regscripts/PerfectHash.manifest'
rejects manifests.sh src/exe/program/program.manifest 'sed -i /ExternalProxyStub/d src/exe/program/program.manifest'
rejects manifests.sh samples/csharp/PerfectHash.cs 'sed -i s/f267c790/00000000/ idl/PerfectHash.idl'
rejects manifests.sh 'more than 255 characters' 'printf "[helpstring(\"%0300d\")]\n" 0 >>idl/PerfectHash.idl'

rejects forbidden.sh src/jobs/table/job.c 'echo "void F(void) { CreateThreadpoolWork(0, 0, 0); }" >>src/jobs/table/job.c'
rejects forbidden.sh src/com/table/table.c 'echo "void F(void) { printf(\"x\"); }" >>src/com/table/table.c'
rejects forbidden.sh 'no sources' 'rm -r src/*'

rejects listing.sh src/chm01/keys/new.c 'touch src/chm01/keys/new.c'
rejects listing.sh src/chm01/keys/keys.c 'rm src/chm01/keys/keys.c'
rejects listing.sh src/chm01/keys/keys.h 'echo "<ClInclude Include=\"..\\chm01\\keys\\keys.h\" />" >>src/com/com.vcxproj'
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

# repeat_lines N FILE: adds N lines to the file, twice, with other names, numbers and texts.
repeat_lines() {
  local copy line
  for copy in int struct; do
    echo $copy
    for ((line = 0; line < $1; line++)); do echo "    Call$line(&p_$copy, ${#copy}0$line, \"$copy\", q_$copy);"; done
  done >>"$2"
}
rejects duplicates.sh src/jobs/job.c 'repeat_lines 6 src/jobs/job.c'
rejects duplicates.sh src/com/table.c 'repeat_lines 6 src/jobs/job.c; cp src/{jobs/job,com/table}.c; mkdir -p tests/repo; echo 1 >tests/repo/duplicates.max'
rejects duplicates.sh scripts/two 'mkdir scripts; repeat_lines 6 scripts/one; cp scripts/{one,two}'
rejects duplicates.sh 'no sources' 'rm -r src/* tests/chm01 samples'
sound
repeat_lines 5 "$tree/src/jobs/job.c"
passes duplicates.sh

rejects readmes.sh src/jobs/table/README.md 'rm src/jobs/table/README.md'
rejects readmes.sh src/jobs/table/README.md 'sed -i 1s/table/tables/ src/jobs/table/README.md'
rejects readmes.sh src/jobs/table/README.md 'yes more | head -n 14 >>src/jobs/table/README.md'
rejects readmes.sh gone.h 'echo "Entry: gone.h" >>src/jobs/table/README.md'

rejects contributing.sh src/jobs/table/gone.c 'echo "See \`src/jobs/table/gone.c\`." >>CONTRIBUTING.md'
rejects contributing.sh Jobs 'sed -i "s/(.Job./(\`Jobs\`/" CONTRIBUTING.md'
rejects contributing.sh 'no path with a name' 'sed -i "5s/ (.*) / /" CONTRIBUTING.md'
rejects contributing.sh 'five questions' 'sed -i 5d CONTRIBUTING.md'
rejects format.sh src/jobs/table/job.c:11 'echo "void F( void ) { }" >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:11 'printf "/* %097d */\n" 0 >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:12 'printf "/*\n * %098d\n */\n" 0 >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:11 'printf "static const char zeros[] = \"%0100d\";\n" 0 >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:11 'echo "#define NEXT(p) InterlockedIncrement(p)" >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:11 'echo "#define BYTES(p) sizeof(*p)" >>src/jobs/table/job.c'
rejects format.sh src/jobs/table/job.c:11 'echo "#define EACH for (int i = 0; i < 9; ++i)" >>src/jobs/table/job.c'
rejects format.sh 'no sources' 'rm -r src/* tests/chm01 samples'

rejects annotations.sh src/chm01/keys/keys.h 'echo "int *Later(int);" >>src/chm01/keys/keys.h'
rejects annotations.sh src/chm01/keys/keys.h 'echo "int Later(_In_ const int *first, int *second);" >>src/chm01/keys/keys.h'
rejects annotations.sh src/chm01/keys/keys.h 'echo "static inline int Later(int *second) {" >>src/chm01/keys/keys.h'
rejects annotations.sh src/chm01/keys/keys.h 'echo "typedef void (*Later)(_In_ int *first, int *second);" >>src/chm01/keys/keys.h'
rejects annotations.sh src/chm01/keys/keys.h 'echo "int Later(_Out_ int *first);" >>src/chm01/keys/keys.h'
rejects annotations.sh 'no header' 'rm -r src/*; mkdir src/{com,exe,jobs,chm01,runtime}'

rejects names.sh src/jobs/table/job.c:11 'printf "static int Make(void)\n{\n}\n" >>src/jobs/table/job.c'
rejects names.sh src/jobs/table/job.c:11 'for file in com/table/table jobs/table/job; do printf "static int MakeRow(void)\n{\n}\n" >>src/$file.c; done'
rejects names.sh JobKeys 'printf "int JobKeys(void)\n{\n}\n" >>src/com/table/table.c'
rejects names.sh 'is also given by' 'for file in com/table/table jobs/table/job; do printf "int MakeRow(void)\n{\n}\n" >>src/$file.c; done'
rejects names.sh 'no functions' 'rm -r src/*'

event='mkdir -p debug tests/jobs/base
  printf "<provider guid=\"{12}\">\n<template tid=\"Made\">\n<data name=\"Job\"/>\n</template>\n" >idl/PerfectHashEvents.man
  printf "<event value=\"1\" symbol=\"EventMade\" template=\"Made\"/>\n" >>idl/PerfectHashEvents.man
  printf "#define EventMade_value 0x1\n" >idl/PerfectHashEvents.h
  printf "<EventProvider Name=\"12\">\n" >debug/PerfectHash.wprp
  printf "    WriteEventMade(job);\n    EventsMade(job);\n" >>src/jobs/table/job.c
  echo EventMade >tests/jobs/base/job_events_test.cpp'
sound
(cd "$tree" && eval "$event")
passes events.sh
rejects events.sh EventMade "$event; sed -i 's/WriteEventMade(job)/WriteEventMade(job, 2)/' src/jobs/table/job.c"
rejects events.sh EventMade "$event; sed -i '/ WriteEventMade/d' src/jobs/table/job.c"
rejects events.sh EventsMade "$event; sed -i '/ EventsMade/d' src/jobs/table/job.c"
rejects events.sh EventMade "$event; echo >tests/jobs/base/job_events_test.cpp"
rejects events.sh 'number 1' "$event; tail -n 1 idl/PerfectHashEvents.man >>idl/PerfectHashEvents.man"
rejects events.sh stale "$event; echo >idl/PerfectHashEvents.h"
rejects events.sh wprp "$event; sed -i s/12/13/ debug/PerfectHash.wprp"
rejects events.sh 'no events' "$event; sed -i '/<event/d' idl/PerfectHashEvents.man"

keys=tests/chm01/keys
rejects tests_shape.sh $keys/keys.cpp "mv $keys/keys_test.cpp $keys/keys.cpp"
rejects tests_shape.sh $keys/maker.h "touch $keys/maker.h"
rejects tests_shape.sh tests/keys_test.cpp "mv $keys/keys_test.cpp tests"
rejects tests_shape.sh tests/chm01/keys_test.cpp "mv $keys/keys_test.cpp tests/chm01"
rejects tests_shape.sh tests/chm01/hash/keys_test.cpp "mv $keys tests/chm01/hash"
rejects tests_shape.sh tests/keys/keys_test.cpp "mv $keys tests"
rejects tests_shape.sh $keys/keys_test.cpp "sed -i 1,3d $keys/keys_test.cpp"
rejects tests_shape.sh $keys/keys_test.cpp "sed -i 's/ It is 1.//' $keys/keys_test.cpp"
rejects tests_shape.sh 'no tests' 'rm -r tests/chm01'

most=src/chm01/base/status.h
rejects limits.sh MostKeys "sed -i 's/<< 9/<< 8/' $most"
rejects limits.sh MostBits "echo 'enum { MostBits = 3 };' >>$most"
rejects limits.sh MAX_BITS "echo '#define MAX_BITS 3u' >>$most"
rejects limits.sh $most "rm $most"
rejects prose.sh 'strings phrase: src/jobs/table/job.c' "echo 'const char *text = \"a number is wanted\";' >>src/jobs/table/job.c"
rejects prose.sh 'comments begin: src/jobs/table/job.c' "echo '/* Of a job alone. */' >>src/jobs/table/job.c"
rejects prose.sh 'docs long: CONTRIBUTING.md' "echo Every $(yes word | head -n 35 | tr '\n' ' '). >>CONTRIBUTING.md"
rejects prose.sh 'docs line: docs/page.md:1' "echo 'It opens \`a.c\`, e.g. Windows 10.0. It ends.' >docs/page.md"
rejects prose.sh 'docs line: docs/page.md:2' "printf -- '- It opens. It ends.\n- It opens. It reads. It ends.\n' >docs/page.md"
rejects prose.sh 'docs plural: CONTRIBUTING.md' "echo It has 1 keys. >>CONTRIBUTING.md"
rejects links.sh 'no src/nothing.c' "echo '[a file](src/nothing.c)' >>CONTRIBUTING.md"
rejects links.sh 'no link to docs/page.md' "echo '[limits](reference/limits.md)' >docs/README.md; echo >docs/page.md"
rejects links.sh 'no heading #nowhere' "echo '[a heading](#nowhere)' >>CONTRIBUTING.md"
rejects named.sh 'no tests/keys.cpp' "echo 'See \`tests/keys.cpp\`.' >docs/page.md"
rejects named.sh 'no case a key' "echo 'See \`$keys/keys_test.cpp\`: \"a key\".' >docs/page.md"
rejects named.sh 'no ./bench keys' "echo 'Run \`./bench keys\`.' >docs/page.md"
rejects named.sh 'without a command' "mkdir docs/explanation; printf '## Size\n\n| a | 3 |\n' >docs/explanation/comparison.md"
rejects blocks.sh docs/page.md:3 "printf '# Page\n\n    run this\n' >docs/page.md; mkdir -p tests/e2e/samples; touch tests/e2e/samples/CMakeLists.txt"
rejects limits.sh 'no limits' 'echo >docs/reference/limits.md'
rejects clocks.sh $keys/keys_test.cpp:5 "echo 'CHECK(GetTickCount64() - start < 100);' >>$keys/keys_test.cpp"
rejects clocks.sh $keys/keys_test.cpp:5 "echo 'auto now = std::chrono::steady_clock::now();' >>$keys/keys_test.cpp"
rejects clocks.sh tests/e2e/cli/run.sh:1 'mkdir -p tests/e2e/cli; echo "begun=\$(date +%s%N)" >tests/e2e/cli/run.sh'
rejects clocks.sh 'no tests' 'rm -r tests/chm01'
exit $bad
