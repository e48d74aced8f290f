/*
 * Debian's Python as a program of Wine: its ctypes speaks Linux's calling convention, so it calls
 * Windows' functions through Call. sitecustomize.py beside this makes ctypes.WinDLL and
 * ctypes.WINFUNCTYPE of it, as there is no Python for Windows among the packages.
 */
#include <windows.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef ULONG64(WINAPI *Function)(ULONG64, ULONG64, ULONG64, ULONG64, ULONG64, ULONG64, ULONG64, ULONG64, ULONG64,
                                  ULONG64);

static ULONG64 Call(Function function, const ULONG64 *a)
{
    return function(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9]);
}

static void Tell(const char *name, const void *address)
{
    char text[32];
    snprintf(text, sizeof text, "%p", address);
    setenv(name, text, 1);
}

int main(int argc, char **argv)
{
    /* Python's own modules look for its functions among those of all. */
    void *python = dlopen("libpython3.11.so.1.0", RTLD_NOW | RTLD_GLOBAL);
    int (*run)(int, char **) = python != NULL ? (int (*)(int, char **))dlsym(python, "Py_BytesMain") : NULL;
    if (run == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    Tell("WINE_CALL", (const void *)Call);
    Tell("WINE_LOAD_LIBRARY", (const void *)LoadLibraryA);
    Tell("WINE_GET_PROC_ADDRESS", (const void *)GetProcAddress);
    return run(argc, argv);
}
