#!/usr/bin/env bash
# CMake 3.25.1 compares numbers (EQUAL, LESS) as floating-point numbers: different 64-bit keys are EQUAL from 2^53 on, and 0x10, 1e1 and 010 are numbers to it, where math() computes with 64-bit
# integers, has no 1e1, and calls the greatest key out of range. STREQUAL tells the keys apart.
. "$(dirname "$0")/debian.sh"
debian cmake=3.25.1-1 cmake-data=3.25.1-1 libarchive13=3.6.2-1+deb12u5 libjsoncpp25=1.9.5-4 librhash0=1.4.3-3 libuv1=1.44.2-1+deb12u1
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
cat >"$work/equal.cmake" <<'END'
foreach(pair "16 17" "9007199254740993 9007199254740992" "18446744073709551615 18446744073709551614" "0x10 16" "1e1 10" "010 10")
  string(REPLACE " " ";" pair ${pair})
  list(GET pair 0 one)
  list(GET pair 1 other)
  set(equal "")
  foreach(comparison EQUAL STREQUAL)
    if(one ${comparison} other)
      string(APPEND equal " ${comparison}")
    endif()
  endforeach()
  message("${one} ${other}:${equal}")
endforeach()
END
same '16 17:
9007199254740993 9007199254740992: EQUAL
18446744073709551615 18446744073709551614: EQUAL
0x10 16: EQUAL
1e1 10: EQUAL
010 10: EQUAL' "$("$work/root/usr/bin/cmake" -P "$work/equal.cmake" 2>&1)"
echo 'math(EXPR sum "18446744073709551615")' >"$work/math.cmake"
same 'out of range' "$("$work/root/usr/bin/cmake" -P "$work/math.cmake" 2>&1 | tr '\n' ' ' | grep -o 'out of range')"
