/*
 * PerfectHash from C++: a table of GUIDs, looked up where they lie, without VARIANTs.
 *
 *   cl /EHsc guids.cpp PerfectHash_i.c ole32.lib oleaut32.lib
 *   x86_64-w64-mingw32-g++ -static guids.cpp PerfectHash_i.c -o guids.exe -lole32 -loleaut32
 *
 * PerfectHash.h and PerfectHash_i.c are made from PerfectHash.idl by the build (folder
 * `generated`).
 */
#include <cstdio>
#include <cstring>
#include <iterator>

#include <windows.h>
#include <comdef.h>

#include "PerfectHash.h"

_COM_SMARTPTR_TYPEDEF(IPerfectHashIocpContext, __uuidof(IPerfectHashIocpContext));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTable, __uuidof(IPerfectHashTable));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTableNativeGuids, __uuidof(IPerfectHashTableNativeGuids));

namespace {

const GUID interfaces[] = {IID_IUnknown, IID_IDispatch, IID_IStream, IID_IPersistFile};
const char *const names[] = {"IUnknown", "IDispatch", "IStream", "IPersistFile"};

void Check(HRESULT hr)
{
    if (FAILED(hr))
        _com_raise_error(hr);
}

/* Returns an array of the bytes of GUIDs, one behind another. */
_variant_t Packed(const GUID *guids, size_t count)
{
    _variant_t bytes;
    void *to = nullptr;
    bytes.parray = SafeArrayCreateVector(VT_UI1, 0, static_cast<ULONG>(count * sizeof *guids));
    if (!bytes.parray)
        _com_raise_error(E_OUTOFMEMORY);
    bytes.vt = VT_ARRAY | VT_UI1;
    Check(SafeArrayAccessData(bytes.parray, &to));
    std::memcpy(to, guids, count * sizeof *guids);
    Check(SafeArrayUnaccessData(bytes.parray));
    return bytes;
}

void Run()
{
    IPerfectHashIocpContextPtr context;
    IPerfectHashTablePtr table;
    Check(context.CreateInstance(__uuidof(IocpContext), nullptr, CLSCTX_INPROC_SERVER));
    Check(context->TableCreateFromKeys(Packed(interfaces, std::size(interfaces)), _bstr_t(L"Interfaces"), nullptr,
                                       _bstr_t(L"--KeySizeInBytes=16"), &table));
    const IPerfectHashTableNativeGuidsPtr native = table;

    /* One that is known to be in the set, and one that may not be. */
    ULONG position;
    std::printf("IStream: %s\n", names[native->IndexOfGuid(&IID_IStream)]);
    std::printf("IStorage: %s\n",
                native->ContainsGuid(&IID_IStorage, &position) ? names[position] : "not in the table");

    /* Many at once. */
    const GUID sought[] = {IID_IDispatch, IID_IStorage, IID_IUnknown};
    ULONG answers[std::size(sought)];
    BYTE found[std::size(sought)];
    const ULONGLONG hits = native->FindBatch(sought, std::size(sought), answers, found);
    std::printf("found: %u of %u\n", static_cast<unsigned>(hits), static_cast<unsigned>(std::size(sought)));
    for (size_t i = 0; i < std::size(sought); i++)
        std::printf("%u: %s\n", static_cast<unsigned>(i), found[i] ? names[answers[i]] : "not in the table");
}

}

int main()
{
    if (FAILED(CoInitializeEx(nullptr, COINIT_MULTITHREADED)))
        return 1;
    int status = 0;
    try {
        Run();
    } catch (const _com_error &error) {
        std::printf("failed (0x%08lX)\n", static_cast<ULONG>(error.Error()));
        status = 2;
    }
    CoUninitialize();
    return status;
}
