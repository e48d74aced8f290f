# perfecthash_generate(TARGET target KEYS file... [OPTIONS option...] [OUTPUT_DIRECTORY folder])
#
# Makes NAME.h of each keys file NAME.csv, NAME.txt and so on while the target is built, and again when the file or an option has changed. The header is on
# the target's include path. Of NAME.gperf it makes NAME.c, which is a source of the target. OPTIONS are those of the generator. What is wrong with a file
# is told as compilers tell it.

function(perfecthash_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;OUTPUT_DIRECTORY" "KEYS;OPTIONS")
  if(NOT arg_TARGET OR NOT arg_KEYS OR arg_UNPARSED_ARGUMENTS OR NOT TARGET "${arg_TARGET}")
    message(FATAL_ERROR "perfecthash_generate(TARGET target KEYS file... [OPTIONS option...] [OUTPUT_DIRECTORY folder])")
  endif()
  foreach(option IN LISTS arg_OPTIONS)
    string(TOLOWER "${option}" lower)
    if(lower MATCHES "^--(outputs|outputfile|printoutputs|depfile)(=|$)" OR option MATCHES "^-o([ =]|$)")
      message(FATAL_ERROR "perfecthash_generate: OPTIONS ${option}: one file is made of each keys file, and OUTPUT_DIRECTORY says where")
    endif()
  endforeach()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "perfecthash/${arg_TARGET}")
  endif()
  # Not a variable of the folder that has found the package: another one may call.
  set(run "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/PerfectHashRun.cmake")
  get_filename_component(folder "${arg_OUTPUT_DIRECTORY}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  # A list travels as one argument: its parts are separated by what no path and no option holds.
  string(ASCII 31 separator)
  string(REPLACE ";" "${separator}" options "${arg_OPTIONS}")
  string(REPLACE ";" "${separator}" emulator "${PERFECTHASH_EMULATOR}")
  set(scope PRIVATE)
  get_target_property(type "${arg_TARGET}" TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY") # has nothing of its own: all is for the targets that link it
    set(scope INTERFACE)
  endif()
  foreach(keys IN LISTS arg_KEYS)
    get_filename_component(keys "${keys}" ABSOLUTE)
    get_filename_component(name "${keys}" NAME_WLE)
    set(made "${folder}/${name}.h")
    if(keys MATCHES "[.]gperf$")
      set(made "${folder}/${name}.c")
    endif()
    get_property(already GLOBAL PROPERTY "perfecthash ${made}")
    if(already)
      message(FATAL_ERROR "perfecthash_generate: ${keys} and ${already} would both become ${made}; OUTPUT_DIRECTORY separates them")
    endif()
    set_property(GLOBAL PROPERTY "perfecthash ${made}" "${keys}")
    add_custom_command(OUTPUT "${made}"
      COMMAND "${CMAKE_COMMAND}" "-DPROGRAM=${PERFECTHASH_PROGRAM}" "-DEMULATOR=${emulator}" "-DKEYS=${keys}" "-DMADE=${made}"
              "-DOPTIONS=${options}" "-DSEPARATOR=${separator}" -P "${run}"
      DEPENDS "${keys}" "${PERFECTHASH_PROGRAM}" "${run}" DEPFILE "${made}.d"
      COMMENT "Making ${name} of ${keys}" VERBATIM)
    target_sources("${arg_TARGET}" ${scope} "${made}")
  endforeach()
  target_include_directories("${arg_TARGET}" ${scope} "${folder}")
endfunction()
