#!/usr/bin/env bash
# cmake_windows.sh: a program for Windows is built against the package that the build for Windows installs: it links the server, uses the contract, and has a
# table that PerfectHashCreate.exe makes while it is built, through the toolchain's emulator.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "cmake_windows.sh: $*"; tail -n 20 "$work/said"; exit 1; }
mkdir "$work/a project"
cat >"$work/a project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.21)
project(Linked LANGUAGES C)
find_package(PerfectHash CONFIG REQUIRED)
add_executable(linked main.c)
target_link_libraries(linked PRIVATE PerfectHash::Contract PerfectHash::Server)
perfecthash_generate(TARGET linked KEYS codes.txt)
add_custom_command(TARGET linked POST_BUILD COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_RUNTIME_DLLS:linked> $<TARGET_FILE_DIR:linked> COMMAND_EXPAND_LISTS)
END
cat >"$work/a project/main.c" <<'END'
#define COBJMACROS
#include <windows.h>
#include <objbase.h>
#include <stdio.h>

#include "PerfectHash.h"
#include "codes.h"

int main(void)
{
    IClassFactory *factory = NULL;
    IPerfectHashIocpContext *context = NULL;
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (SUCCEEDED(hr))
        hr = DllGetClassObject(&CLSID_IocpContext, &IID_IClassFactory, (void **)&factory);
    if (SUCCEEDED(hr))
        hr = IClassFactory_CreateInstance(factory, NULL, &IID_IPerfectHashIocpContext, (void **)&context);
    printf("0x%08lX, index %u\n", (unsigned long)hr, codesIndex(404));
    return SUCCEEDED(hr) ? 0 : 1;
}
END
printf '200\n404\n500\n' >"$work/a project/codes.txt"
cmake --install "$BUILD" --prefix "$work/in stalled" >"$work/said" 2>&1 || complain 'the package is not installed'
cmake -S "$work/a project" -B "$work/build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$ROOT/cmake/toolchain-mingw64.cmake" \
  -DPerfectHash_DIR="$work/in stalled/lib/cmake/PerfectHash" >"$work/said" 2>&1 || complain 'cannot be configured'
cmake --build "$work/build" >"$work/said" 2>&1 || complain 'cannot be built'
"$WINE" --test "$work/build/linked.exe" >"$work/said" 2>&1 || complain 'does not run'
grep -qx '0x00000000, index 1' "$work/said" || complain 'prints something else'
cmake --build "$work/build" >"$work/said" 2>&1
grep -q 'no work to do' "$work/said" || complain 'the second build runs something'
