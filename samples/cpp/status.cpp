/*
 * PerfectHash from C++: a table of HTTP status codes, with the smart pointers of <comdef.h>, which
 * Visual Studio and mingw-w64 both have. Errors are exceptions (_com_error), strings and VARIANTs
 * free themselves.
 *
 *   cl /EHsc status.cpp PerfectHash_i.c ole32.lib oleaut32.lib
 *   x86_64-w64-mingw32-g++ -static status.cpp PerfectHash_i.c -o status.exe -lole32 -loleaut32
 *
 * PerfectHash.h and PerfectHash_i.c are made from PerfectHash.idl by the build (folder
 * `generated`).
 */
#include <cstdio>
#include <string>
#include <vector>

#include <windows.h>
#include <comdef.h>

#include "PerfectHash.h"

_COM_SMARTPTR_TYPEDEF(IPerfectHashIocpContext, __uuidof(IPerfectHashIocpContext));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTable, __uuidof(IPerfectHashTable));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTableNative, __uuidof(IPerfectHashTableNative));

namespace {

/* Throws what a failed call said of itself. */
void Check(HRESULT hr)
{
    if (SUCCEEDED(hr))
        return;
    IErrorInfo *error = nullptr;
    GetErrorInfo(0, &error);
    throw _com_error(hr, error);
}

_variant_t ToVariant(const std::vector<ULONG> &keys)
{
    _variant_t array;
    array.parray = SafeArrayCreateVector(VT_UI4, 0, static_cast<ULONG>(keys.size()));
    if (!array.parray)
        throw _com_error(E_OUTOFMEMORY);
    array.vt = VT_ARRAY | VT_UI4;
    for (LONG i = 0; i < static_cast<LONG>(keys.size()); i++) {
        ULONG key = keys[static_cast<size_t>(i)];
        Check(SafeArrayPutElement(array.parray, &i, &key));
    }
    return array;
}

IPerfectHashTablePtr MakeTable(IPerfectHashIocpContext *context, const wchar_t *name, const std::vector<ULONG> &keys)
{
    IPerfectHashTablePtr table;
    Check(context->TableCreateFromKeys(ToVariant(keys), _bstr_t(name), nullptr, nullptr, &table));
    return table;
}

void PrintError(const _com_error &error)
{
    const _bstr_t text = error.Description();
    std::printf("%ls (0x%08lX)\n", text.length() ? static_cast<const wchar_t *>(text) : L"failed",
                static_cast<ULONG>(error.Error()));
}

void Run()
{
    const std::vector<ULONG> codes = {200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500};
    const std::vector<std::string> texts = {"OK",        "Created",      "No Content",           "Moved Permanently",
                                            "Found",     "Not Modified", "Bad Request",          "Unauthorized",
                                            "Forbidden", "Not Found",    "Internal Server Error"};
    IPerfectHashIocpContextPtr context;
    Check(context.CreateInstance(__uuidof(IocpContext), nullptr, CLSCTX_INPROC_SERVER));
    const IPerfectHashTablePtr table = MakeTable(context, L"HttpStatus", codes);

    _bstr_t name;
    LONG keyCount;
    Check(table->get_Name(name.GetAddress()));
    Check(table->get_KeyCount(&keyCount));
    std::printf("%ls: %ld keys\n", static_cast<const wchar_t *>(name), keyCount);

    /* One key that is known to be in the set (Index), and one that may not be (Find). */
    LONG position;
    Check(table->Index(_variant_t(404L), &position));
    std::printf("404: %s\n", texts.at(static_cast<size_t>(position)).c_str());
    Check(table->Find(_variant_t(418L), &position));
    std::printf("418: %s\n", position < 0 ? "not in the table" : texts.at(static_cast<size_t>(position)).c_str());

    /*
     * Many keys at once, and without VARIANTs: only the lookup. Any number of threads may do this.
     */
    const IPerfectHashTableNativePtr native = table;
    const std::vector<ULONG> seen = {500, 200, 301, 304};
    std::vector<ULONG> positions(seen.size());
    native->IndexBatch(seen.data(), seen.size(), positions.data());
    for (size_t i = 0; i < seen.size(); i++)
        std::printf("%lu: %s\n", seen[i], texts.at(positions[i]).c_str());

    /* A keys file that isn't there. */
    try {
        IPerfectHashTablePtr missing;
        Check(context->TableCreate(_bstr_t(L"no-such.keys"), nullptr, nullptr, &missing));
    } catch (const _com_error &error) {
        PrintError(error);
    }
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
        PrintError(error);
        status = 2;
    }
    CoUninitialize();
    return status;
}
