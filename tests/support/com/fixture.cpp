#include "support/com/fixture.h"
#include "support/fresh_folder.h"

#include <tlhelp32.h>

#include <functional>

std::vector<LONG> Longs(const Var &array)
{
    std::vector<LONG> values;
    REQUIRE((V_VT(&array.v) == (VT_ARRAY | VT_I4) || V_VT(&array.v) == (VT_ARRAY | VT_VARIANT)));
    SAFEARRAY *a = V_ARRAY(&array.v);
    REQUIRE(SafeArrayGetDim(a) == 1);
    REQUIRE(a->rgsabound[0].lLbound == 0);
    void *data;
    REQUIRE(SafeArrayAccessData(a, &data) == S_OK);
    for (ULONG i = 0; i < a->rgsabound[0].cElements; i++)
        if (V_VT(&array.v) == (VT_ARRAY | VT_I4)) {
            values.push_back(static_cast<LONG *>(data)[i]);
        } else {
            REQUIRE(V_VT(&static_cast<VARIANT *>(data)[i]) == VT_I4);
            values.push_back(V_I4(&static_cast<VARIANT *>(data)[i]));
        }
    SafeArrayUnaccessData(a);
    return values;
}

std::vector<std::wstring> Strings(const Var &array)
{
    std::vector<std::wstring> values;
    REQUIRE(V_VT(&array.v) == (VT_ARRAY | VT_VARIANT));
    SAFEARRAY *a = V_ARRAY(&array.v);
    REQUIRE(a->rgsabound[0].lLbound == 0);
    VARIANT *items;
    REQUIRE(SafeArrayAccessData(a, reinterpret_cast<void **>(&items)) == S_OK);
    for (ULONG i = 0; i < a->rgsabound[0].cElements; i++) {
        REQUIRE(V_VT(&items[i]) == VT_BSTR);
        values.emplace_back(V_BSTR(&items[i]));
    }
    SafeArrayUnaccessData(a);
    return values;
}

std::wstring ErrorText(std::wstring *source, IID *iid)
{
    Com<IErrorInfo> info;
    if (GetErrorInfo(0, info.out()) != S_OK)
        return L"";
    Bstr text, from;
    info->GetDescription(text.out());
    info->GetSource(from.out());
    if (source)
        *source = from.str();
    if (iid)
        info->GetGUID(iid);
    return text.str();
}

bool ErrorTells(const std::wstring &text)
{
    return ErrorText().find(text) != std::wstring::npos;
}

Com<IPerfectHashIocpContext> NewContext()
{
    Com<IPerfectHashIocpContext> context;
    REQUIRE(CoCreateInstance(CLSID_IocpContext, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpContext,
                             reinterpret_cast<void **>(context.out())) == S_OK);
    return context;
}

Com<IPerfectHashTable> TableOf(IPerfectHashIocpContext *context, const std::vector<uint32_t> &keys,
                               const wchar_t *options)
{
    Com<IPerfectHashTable> table;
    const HRESULT hr =
        context->TableCreateFromKeys(ArrayOf(VT_UI4, keys).v, Bstr(L"some"), Bstr(L""), Bstr(options), table.out());
    INFO(std::string(reinterpret_cast<const char *>(ErrorText().c_str())));
    REQUIRE(hr == S_OK);
    return table;
}

std::vector<uint32_t> SomeKeys(size_t n, uint32_t seed)
{
    std::vector<uint32_t> keys(n);
    for (size_t i = 0; i < n; i++) {
        uint32_t x = static_cast<uint32_t>(i) * 2654435769u + seed * 0x9E3779B1u; // a bijection of the counter
        x ^= x >> 16;
        x *= 0x7feb352du;
        x ^= x >> 15;
        x *= 0x846ca68bu;
        keys[i] = x ^ x >> 16;
    }
    return keys;
}

DWORD EitherApartment()
{
    wchar_t text[8];
    const DWORD chars = GetEnvironmentVariableW(L"PERFECTHASH_TEST_APARTMENT", text, ARRAYSIZE(text));
    return chars == 3 && !wcscmp(text, L"STA") ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED;
}

// A single-threaded one handles messages to the last: under Wine a call that comes to an apartment
// as it ends is never answered, and the thread that made it waits for ever.
Apartment::~Apartment()
{
    const ULONGLONG end = GetTickCount64() + 50;
    MSG message;
    while (model == COINIT_APARTMENTTHREADED && GetTickCount64() < end) {
        while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
        MsgWaitForMultipleObjects(0, nullptr, FALSE, 10, QS_ALLINPUT);
    }
    CoUninitialize();
}

TemporaryFolder::TemporaryFolder() : path(FreshFolder(L"perfecthash-com")) {}

static void ForEach(const std::wstring &folder, const std::function<void(const std::wstring &, bool)> &visit)
{
    WIN32_FIND_DATAW found;
    HANDLE find = FindFirstFileW((folder + L"\\*").c_str(), &found);
    if (find == INVALID_HANDLE_VALUE)
        return;
    do {
        const std::wstring name = found.cFileName;
        if (name != L"." && name != L"..")
            visit(folder + L"\\" + name, (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0);
    } while (FindNextFileW(find, &found));
    FindClose(find);
}

static void RemoveTree(const std::wstring &folder)
{
    ForEach(folder, [](const std::wstring &path, bool directory) {
        if (directory)
            RemoveTree(path);
        else {
            SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_NORMAL);
            DeleteFileW(path.c_str());
        }
    });
    RemoveDirectoryW(folder.c_str());
}

TemporaryFolder::~TemporaryFolder()
{
    RemoveTree(path);
}

std::wstring TemporaryFolder::write(const wchar_t *name, const void *bytes, size_t size) const
{
    const std::wstring whole = file(name);
    HANDLE handle = CreateFileW(whole.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
    REQUIRE(handle != INVALID_HANDLE_VALUE);
    DWORD written;
    REQUIRE(WriteFile(handle, bytes, static_cast<DWORD>(size), &written, nullptr));
    CloseHandle(handle);
    return whole;
}

std::vector<uint8_t> FileBytes(const std::wstring &path)
{
    HANDLE handle = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(handle != INVALID_HANDLE_VALUE);
    std::vector<uint8_t> bytes(GetFileSize(handle, nullptr));
    DWORD got;
    REQUIRE(ReadFile(handle, bytes.data(), static_cast<DWORD>(bytes.size()), &got, nullptr));
    CloseHandle(handle);
    REQUIRE(got == bytes.size());
    return bytes;
}

size_t FilesBelow(const std::wstring &folder)
{
    size_t count = 0;
    ForEach(folder, [&count](const std::wstring &path, bool directory) { count += directory ? FilesBelow(path) : 1; });
    return count;
}

KeysFolder::KeysFolder(size_t count, bool withBad)
{
    CreateDirectoryW(keys().c_str(), nullptr);
    for (size_t i = 0; i < count; i++) {
        const std::vector<uint32_t> set = SomeKeys(50 + 13 * i, static_cast<uint32_t>(i + 1));
        write((L"keys\\set" + std::to_wstring(100 + i) + L".keys").c_str(), set);
    }
    if (withBad)
        write(L"keys\\set150bad.keys", "\1\2\3\4\5", 5);
}

Com<IPerfectHashTables> MakeTables(const Com<IPerfectHashIocpContext> &context, const KeysFolder &folder)
{
    Com<IPerfectHashTables> tables;
    REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), nullptr, tables.out()) ==
            S_OK);
    return tables;
}

Com<IPerfectHashJob> BeginTable(const Com<IPerfectHashIocpContext> &context, size_t keys)
{
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginTableCreateFromKeys(ArrayOf(VT_UI4, SomeKeys(keys)).v, Bstr(L"begun"), nullptr, nullptr,
                                              job.out()) == S_OK);
    return job;
}

Com<IPerfectHashJob> BeginBulk(const Com<IPerfectHashIocpContext> &context, const KeysFolder &folder,
                               const wchar_t *options)
{
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginBulkCreate(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), Bstr(options),
                                     job.out()) == S_OK);
    return job;
}

Arguments::Arguments(const std::vector<Var> &written)
{
    for (auto argument = written.rbegin(); argument != written.rend(); argument++)
        reversed.push_back(argument->v);
    params = {reversed.data(), nullptr, static_cast<UINT>(reversed.size()), 0};
}

PerfectHashJobState State(const Com<IPerfectHashJob> &job)
{
    PerfectHashJobState state = PerfectHashJobRunning;
    CHECK(job->get_State(&state) == S_OK);
    return state;
}

bool Wait(const Com<IPerfectHashJob> &job, LONG milliseconds)
{
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK(job->Wait(milliseconds, &done) == S_OK);
    return done == VARIANT_TRUE;
}

std::wstring ServerPath()
{
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(nullptr, path, MAX_PATH);
    const std::wstring program = path;
    return program.substr(0, program.rfind(L'\\') + 1) + L"PerfectHash.dll";
}

DWORD ThreadCount()
{
    DWORD count = 0;
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    REQUIRE(snapshot != INVALID_HANDLE_VALUE);
    THREADENTRY32 entry;
    entry.dwSize = sizeof entry;
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry))
        count += entry.th32OwnerProcessID == GetCurrentProcessId();
    CloseHandle(snapshot);
    return count;
}
