// A plug-in as programs have them: it keeps what it has of the server in static pointers, so its
// objects are released when it is unloaded, under the loader's lock.
#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"
#include "plugin.h"

template <class I> struct Kept {
    I *p = nullptr;
    ~Kept()
    {
        if (p)
            p->Release();
    }
};

static Kept<IPerfectHashIocpContext> context;
static Kept<IPerfectHashIocpServer> server;
static Kept<IPerfectHashJob> job;

static VARIANT Keys(ULONG count)
{
    VARIANT keys;
    ULONG *data;
    V_VT(&keys) = VT_ARRAY | VT_UI4;
    V_ARRAY(&keys) = SafeArrayCreateVector(VT_UI4, 0, count);
    SafeArrayAccessData(V_ARRAY(&keys), reinterpret_cast<void **>(&data));
    for (ULONG i = 0; i < count; i++)
        data[i] = i * 2654435761u;
    SafeArrayUnaccessData(V_ARRAY(&keys));
    return keys;
}

static HRESULT Serve()
{
    const HRESULT hr = CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                                        reinterpret_cast<void **>(&server.p));
    const BSTR endpoint = SysAllocString(L"plugin");
    if (SUCCEEDED(hr))
        server.p->put_Endpoint(endpoint);
    SysFreeString(endpoint);
    return FAILED(hr) ? hr : server.p->Start();
}

static HRESULT MakeOrBegin(bool begins)
{
    HRESULT hr = CoCreateInstance(CLSID_IocpContext, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpContext,
                                  reinterpret_cast<void **>(&context.p));
    if (FAILED(hr))
        return hr;
    VARIANT keys = Keys(begins ? 4000000 : 1000);
    const BSTR name = SysAllocString(L"plugin");
    IPerfectHashTable *table = nullptr;
    hr = begins ? context.p->BeginTableCreateFromKeys(keys, name, nullptr, nullptr, &job.p)
                : context.p->TableCreateFromKeys(keys, name, nullptr, nullptr, &table);
    if (table)
        table->Release();
    SysFreeString(name);
    VariantClear(&keys);
    return hr;
}

extern "C" __declspec(dllexport) HRESULT PluginBegin(PluginState state);
extern "C" HRESULT PluginBegin(PluginState state)
{
    return state == PluginServes ? Serve() : MakeOrBegin(state == PluginBusy);
}
