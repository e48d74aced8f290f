/*
 * Places in code, as people can look them up: the file name of a module and the distance from its
 * beginning, which is the same in each process. Any thread.
 */
#ifndef RUNTIME_CODE_PLACE_H
#define RUNTIME_CODE_PLACE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CodeModule { /* all zero: no address lies in it */
    ULONG_PTR begin, bytes;
    char name[64]; /* UTF-8, cut short if it is longer */
} CodeModule;

enum { CodePlaceChars = 96 };

/* Takes the module that this function is in. It asks the loader. */
void CodeModuleTake(_Out_ CodeModule *module);
/*
 * Writes "PerfectHash.dll+0x12345", or the address alone when it lies in another module. Takes no
 * lock, as whoever looks after a hang must not hang in it.
 */
void CodePlaceText(_In_ const CodeModule *module, ULONG_PTR address, _Out_writes_z_(CodePlaceChars) char *out);

#ifdef __cplusplus
}
#endif
#endif
