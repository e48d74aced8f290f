# Runs the generator for perfecthash_generate, puts what it writes where the build expects it, and tells an error as compilers do.
string(REPLACE "${SEPARATOR}" ";" emulator "${EMULATOR}")
string(REPLACE "${SEPARATOR}" ";" options "${OPTIONS}")
set(work "${MADE}.tmp")
file(REMOVE_RECURSE "${work}")
get_filename_component(folder "${MADE}" DIRECTORY)
file(MAKE_DIRECTORY "${folder}")
# Files, not pipes: a process that outlives the program would keep a pipe open.
execute_process(COMMAND ${emulator} "${PROGRAM}" "${KEYS}" "${work}" --Outputs=Header --Quiet ${options}
  RESULT_VARIABLE result OUTPUT_FILE "${MADE}.log" ERROR_FILE "${MADE}.log")
file(READ "${MADE}.log" told)
file(REMOVE "${MADE}.log")

if(NOT result EQUAL 0)
  file(REMOVE_RECURSE "${work}")
  string(REPLACE "\r" "" told "${told}")
  string(STRIP "${told}" told)
  string(REGEX REPLACE "^[A-Za-z]+: " "" told "${told}") # the program's name
  set(place "${KEYS}") # a line goes with a column: Visual Studio knows no error of this form without one
  string(FIND "${told}" "${KEYS}: " at)
  if(at EQUAL 0)
    string(LENGTH "${KEYS}: " length)
    string(SUBSTRING "${told}" ${length} -1 told)
  else() # a long path is cut in messages
    string(REGEX REPLACE "^.*: (line [0-9]|the key )" "\\1" told "${told}")
  endif()
  if(told MATCHES "^line ([0-9]+), column ([0-9]+)(.*)$")
    set(place "${KEYS}:${CMAKE_MATCH_1}:${CMAKE_MATCH_2}")
    set(told "${CMAKE_MATCH_3}")
  elseif(told MATCHES "^line ([0-9]+)(.*)$")
    set(place "${KEYS}:${CMAKE_MATCH_1}:1")
    set(told "${CMAKE_MATCH_2}")
  elseif(told MATCHES "on lines [0-9]+ and ([0-9]+)")
    set(place "${KEYS}:${CMAKE_MATCH_1}:1")
  endif()
  string(REGEX REPLACE "^: " "" told "${told}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E echo "${place}: error: ${told}")
  message(FATAL_ERROR "${PROGRAM} ended with ${result}")
endif()

string(REGEX REPLACE "([[*?])" "[\\1]" pattern "${work}") # what a pattern has a meaning for
file(GLOB_RECURSE written LIST_DIRECTORIES false "${pattern}/*")
list(LENGTH written count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "${PROGRAM} wrote ${count} files of ${KEYS}, where one was expected")
endif()
file(RENAME "${written}" "${MADE}")
file(REMOVE_RECURSE "${work}")

# Its dependency file, which both Ninja and make read; blanks are escaped.
string(REPLACE " " "\\ " target "${MADE}")
string(REPLACE " " "\\ " source "${KEYS}")
file(WRITE "${MADE}.d" "${target}: ${source}\n")
