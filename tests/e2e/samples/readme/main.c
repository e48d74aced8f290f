/* A program around a fragment of README.md, which is the file FRAGMENT. */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>

#include "PerfectHash.h"

int main(void)
{
    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)))
        return 1;
#include FRAGMENT
    return 0;
}
