/*
 * PerfectHash from C++: which functions is a stack in? One pack has the functions of all modules of
 * this process, and one search finds an address among them.
 *
 *   cl /EHsc stack.cpp PerfectHash_i.c ole32.lib oleaut32.lib
 *   x86_64-w64-mingw32-g++ -static stack.cpp PerfectHash_i.c -o stack.exe -lole32 -loleaut32
 *
 * PerfectHash.h and PerfectHash_i.c are made from PerfectHash.idl by the build (folder
 * `generated`).
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <windows.h>
#include <comdef.h>
#include <tlhelp32.h>

#include "PerfectHash.h"

_COM_SMARTPTR_TYPEDEF(IPerfectHashIocpContext, __uuidof(IPerfectHashIocpContext));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTables, __uuidof(IPerfectHashTables));
_COM_SMARTPTR_TYPEDEF(IPerfectHashTablesNative, __uuidof(IPerfectHashTablesNative));

namespace {

constexpr ULONG frameCount = 64;
constexpr ULONG none = 0xFFFFFFFF;

void Check(HRESULT hr)
{
    if (FAILED(hr))
        _com_raise_error(hr);
}

/* ---- a stack: this program and the C library call each other ---- */

void *frames[frameCount];
ULONG captured = 0;

int Compare(const void *a, const void *)
{
    static int depth = 0;
    if (captured == 0 && ++depth < 64) {
        int numbers[2] = {2, 1};
        std::qsort(numbers, 2, sizeof numbers[0], Compare);
    }
    if (captured == 0)
        captured = CaptureStackBackTrace(0, frameCount, frames, nullptr);
    return *static_cast<const int *>(a) - 1;
}

/* ---- the modules of this process ---- */

std::vector<MODULEENTRY32W> Modules()
{
    std::vector<MODULEENTRY32W> modules;
    MODULEENTRY32W module;
    module.dwSize = sizeof module;
    const HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE, 0);
    for (BOOL more = Module32FirstW(snapshot, &module); more; more = Module32NextW(snapshot, &module))
        modules.push_back(module);
    CloseHandle(snapshot);
    return modules;
}

/* A folder of copies of the modules, for a pack; it goes away with the object. */
class Copies {
public:
    explicit Copies(const std::vector<MODULEENTRY32W> &modules)
    {
        wchar_t temporary[MAX_PATH];
        GetTempPathW(MAX_PATH, temporary);
        folder = temporary + (L"stack-" + std::to_wstring(GetCurrentProcessId()));
        CreateDirectoryW(folder.c_str(), nullptr);
        for (const MODULEENTRY32W &module : modules) {
            files.push_back(folder + L"\\" + module.szModule);
            CopyFileW(module.szExePath, files.back().c_str(), FALSE);
        }
    }
    Copies(const Copies &) = delete;
    ~Copies()
    {
        for (const std::wstring &file : files)
            DeleteFileW(file.c_str());
        DeleteFileW(pack().c_str());
        RemoveDirectoryW(folder.c_str());
    }
    std::wstring pack() const { return folder + L".phpack"; }

    std::wstring folder;

private:
    std::vector<std::wstring> files;
};

/* Tells where a module lies, if it has a table: one without functions has none. */
void Map(const IPerfectHashTablesPtr &tables, const MODULEENTRY32W &module)
{
    const _variant_t base(reinterpret_cast<unsigned long long>(module.modBaseAddr));
    const auto headers = reinterpret_cast<const IMAGE_NT_HEADERS *>(
        module.modBaseAddr + reinterpret_cast<const IMAGE_DOS_HEADER *>(module.modBaseAddr)->e_lfanew);
    const HRESULT hr = tables->MapModule(_variant_t(module.szModule), base, _variant_t(module.modBaseSize),
                                         _variant_t(headers->FileHeader.TimeDateStamp));
    if (FAILED(hr))
        std::fprintf(stderr, "%ls has no table that fits\n", module.szModule);
}

void Run()
{
    const std::vector<MODULEENTRY32W> modules = Modules();
    const Copies copies(modules);
    IPerfectHashIocpContextPtr context;
    IPerfectHashTablesPtr made, tables;
    Check(context.CreateInstance(__uuidof(IocpContext), nullptr, CLSCTX_INPROC_SERVER));
    Check(context->BulkCreate(_bstr_t(copies.folder.c_str()), nullptr,
                              _bstr_t((L"\"--Pack=" + copies.pack() + L"\"").c_str()), &made));
    Check(context->LoadPack(_bstr_t(copies.pack().c_str()), &tables));
    for (const MODULEENTRY32W &module : modules)
        Map(tables, module);
    const IPerfectHashTablesNativePtr native = tables;

    int numbers[2] = {2, 1};
    std::qsort(numbers, 2, sizeof numbers[0], Compare);
    ULONG tableNumbers[frameCount], positions[frameCount];
    Check(native->FindAddressBatch(frames, captured, tableNumbers, positions));
    const auto inFunctions = captured - std::count(positions, positions + captured, none);
    std::sort(tableNumbers, tableNumbers + captured);
    const auto different = std::unique(tableNumbers, tableNumbers + captured) - tableNumbers;
    std::printf("%lu addresses, %lu in functions\n", captured, static_cast<ULONG>(inFunctions));
    std::printf("of more than one module: %s\n", different > 1 ? "yes" : "no");

    const ULONGLONG nowhere = 16;
    Check(native->FindAddressBatch(&nowhere, 1, tableNumbers, positions));
    std::printf("address 16: %s\n", positions[0] == none ? "in none" : "in a function");
}

}

int main()
{
    HRESULT hr = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    if (FAILED(hr))
        return 1;
    try {
        Run();
    } catch (const _com_error &error) {
        hr = error.Error();
        std::fprintf(stderr, "%ls (0x%08lX)\n", static_cast<const wchar_t *>(error.Description()), hr);
    }
    CoUninitialize();
    return FAILED(hr) ? 2 : 0;
}
