/* A program around a fragment of README.md, which is the file FRAGMENT. */
#include <cstdio>

#include <windows.h>
#include <comdef.h>

#include "PerfectHash.h"

_COM_SMARTPTR_TYPEDEF(IPerfectHashIocpContext, __uuidof(IPerfectHashIocpContext));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTable, __uuidof(IPerfectHashTable));

static void Check(HRESULT hr)
{
    IErrorInfo *error = nullptr;
    if (FAILED(hr)) {
        GetErrorInfo(0, &error);
        throw _com_error(hr, error);
    }
}

int main()
{
    if (FAILED(CoInitializeEx(nullptr, COINIT_MULTITHREADED)))
        return 1;
#include FRAGMENT
    return 0;
}
