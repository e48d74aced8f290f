# Windows x86 by mingw-w64. Every processor that runs Windows 10 has SSE2. Callers of 32 bits align the stack to 4 bytes, vectors need 16.
set(CMAKE_SYSTEM_PROCESSOR i686)
include(${CMAKE_CURRENT_LIST_DIR}/toolchain-mingw64.cmake)
set(CMAKE_C_FLAGS_INIT "-msse2 -mfpmath=sse -mstackrealign")
# What the .def file names has no number of bytes behind it.
string(APPEND CMAKE_SHARED_LINKER_FLAGS_INIT " -Wl,--kill-at,--enable-stdcall-fixup")
