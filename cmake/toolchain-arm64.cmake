# Windows ARM64 by clang with Microsoft's SDK, whose flags tests/e2e/platforms/arm64_build.sh writes into the folder of PERFECTHASH_ARM64_SDK. It is for
# checks: the code that starts a program is a stand-in, as Microsoft's comes with Visual Studio alone.
set(sdk $ENV{PERFECTHASH_ARM64_SDK})
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ARM64)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_C_COMPILER_TARGET aarch64-pc-windows-msvc)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_C_FLAGS_INIT "--config=${sdk}/compile.cfg")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,@${sdk}/link.rsp")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-Wl,@${sdk}/link.rsp")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
