# What `cmake --install` puts beside the generator, for find_package(PerfectHash CONFIG) in other projects.
set(packageFiles ${PROJECT_SOURCE_DIR}/cmake/package)
set(packageFolder lib/cmake/PerfectHash)
set(VERSION ${PROJECT_VERSION})
foreach(file PerfectHashConfig PerfectHashConfigVersion)
  configure_file(${packageFiles}/${file}.cmake.in ${PROJECT_BINARY_DIR}/${file}.cmake @ONLY)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/PerfectHashConfig.cmake ${PROJECT_BINARY_DIR}/PerfectHashConfigVersion.cmake
  ${packageFiles}/PerfectHashGenerate.cmake ${packageFiles}/PerfectHashRun.cmake DESTINATION ${packageFolder})
install(FILES ${PROJECT_SOURCE_DIR}/msbuild/PerfectHash.props ${PROJECT_SOURCE_DIR}/msbuild/PerfectHash.targets DESTINATION share/PerfectHash/msbuild)
if(WIN32)
  install(TARGETS PerfectHashCreate PerfectHash RUNTIME DESTINATION bin)
  if(NOT CMAKE_C_SIMULATE_ID)
    # The DLL keeps its functions private, as COM asks, so a library that is linked with it holds none. For those who load it by linking, this one does;
    # ld and Microsoft's linker take it.
    file(READ ${PROJECT_SOURCE_DIR}/src/com/dll/PerfectHash.def exports)
    string(REGEX REPLACE " +PRIVATE" "" exports "${exports}")
    file(CONFIGURE OUTPUT ${generated}/PerfectHashImport.def CONTENT "@exports@" @ONLY)
    set(machine $<IF:$<EQUAL:${CMAKE_SIZEOF_VOID_P},8>,i386:x86-64,i386>)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/PerfectHash.lib
      COMMAND ${CMAKE_DLLTOOL} -m ${machine} -d ${generated}/PerfectHashImport.def -l ${PROJECT_BINARY_DIR}/PerfectHash.lib
      DEPENDS ${generated}/PerfectHashImport.def VERBATIM)
    add_custom_target(import_library ALL DEPENDS ${PROJECT_BINARY_DIR}/PerfectHash.lib)
    install(FILES ${PROJECT_BINARY_DIR}/PerfectHash.lib DESTINATION lib)
  endif()
  install(FILES ${generated}/PerfectHash.h ${generated}/PerfectHash_i.c ${generated}/PerfectHashErrors.h DESTINATION include/PerfectHash)
else()
  install(TARGETS perfecthash RUNTIME DESTINATION bin)
endif()
