# The contract: header, IIDs and type library from PerfectHash.idl (widl), header and message table from PerfectHashErrors.mc
# (windmc). All in generated/, which is on the include path of whatever links `contract`.
set(idl ${PROJECT_SOURCE_DIR}/idl/PerfectHash.idl)
set(messages ${PROJECT_SOURCE_DIR}/idl/PerfectHashErrors.mc)
set(generated ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})

math(EXPR bits "8 * ${CMAKE_SIZEOF_VOID_P}")
find_program(WIDL x86_64-w64-mingw32-widl REQUIRED)
find_program(WINDMC x86_64-w64-mingw32-windmc REQUIRED)
set(widl ${WIDL} -I/usr/include/wine/wine/windows -L/usr/lib/x86_64-linux-gnu/wine/x86_64-windows --win${bits})

add_custom_command(
  OUTPUT ${generated}/PerfectHashErrors.h ${generated}/PerfectHashErrors.rc ${generated}/MSG00409.bin
  COMMAND ${WINDMC} -a -h ${generated} -r ${generated} ${messages}
  DEPENDS ${messages} VERBATIM)
add_custom_command(
  OUTPUT ${generated}/PerfectHash.h ${generated}/PerfectHash_i.c ${generated}/PerfectHash.tlb
  COMMAND ${widl} -h -H ${generated}/PerfectHash.h PerfectHash.idl
  COMMAND ${widl} -u -U ${generated}/PerfectHash_i.c PerfectHash.idl
  COMMAND ${widl} -t -T ${generated}/PerfectHash.tlb PerfectHash.idl
  COMMAND ${PROJECT_SOURCE_DIR}/scripts/typelib-time ${generated}/PerfectHash.tlb
  DEPENDS ${idl} ${PROJECT_SOURCE_DIR}/src/version.h ${PROJECT_SOURCE_DIR}/scripts/typelib-time
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/idl VERBATIM) # widl writes the name that it is given into the headers, which people get

add_library(contract STATIC ${generated}/PerfectHash_i.c ${generated}/PerfectHash.h ${generated}/PerfectHashErrors.h)
target_include_directories(contract SYSTEM INTERFACE ${generated})

# The manifests, for the processor that the binaries are for.
foreach(manifest regscripts/PerfectHash.manifest src/exe/program/program.manifest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${manifest})
  file(READ ${PROJECT_SOURCE_DIR}/${manifest} text)
  if(bits EQUAL 32)
    string(REPLACE "\"amd64\"" "\"x86\"" text "${text}")
  elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "ARM64")
    string(REPLACE "\"amd64\"" "\"arm64\"" text "${text}")
  endif()
  cmake_path(GET manifest FILENAME name)
  file(CONFIGURE OUTPUT ${generated}/${name} CONTENT "${text}" @ONLY NEWLINE_STYLE UNIX)
endforeach()

# What a resource script of the product may include.
set(contractFiles ${generated}/PerfectHash.h ${generated}/PerfectHash.tlb ${generated}/PerfectHashErrors.h ${generated}/PerfectHashErrors.rc
    ${generated}/MSG00409.bin ${generated}/PerfectHash.manifest ${generated}/program.manifest)
