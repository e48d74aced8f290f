// What main.c does, in C++.
#include "PerfectHash.h"
#include "status.h"

#include <cstdio>

using GetClassObject = HRESULT(WINAPI *)(REFCLSID clsid, REFIID iid, void **factory);

static HRESULT CreateContext(IPerfectHashIocpContext **context)
{
    const HMODULE server = LoadLibraryW(L"PerfectHash.dll");
    if (server == nullptr)
        return E_FAIL;
    const auto getClassObject = reinterpret_cast<GetClassObject>(GetProcAddress(server, "DllGetClassObject"));
    IClassFactory *factory;
    HRESULT hr = getClassObject(CLSID_IocpContext, IID_IClassFactory, reinterpret_cast<void **>(&factory));
    if (SUCCEEDED(hr)) {
        hr = factory->CreateInstance(nullptr, IID_IPerfectHashIocpContext, reinterpret_cast<void **>(context));
        factory->Release();
    }
    return hr;
}

int main()
{
    IPerfectHashIocpContext *context;
    BSTR version;
    HRESULT hr = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    std::printf("404 is number %u\n", statusIndex(404));
    if (SUCCEEDED(hr))
        hr = CreateContext(&context);
    if (SUCCEEDED(hr)) {
        hr = context->get_Version(&version);
        context->Release();
    }
    if (FAILED(hr))
        return 1;
    std::printf("PerfectHash %ls\n", version);
    return 0;
}
