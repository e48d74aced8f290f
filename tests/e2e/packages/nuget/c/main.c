/* A table that is made while the program is built, and the server, whose DLL is beside the program
   and registered nowhere. */
#define COBJMACROS
#include "PerfectHash.h"
#include "status.h"

#include <stdio.h>

typedef HRESULT(WINAPI *GetClassObject)(REFCLSID clsid, REFIID iid, void **factory);

static HRESULT CreateContext(IPerfectHashIocpContext **context)
{
    const HMODULE server = LoadLibraryW(L"PerfectHash.dll");
    if (server == NULL)
        return E_FAIL;
    const GetClassObject getClassObject = (GetClassObject)(void (*)(void))GetProcAddress(server, "DllGetClassObject");
    IClassFactory *factory;
    HRESULT hr = getClassObject(&CLSID_IocpContext, &IID_IClassFactory, (void **)&factory);
    if (SUCCEEDED(hr)) {
        hr = IClassFactory_CreateInstance(factory, NULL, &IID_IPerfectHashIocpContext, (void **)context);
        IClassFactory_Release(factory);
    }
    return hr;
}

int main(void)
{
    IPerfectHashIocpContext *context;
    BSTR version;
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    printf("404 is number %u\n", statusIndex(404));
    if (SUCCEEDED(hr))
        hr = CreateContext(&context);
    if (SUCCEEDED(hr)) {
        hr = IPerfectHashIocpContext_get_Version(context, &version);
        IPerfectHashIocpContext_Release(context);
    }
    if (FAILED(hr))
        return 1;
    printf("PerfectHash %ls\n", version);
    return 0;
}
