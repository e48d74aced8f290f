/*
 * Forced into each file by msvc_syntax.sh: mingw-w64's headers make of Microsoft's keyword
 * something that can't follow `static`.
 */
#include <_mingw.h>
#undef __forceinline
#define __forceinline __inline
