# The product's binaries, one function a kind. A layer is a static library named after its folder. Most of what a compiler reads of a file are
# the system's headers, which are precompiled; Visual Studio's projects do without, so that a file still includes what it needs.

# add_layer(NAME [LIBRARIES...]). Natively the runtime and the jobs are their pure folders alone.
function(add_layer name)
  set(pure "")
  if(NOT WIN32 AND NOT name STREQUAL "chm01")
    set(pure PURE)
  endif()
  vcxproj_sources(${PROJECT_SOURCE_DIR}/src/${name}/${name}.vcxproj sources ${pure})
  add_library(${name} STATIC ${sources})
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:${productWarnings}>)
  if(WIN32 AND NOT name STREQUAL "chm01")
    target_precompile_headers(${name} PRIVATE <windows.h>)
  endif()
  target_link_libraries(${name} PUBLIC ${ARGN})
endfunction()

# The generator for build hosts that are not Windows: `perfecthash`, and a library of all but its main for tests.
function(add_generator)
  set(folder ${PROJECT_SOURCE_DIR}/src/native/generator)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
  list(REMOVE_ITEM sources ${folder}/main.c)
  add_library(generator STATIC ${sources})
  add_executable(perfecthash ${folder}/main.c)
  foreach(target generator perfecthash)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:C>:${productWarnings}>)
  endforeach()
  target_link_libraries(generator PUBLIC jobs runtime chm01 contract m)
  target_link_libraries(perfecthash PRIVATE generator)
endfunction()

# The in-process server. Exports by the .def file; the type library and the message table come in by the .rc file.
function(add_server name project)
  vcxproj_sources(${PROJECT_SOURCE_DIR}/${project} sources)
  vcxproj_items(${PROJECT_SOURCE_DIR}/${project} ResourceCompile resources)
  get_filename_component(folder ${PROJECT_SOURCE_DIR}/${project} DIRECTORY)
  add_library(${name} SHARED ${sources} ${resources} ${folder}/dll/${name}.def)
  set_source_files_properties(${resources} PROPERTIES OBJECT_DEPENDS "${contractFiles}")
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:${productWarnings}>)
  target_precompile_headers(${name} PRIVATE <windows.h> <ole2.h> <olectl.h>)
  target_link_libraries(${name} PRIVATE jobs runtime chm01 contract oleaut32 ole32 uuid advapi32 shlwapi)
  # What is in it: scripts/contributors. Of the system's libuuid, 2,500 identifiers in three files, it takes only what is used.
  if(NOT CMAKE_C_SIMULATE_ID)
    target_link_options(${name} PRIVATE -Wl,--gc-sections -Wl,-Map=${PROJECT_BINARY_DIR}/${name}.map)
  endif()
endfunction()

# What the programs share: a static library. It takes jobs without what jobs links: a program that needs the solver does not link.
function(add_program_base name project)
  vcxproj_sources(${PROJECT_SOURCE_DIR}/${project} sources)
  add_library(${name} STATIC ${sources})
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:${productWarnings}>)
  target_precompile_headers(${name} PRIVATE <windows.h> <ole2.h> <olectl.h>)
  add_dependencies(${name} jobs runtime)
  target_link_libraries(${name} PUBLIC $<TARGET_FILE:jobs> $<TARGET_FILE:runtime> contract oleaut32 ole32 uuid advapi32 shell32 shlwapi)
endfunction()

# A program. It reaches the server through COM alone; of ours it links the contract, and the option parser of jobs.
function(add_program name project)
  vcxproj_sources(${PROJECT_SOURCE_DIR}/${project} sources)
  vcxproj_items(${PROJECT_SOURCE_DIR}/${project} ResourceCompile resources)
  add_executable(${name} ${sources} ${resources})
  set(exe ${PROJECT_SOURCE_DIR}/src/exe)
  file(GLOB page CONFIGURE_DEPENDS ${exe}/report/page/* ${exe}/report/uplot/*)
  set_source_files_properties(${resources} PROPERTIES OBJECT_DEPENDS
    "${contractFiles};${exe}/program/program.rc;${exe}/report/page.rc;${page}")
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:${productWarnings}>)
  target_precompile_headers(${name} REUSE_FROM program)
  # The stacks are as large as Microsoft's linker makes them.
  if(NOT CMAKE_C_SIMULATE_ID)
    target_link_options(${name} PRIVATE -municode -Wl,--gc-sections -Wl,--stack,1048576)
  endif()
  target_link_libraries(${name} PRIVATE program)
  add_dependencies(${name} PerfectHash)
endfunction()
