#!/usr/bin/env bash
# GNU objdump 2.40 (-p) looks for a function table in a section named .pdata. The table of a library of .NET that was compiled ahead for Windows lies in .text: objdump shows
# its directory entry, with "[.pdata]" after it, and no function, without a warning. Of a C++ library of the same package it shows the functions.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4
nuget microsoft.aspnetcore.app.runtime.win-x64 10.0.12

# Prints the directory entry, the number of function tables and the number of sections named .pdata of a library of the package.
shown() {
  local library=$work/microsoft.aspnetcore.app.runtime.win-x64/runtimes/win-x64/$1
  "$work/root/usr/bin/x86_64-w64-mingw32-objdump" -p -h "$library" >"$work/output" 2>"$work/errors"
  grep -F 'Exception Directory' "$work/output" | cut -d ' ' -f 4-
  echo "$(grep -c 'Function Table' "$work/output") tables, $(grep -cE '^ +[0-9]+ \.pdata ' "$work/output") sections, $(wc -l <"$work/errors") warnings"
}
same '0000255c Exception Directory [.pdata]
0 tables, 0 sections, 0 warnings' "$(shown lib/net10.0/Microsoft.AspNetCore.Http.dll)"
same '00003588 Exception Directory [.pdata]
1 tables, 1 sections, 0 warnings' "$(shown native/aspnetcorev2_inprocess.dll)"
