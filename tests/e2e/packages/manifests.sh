#!/usr/bin/env bash
# manifests.sh: the manifests for winget, Scoop, Chocolatey and vcpkg are valid by their schemas, which refuse each way to spoil one. They name the ZIP by
# its sums, and programs that are in it. (vcpkg's port is run by CMake with stand-ins for vcpkg's own functions.)
. "$ROOT/tests/e2e/packages/packages.inc"
made zip winget scoop chocolatey vcpkg sbom
"$ROOT/tests/e2e/packages/validate.py" "$packages" || bad=1

nuspec=$packages/chocolatey/perfecthash.nuspec
valid() { xmllint --noout --schema "$ROOT/tests/e2e/packages/schemas/nuspec.xsd" "$1" >"$work/log" 2>&1; }
valid "$nuspec" || { complain 'the nuspec is not valid'; cat "$work/log"; }
for spoil in '/<id>/d' '/<version>/d' 's/<version>.*</<version>new</' '/<authors>/d' '/<description>/d' 's/<tags>/<tags\/><tags>/' 's/nuspec.xsd/nuspec/' 's/src=/source=/'; do
  sed "$spoil" "$nuspec" >"$work/spoilt.nuspec"
  ! valid "$work/spoilt.nuspec" || complain "the nuspec is valid after $spoil"
done

# What they say of the ZIP is so.
sum=$(sha256sum <"$packages/$name.zip" | cut -d ' ' -f 1)
listing=$(unzip -Z1 "$packages/$name.zip")
installer=$packages/winget/PerfectHash.PerfectHash.installer.yaml script=$packages/chocolatey/tools/chocolateyInstall.ps1
holds "$installer" "InstallerSha256: $sum"
holds "$packages/scoop/perfecthash.json" "\"hash\": \"$sum\""
holds "$script" "Checksum64 = '$sum'"
for file in $(sed -n 's/.*RelativeFilePath: //p' "$installer" | tr '\\' /) $(grep -oE '"[A-Za-z]+\.exe"' "$packages/scoop/perfecthash.json" | tr -d '"' | sed "s#^#$name/#"); do
  grep -qxF "$file" <<<"$listing" || complain "the ZIP has no $file"
done
holds "$packages/scoop/perfecthash.json" "\"extract_dir\": \"$name\""
[ "$(grep -c 'RelativeFilePath' "$installer")" = "$(grep -c '\.exe$' <<<"$listing")" ] || complain 'winget names other programs than the ZIP has'
for file in "$installer" "$packages/scoop/perfecthash.json" "$script" "$packages/vcpkg/ports/perfecthash/portfile.cmake"; do holds "$file" "/releases/$version/$name.zip"; done

# The port, run: a download is the ZIP, and vcpkg's functions do what its documentation says of them.
port=$packages/vcpkg/ports/perfecthash
cat >"$work/vcpkg.cmake" <<EOF
set(PORT perfecthash)
set(CURRENT_PACKAGES_DIR "$work/installed")
set(CMAKE_CURRENT_LIST_DIR "$port")
function(vcpkg_download_distfile out)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILENAME;SHA512" URLS)
  file(SHA512 "$packages/\${arg_FILENAME}" sum)
  if(NOT sum STREQUAL arg_SHA512 OR NOT arg_URLS)
    message(FATAL_ERROR "the download has another sum")
  endif()
  set(\${out} "$packages/\${arg_FILENAME}" PARENT_SCOPE)
endfunction()
function(vcpkg_extract_source_archive out)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" ARCHIVE "")
  file(ARCHIVE_EXTRACT INPUT "\${arg_ARCHIVE}" DESTINATION "$work/extracted")
  set(\${out} "$work/extracted/$name" PARENT_SCOPE)
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" FILE_LIST)
  file(READ "\${arg_FILE_LIST}" text)
  file(WRITE "\${CURRENT_PACKAGES_DIR}/share/\${PORT}/copyright" "\${text}")
endfunction()
include("$port/portfile.cmake")
EOF
cmake -P "$work/vcpkg.cmake" >"$work/log" 2>&1 || { complain 'the port fails'; cat "$work/log"; }
for file in include/PerfectHash.h include/PerfectHash_i.c include/PerfectHashErrors.h tools/perfecthash/PerfectHashCreate.exe tools/perfecthash/PerfectHash.dll \
  bin/PerfectHash.dll share/perfecthash/{usage,copyright,PerfectHash.tlb,PerfectHashConfig.cmake}; do [ -s "$work/installed/$file" ] || complain "the port installs no $file"; done

cmake_finds "$work/installed" "-DPERFECTHASH_EMULATOR=$WINE;--test"

# No host but the project's placeholder, and those that name formats.
hosts=$(grep -rohE 'https?://[A-Za-z0-9.-]+' --include='*' "$packages"/{winget,scoop,chocolatey,vcpkg} "$packages"/*.json | sort -u |
  grep -vxE 'https://perfecthash.example|http://(schemas.microsoft.com|cyclonedx.org)')
[ -z "$hosts" ] || complain "hosts: $hosts"
exit $bad
