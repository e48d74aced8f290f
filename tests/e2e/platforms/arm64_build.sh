#!/usr/bin/env bash
# arm64_build.sh: the product compiles for Windows ARM64 with Microsoft's SDK without a warning, and links: a DLL that exports what COM asks for, and
# programs, all for that processor and hardened. Its binaries are for checks: the code that starts them is a stand-in.
. "$(dirname "$0")/../windows/tools.inc"
. "$tools/../env.sh"
unset WINEPREFIX
set -u
here=$(dirname "$(readlink -f "$0")")
build=$ROOT/build/arm64
sdk=$build/sdk
libraries=$SDKPK/microsoft.windows.sdk.cpp.arm64/$SDKPV/c
bad=0
complain() { echo "arm64_build.sh: $*"; bad=1; }

mkdir -p "$sdk/libraries"
if [ ! -d "$libraries" ]; then
  cat >"$sdk/sdk.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>$SDKPK</RestorePackagesPath></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Windows.SDK.CPP.arm64" Version="$SDKPV" /></ItemGroup>
</Project>
END
  dotnet restore "$sdk/sdk.csproj" -v q || { echo "SKIPPED: Microsoft's libraries for ARM64 can't be had"; exit 77; }
fi
target=aarch64-pc-windows-msvc
[ -s "$sdk/vfs.yaml" ] || python3 "$MST/mkvfs.py" "$SDKINC"/{um,shared,ucrt,winrt} "$libraries"/{um,ucrt}/arm64 >"$sdk/vfs.yaml"
{
  printf '%s\n' -fms-compatibility-version=19.44 -nostdinc -ivfsoverlay "$sdk/vfs.yaml" -D_CRT_SECURE_NO_WARNINGS
  for folder in "$MST/vcshim" "/usr/lib/llvm-$LLV/lib/clang/$LLV/include" "$SDKINC"/{ucrt,um,shared,winrt}; do printf -- '-isystem %s\n' "$folder"; done
} >"$sdk/compile.cfg"
printf '%s\n' /vfsoverlay:"$sdk/vfs.yaml" /libpath:"$sdk/libraries" /libpath:"$libraries/ucrt/arm64" /libpath:"$libraries/um/arm64" >"$sdk/link.rsp"
if [ ! -e "$sdk/libraries/msvcrt.lib" ]; then
  (cd "$sdk/libraries" && parts=() && for part in BASE MAIN WMAIN DLL NODLLMAIN DBG; do
    "clang-$LLV" --target=$target --config="$sdk/compile.cfg" -D_MT -w -O1 -c -DCRT0_$part "$MST/msstub/crt0.c" -o $part.obj && parts+=($part.obj) || exit
  done &&
    "clang-$LLV" --target=$target --config="$sdk/compile.cfg" -O1 -c "$here/arm64_printf.c" -o printf.obj &&
    # x15 holds a sixteenth of the bytes: each page is touched, and no register is changed but x16 and x17
    "clang-$LLV" --target=$target -c -x assembler - -o chkstk.obj <<'END' &&
    .globl __chkstk
__chkstk:
    lsl x16, x15, #4
    mov x17, sp
1:  cmp x16, #4096
    b.ls 2f
    sub x17, x17, #4096
    ldr xzr, [x17]
    sub x16, x16, #4096
    b 1b
2:  sub x17, x17, x16
    ldr xzr, [x17]
    ret
END
    "llvm-lib-$LLV" /nologo /machine:arm64 /def:"$MST/msstub/vcruntime140.def" /out:vcruntime.lib &&
    "llvm-lib-$LLV" /nologo /machine:arm64 /out:msvcrt.lib "${parts[@]}" chkstk.obj printf.obj vcruntime.lib &&
    cp msvcrt.lib libcmt.lib && "llvm-lib-$LLV" /nologo /machine:arm64 /llvmlibempty /out:oldnames.lib) || exit 1
fi

export PERFECTHASH_ARM64_SDK=$sdk
products='PerfectHash PerfectHashCreate PerfectHashBulkCreate PerfectHashServer PerfectHashClient'
{ cmake -S "$ROOT" -B "$build" -G Ninja --toolchain "$ROOT/cmake/toolchain-arm64.cmake" -DBUILD_TESTING=OFF -DCMAKE_MSVC_RUNTIME_LIBRARY=MultiThreaded -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE='-O1 -DNDEBUG' &&
  ninja -k 0 -C "$build" $products; } >"$build.log" 2>&1 || { grep -aE "error|warning" "$build.log" | head -n 30; tail -n 10 "$build.log"; exit 1; }
! grep -ai warning "$build.log" || bad=1
for file in "$build"/bin/*.{dll,exe}; do
  headers=$("llvm-readobj-$LLV" --file-headers "$file")
  grep -q 'Machine: IMAGE_FILE_MACHINE_ARM64 ' <<<"$headers" || complain "$file is for another processor"
  for flag in DYNAMIC_BASE NX_COMPAT HIGH_ENTROPY_VA; do grep -q "IMAGE_DLL_CHARACTERISTICS_$flag " <<<"$headers" || complain "$file: without $flag"; done
  grep -aq 'processorArchitecture="arm64"' "$file" || complain "$file: its manifest names another processor"
done
exports=$("llvm-readobj-$LLV" --coff-exports "$build/bin/PerfectHash.dll" | sed -n 's/^ *Name: \(Dll[A-Za-z]*\)$/\1/p' | tr '\n' ' ')
[ "$exports" = 'DllCanUnloadNow DllGetClassObject DllInstall DllRegisterServer DllUnregisterServer ' ] || complain "the DLL exports $exports"
exit $bad
