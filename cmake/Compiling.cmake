# How everything is compiled: strict C11 for the product, C++17 for the tests.
set(CMAKE_C_STANDARD 11)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_SHARED_LIBRARY_PREFIX "")

include_directories(${PROJECT_SOURCE_DIR}/src)
if(WIN32)
  # Of the contract's folder only what Microsoft's message compiler has made is for compilers.
  include_directories(SYSTEM ${PROJECT_SOURCE_DIR}/idl)
  add_compile_definitions(UNICODE _UNICODE COBJMACROS WIN32_LEAN_AND_MEAN _WIN32_WINNT=0x0A00)
  if(CMAKE_C_SIMULATE_ID) # Microsoft's linker takes resources as they are, for any processor
    set(CMAKE_RC_COMPILE_OBJECT "<CMAKE_RC_COMPILER> -O res <DEFINES> <INCLUDES> <FLAGS> <SOURCE> <OBJECT>")
    set(CMAKE_DEPFILE_FLAGS_RC "")
    set(CMAKE_RC_DEPFILE_FORMAT "")
    string(APPEND CMAKE_C_STANDARD_LIBRARIES " -Wl,/manifest:no") # the resources have one
  endif()
  # The thread's block is read at address 0 of a segment, which gcc 12 would call out of bounds.
  add_compile_options($<$<COMPILE_LANG_AND_ID:C,GNU>:--param=min-pagesize=0> $<$<COMPILE_LANG_AND_ID:CXX,GNU>:--param=min-pagesize=0>)
else()
  # A wide text is UTF-16 on every machine. Natively it is not for the C library, nor for std::wstring: tests/support/wide_text.h.
  add_compile_options(-fshort-wchar)
endif()

set(productWarnings -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wstrict-prototypes
    -Wmissing-prototypes -Wundef -Wformat=2 -Wvla -Werror)
if(CMAKE_C_SIMULATE_ID) # Microsoft's enumerations are signed, and its CONTAINING_RECORD forgets const
  list(APPEND productWarnings -Wno-sign-conversion -Wno-cast-qual)
endif()
set(testWarnings -Wall -Wextra -Werror)

# What a .vcxproj's EnableEnhancedInstructionSet means to gcc. gcc does not align the stack for vectors on Windows, so
# aligned moves of spilled ones would fault there.
set(instructionSet_AdvancedVectorExtensions2 -mavx2 -mbmi2)
set(instructionSet_AdvancedVectorExtensions512 -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx2 -mbmi2)
if(WIN32)
  list(APPEND instructionSet_AdvancedVectorExtensions2 -Wa,-muse-unaligned-vector-move)
  list(APPEND instructionSet_AdvancedVectorExtensions512 -Wa,-muse-unaligned-vector-move)
endif()

# Release builds of a target that deserves more than the preset's level.
function(target_optimisation target level)
  if(TARGET ${target})
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:${level}>)
  endif()
endfunction()

# What is not under test itself is neither optimised nor sanitised in the presets that test: it compiles in a fraction of the time.
function(target_unchecked target)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE -O0 -fno-sanitize=all)
  endif()
endfunction()
