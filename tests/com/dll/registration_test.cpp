/*
 * These tests call DllRegisterServer and its relatives on registry keys that belong to this process
 * alone. They prove which entries registration writes for the machine and for the user, and that
 * unregistering removes all of them, unless another copy is registered. When any call into the
 * registry fails, the failure is reported and the registry is what it was.
 */
#include <map>

#include "support/com/fixture.h"
#include "support/com/import_hook.h"

namespace {
using Entry = HRESULT(STDMETHODCALLTYPE *)();
using Install = HRESULT(STDMETHODCALLTYPE *)(BOOL, LPCWSTR);

size_t CountKeys(HKEY key)
{
    DWORD subkeys = 0;
    wchar_t name[256];
    size_t count = 0;
    RegQueryInfoKeyW(key, nullptr, nullptr, nullptr, &subkeys, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
                     nullptr);
    for (DWORD i = 0; i < subkeys; i++) {
        DWORD length = ARRAYSIZE(name);
        HKEY child;
        RegEnumKeyExW(key, i, name, &length, nullptr, nullptr, nullptr, nullptr);
        if (RegOpenKeyExW(key, name, 0, KEY_READ, &child) == ERROR_SUCCESS) {
            count += 1 + CountKeys(child);
            RegCloseKey(child);
        }
    }
    return count;
}

std::wstring Value(HKEY root, const wchar_t *path, const wchar_t *name = nullptr)
{
    wchar_t text[1024];
    DWORD bytes = sizeof text;
    return RegGetValueW(root, path, name, RRF_RT_REG_SZ, nullptr, text, &bytes) == ERROR_SUCCESS ? text : L"(absent)";
}

// HKLM, HKCU and HKCR of this process are empty keys of its own while it lives.
struct OwnRegistry {
    HKEY root = nullptr, machine = nullptr, user = nullptr, classes = nullptr;
    std::wstring path = L"Software\\PerfectHashTest" + std::to_wstring(GetCurrentProcessId());
    OwnRegistry()
    {
        REQUIRE(RegCreateKeyExW(HKEY_CURRENT_USER, path.c_str(), 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &root,
                                nullptr) == ERROR_SUCCESS);
        REQUIRE(RegCreateKeyExW(root, L"machine", 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &machine, nullptr) ==
                ERROR_SUCCESS);
        REQUIRE(RegCreateKeyExW(root, L"user", 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &user, nullptr) ==
                ERROR_SUCCESS);
        REQUIRE(RegCreateKeyExW(root, L"classes", 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &classes, nullptr) ==
                ERROR_SUCCESS);
        REQUIRE(RegOverridePredefKey(HKEY_LOCAL_MACHINE, machine) == ERROR_SUCCESS);
        REQUIRE(RegOverridePredefKey(HKEY_CLASSES_ROOT, classes) == ERROR_SUCCESS);
        REQUIRE(RegOverridePredefKey(HKEY_CURRENT_USER, user) == ERROR_SUCCESS);
    }
    ~OwnRegistry()
    {
        RegOverridePredefKey(HKEY_LOCAL_MACHINE, nullptr);
        RegOverridePredefKey(HKEY_CLASSES_ROOT, nullptr);
        RegOverridePredefKey(HKEY_CURRENT_USER, nullptr);
        for (HKEY key : {machine, user, classes, root})
            RegCloseKey(key);
        RegDeleteTreeW(HKEY_CURRENT_USER, path.c_str());
    }
};

// All keys and values below a key.
using Snapshot = std::map<std::wstring, std::wstring>;
void Take(HKEY key, const std::wstring &path, Snapshot &out)
{
    wchar_t name[256];
    std::vector<BYTE> data(4096);
    for (DWORD i = 0;; i++) {
        DWORD chars = ARRAYSIZE(name), bytes = DWORD(data.size()), type = 0;
        if (RegEnumValueW(key, i, name, &chars, nullptr, &type, data.data(), &bytes) != ERROR_SUCCESS)
            break;
        out[path + L"|" + name] =
            std::to_wstring(type) + L":" + std::wstring(reinterpret_cast<const wchar_t *>(data.data()), bytes / 2);
    }
    for (DWORD i = 0;; i++) {
        DWORD chars = ARRAYSIZE(name);
        HKEY child;
        if (RegEnumKeyExW(key, i, name, &chars, nullptr, nullptr, nullptr, nullptr) != ERROR_SUCCESS)
            break;
        out[path + L"\\" + name] = L"";
        REQUIRE(RegOpenKeyExW(key, name, 0, KEY_READ, &child) == ERROR_SUCCESS);
        Take(child, path + L"\\" + name, out);
        RegCloseKey(child);
    }
}
Snapshot SnapshotOf(const OwnRegistry &registry)
{
    Snapshot all;
    Take(registry.root, L"", all);
    return all;
}

void Write(HKEY root, const wchar_t *path, const wchar_t *text)
{
    REQUIRE(RegSetKeyValueW(root, path, nullptr, REG_SZ, text, DWORD((wcslen(text) + 1) * sizeof(wchar_t))) ==
            ERROR_SUCCESS);
}

// Of the calls that the server makes into the registry, the n-th fails; 0: none.
int failing = 0, calls = 0;
bool Fails()
{
    return ++calls == failing;
}
template <int, typename... Arguments> struct Failing {
    using Function = LSTATUS(WINAPI *)(Arguments...);
    static Function original;
    static LSTATUS WINAPI call(Arguments... arguments)
    {
        return Fails() ? ERROR_ACCESS_DENIED : original(arguments...);
    }
};
template <int Id, typename... Arguments>
typename Failing<Id, Arguments...>::Function Failing<Id, Arguments...>::original;
template <int Id, typename... Arguments> void Fail(ImportHook &hook, const char *name, LSTATUS(WINAPI *)(Arguments...))
{
    using Each = Failing<Id, Arguments...>;
    Each::original = hook.replace<typename Each::Function>(name, Each::call);
    CAPTURE(std::string(name));
    const bool imported = Each::original != nullptr;
    REQUIRE(imported);
}
#define FAIL_CALL(hook, function) Fail<__COUNTER__>(hook, #function, function)

// The same file under another path: a copy of the server.
struct Copy {
    TemporaryFolder folder;
    std::wstring path = folder.file(L"PerfectHash.dll");
    HMODULE module = nullptr;
    Copy()
    {
        REQUIRE(CopyFileW(ServerPath().c_str(), path.c_str(), FALSE));
        module = LoadLibraryW(path.c_str());
        REQUIRE(module != nullptr);
    }
    Copy(const Copy &) = delete;
    Copy &operator=(const Copy &) = delete;
    ~Copy() { FreeLibrary(module); }
    HRESULT call(const char *entry) const
    {
        return reinterpret_cast<Entry>(reinterpret_cast<void *>(GetProcAddress(module, entry)))();
    }
};

bool Absent(HKEY root, const std::wstring &path)
{
    HKEY key;
    return RegOpenKeyExW(root, path.c_str(), 0, KEY_READ, &key) == ERROR_FILE_NOT_FOUND;
}

const wchar_t clsid[] = L"CLSID\\{D252FC77-FDAF-4A14-8719-A7E8F1FC5526}";
const struct {
    const wchar_t *clsid, *progId;
} others[] = {{L"CLSID\\{8222D1D4-34F3-4F73-9FF2-2199FAE3B308}", L"PerfectHash.IocpServer"},
              {L"CLSID\\{97BF3290-0E70-4575-94FA-89BF8B10E7F1}", L"PerfectHash.IocpClient"}};
}

TEST_CASE("registering for the machine writes what activation needs, and unregistering removes all of it")
{
    const Server server;
    const auto registerServer = server.get<Entry>("DllRegisterServer");
    const auto unregisterServer = server.get<Entry>("DllUnregisterServer");
    {
        OwnRegistry registry;
        for (int round = 0; round < 2; round++) // twice is the same as once
            REQUIRE(registerServer() == S_OK);
        const std::wstring base = std::wstring(L"Software\\Classes\\") + clsid;
        CHECK(Value(registry.machine, (base + L"\\InprocServer32").c_str()) == ServerPath());
        CHECK(Value(registry.machine, (base + L"\\InprocServer32").c_str(), L"ThreadingModel") == L"Both");
        CHECK(Value(registry.machine, (base + L"\\ProgID").c_str()) == L"PerfectHash.IocpContext.1");
        CHECK(Value(registry.machine, (base + L"\\VersionIndependentProgID").c_str()) == L"PerfectHash.IocpContext");
        CHECK(Value(registry.machine, (base + L"\\TypeLib").c_str()) == L"{8F9088C4-2629-4332-A6C3-5462072DAB05}");
        CHECK(Value(registry.machine, L"Software\\Classes\\PerfectHash.IocpContext\\CurVer") ==
              L"PerfectHash.IocpContext.1");
        CHECK(Value(registry.machine, L"Software\\Classes\\PerfectHash.IocpContext\\CLSID") == clsid + 6);
        CHECK(Value(registry.machine, L"Software\\Classes\\AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}",
                    L"DllSurrogate") == L"(absent)");
        for (const auto &other : others) {
            const std::wstring path = std::wstring(L"Software\\Classes\\") + other.clsid;
            CHECK(Value(registry.machine, (path + L"\\InprocServer32").c_str()) == ServerPath());
            CHECK(Value(registry.machine, (path + L"\\VersionIndependentProgID").c_str()) == other.progId);
            CHECK(
                Value(registry.machine, (std::wstring(L"Software\\Classes\\") + other.progId + L"\\CurVer").c_str()) ==
                std::wstring(other.progId) + L".1");
        }
        CHECK(CountKeys(registry.user) == 0);
        CHECK(CountKeys(registry.classes) == 0); // where a user's would be found
        HKEY library;
        const wchar_t libraryPath[] = L"Software\\Classes\\TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}\\1.0";
        REQUIRE(RegOpenKeyExW(registry.machine, libraryPath, 0, KEY_READ, &library) == ERROR_SUCCESS);
        RegCloseKey(library);
        for (int round = 0; round < 2; round++)
            CHECK(unregisterServer() == S_OK);
        for (const wchar_t *gone :
             {clsid, L"PerfectHash.IocpContext", L"PerfectHash.IocpContext.1", others[0].clsid, others[0].progId,
              others[1].clsid, others[1].progId, L"AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}"}) {
            CHECK(Absent(registry.machine, std::wstring(L"Software\\Classes\\") + gone));
        }
        for (HKEY root : {registry.machine, registry.classes})
            for (const wchar_t *library : {L"Software\\Classes\\TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}",
                                           L"TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}"})
                CHECK(Absent(root, library));
    }
}

TEST_CASE("registering for the user touches nothing of the machine, and a surrogate is only there on request")
{
    const Server server;
    const auto install = server.get<Install>("DllInstall");
    {
        OwnRegistry registry;
        CHECK(install(TRUE, L"user,fish") == E_INVALIDARG);
        CHECK(CountKeys(registry.user) == 0);
        REQUIRE(install(TRUE, L"USER surrogate") == S_OK);
        CHECK(Value(registry.user, (std::wstring(L"Software\\Classes\\") + clsid + L"\\InprocServer32").c_str()) ==
              ServerPath());
        CHECK(Value(registry.user, L"Software\\Classes\\AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}",
                    L"DllSurrogate") == L"");
        REQUIRE(install(TRUE, L"user") == S_OK); // and later without one
        CHECK(Value(registry.user, L"Software\\Classes\\AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}",
                    L"DllSurrogate") == L"(absent)");
        CHECK(CountKeys(registry.machine) == 0);
        CHECK(install(FALSE, L"user") == S_OK);
        CHECK(install(FALSE, L"user") == S_OK);
        CHECK(Absent(registry.user, std::wstring(L"Software\\Classes\\") + clsid));
        CHECK(Absent(registry.user, L"Software\\Classes\\AppID\\{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}"));
    }
}

TEST_CASE("a registration replaces that of another copy, which then can unregister nothing")
{
    const Server server;
    const auto registerServer = server.get<Entry>("DllRegisterServer");
    const auto unregisterServer = server.get<Entry>("DllUnregisterServer");
    const Copy copy;
    OwnRegistry registry;
    const std::wstring module = std::wstring(L"Software\\Classes\\") + clsid + L"\\InprocServer32";
    REQUIRE(copy.call("DllRegisterServer") == S_OK);
    REQUIRE(registerServer() == S_OK);
    CHECK(Value(registry.machine, module.c_str()) == ServerPath());
    const Snapshot before = SnapshotOf(registry);
    CHECK(copy.call("DllUnregisterServer") == PERFECTHASH_E_REGISTERED_ELSEWHERE);
    CHECK(SnapshotOf(registry) == before);
    // one file has many paths
    wchar_t volume[MAX_PATH];
    if (GetShortPathNameW(ServerPath().c_str(), volume, ARRAYSIZE(volume)) != 0)
        Write(registry.machine, module.c_str(), volume);
    CHECK(unregisterServer() == S_OK);
    CHECK(copy.call("DllUnregisterServer") == S_OK); // nobody is registered
    CHECK(Absent(registry.machine, std::wstring(L"Software\\Classes\\") + clsid));
}

TEST_CASE("with a surrogate programs of other bits have the type library, and earlier versions of it go")
{
    const Server server;
    const auto install = server.get<Install>("DllInstall");
    OwnRegistry registry;
    const std::wstring library = L"Software\\Classes\\TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}\\";
    Write(registry.machine, (library + L"0.9\\0\\win64").c_str(), L"C:\\old\\PerfectHash.dll");
    REQUIRE(install(TRUE, L"surrogate") == S_OK);
    CHECK(Absent(registry.machine, library + L"0.9"));
    CHECK(Value(registry.machine, (library + L"1.0\\0\\win64").c_str()) == ServerPath());
    CHECK(Value(registry.machine, (library + L"1.0\\0\\win32").c_str()) == ServerPath());
    wchar_t iid[40];
    StringFromGUID2(IID_IPerfectHashTable, iid, ARRAYSIZE(iid));
    CHECK(Value(registry.machine, (std::wstring(L"Software\\Classes\\Interface\\") + iid + L"\\TypeLib").c_str()) ==
          L"{8F9088C4-2629-4332-A6C3-5462072DAB05}");
    REQUIRE(install(TRUE, L"machine") == S_OK);
    CHECK(Absent(registry.machine, library + L"1.0\\0\\win32"));
    CHECK(Value(registry.machine, (library + L"1.0\\0\\win64").c_str()) == ServerPath());
    REQUIRE(install(FALSE, L"machine") == S_OK);
    CHECK(CountKeys(registry.machine) == 6); // Software\Classes with CLSID, AppID, TypeLib, Interface
}

TEST_CASE("whichever call into the registry fails, the failure is reported and the registry is what it was")
{
    const Server server;
    const Copy copy;
    const auto install = server.get<Install>("DllInstall");
    OwnRegistry registry;
    ImportHook hook(server.module);
    FAIL_CALL(hook, RegCreateKeyExW);
    FAIL_CALL(hook, RegOpenKeyExW);
    FAIL_CALL(hook, RegSetValueExW);
    FAIL_CALL(hook, RegQueryValueExW);
    FAIL_CALL(hook, RegGetValueW);
    FAIL_CALL(hook, RegEnumKeyExW);
    FAIL_CALL(hook, RegEnumValueW);
    FAIL_CALL(hook, RegDeleteValueW);
    FAIL_CALL(hook, RegDeleteKeyExW);
    const auto failEach = [&](BOOL on, const wchar_t *words) {
        const Snapshot before = SnapshotOf(registry);
        // each call of the first classes, then one of 41: there are a thousand, which repeat
        // themselves, and not every 41 calls
        for (failing = 1;; failing += failing < 40 ? 1 : 41) {
            calls = 0;
            const HRESULT hr = install(on, words);
            if (calls < failing)
                break;
            CAPTURE(failing);
            REQUIRE(hr == HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED));
            REQUIRE(SnapshotOf(registry) == before);
        }
        CHECK(failing > 100);
        failing = 0;
    };
    RegCloseKey(registry.machine); // it needs Software\Classes, whatever is below
    REQUIRE(RegCreateKeyExW(registry.root, L"machine", 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &registry.machine,
                            nullptr) == ERROR_SUCCESS);
    Write(registry.machine, L"Software\\Classes", L"");
    SUBCASE("for the first time")
    {
        failEach(TRUE, L"surrogate");
    }
    SUBCASE("over another copy, of an earlier version")
    {
        REQUIRE(copy.call("DllRegisterServer") == S_OK);
        Write(registry.machine, L"Software\\Classes\\TypeLib\\{8F9088C4-2629-4332-A6C3-5462072DAB05}\\0.9\\0\\win64",
              L"x");
        failEach(TRUE, L"machine");
    }
    SUBCASE("and the end of a registration")
    {
        REQUIRE(install(TRUE, L"surrogate") == S_OK);
        failEach(FALSE, L"surrogate");
    }
}

TEST_CASE("a registry that refuses is reported and nothing is left half registered")
{
    const Server server;
    const auto registerServer = server.get<Entry>("DllRegisterServer");
    {
        OwnRegistry registry;
        // the classes can be written, the type library can't: nothing that lasts can be made below
        // a key that doesn't
        HKEY key;
        REQUIRE(RegCreateKeyExW(registry.machine, L"Software\\Classes\\TypeLib", 0, nullptr, REG_OPTION_VOLATILE,
                                KEY_ALL_ACCESS, nullptr, &key, nullptr) == ERROR_SUCCESS);
        RegCloseKey(key);
        CHECK(FAILED(registerServer()));
        CHECK(RegOpenKeyExW(registry.machine, (std::wstring(L"Software\\Classes\\") + clsid).c_str(), 0, KEY_READ,
                            &key) == ERROR_FILE_NOT_FOUND);
        CHECK(RegOpenKeyExW(registry.machine, L"Software\\Classes\\PerfectHash.IocpContext", 0, KEY_READ, &key) ==
              ERROR_FILE_NOT_FOUND);
        // a registration that was there stays
        REQUIRE(RegDeleteTreeW(registry.machine, L"Software") == ERROR_SUCCESS);
        REQUIRE(registerServer() == S_OK);
        REQUIRE(RegDeleteTreeW(registry.machine, L"Software\\Classes\\TypeLib") == ERROR_SUCCESS);
        REQUIRE(RegCreateKeyExW(registry.machine, L"Software\\Classes\\TypeLib", 0, nullptr, REG_OPTION_VOLATILE,
                                KEY_ALL_ACCESS, nullptr, &key, nullptr) == ERROR_SUCCESS);
        RegCloseKey(key);
        CHECK(FAILED(registerServer()));
        CHECK(Value(registry.machine, (std::wstring(L"Software\\Classes\\") + clsid + L"\\InprocServer32").c_str()) ==
              ServerPath());
        CHECK(Value(registry.machine, L"Software\\Classes\\PerfectHash.IocpContext\\CLSID") == clsid + 6);
        REQUIRE(RegDeleteTreeW(registry.root, L"machine") == ERROR_SUCCESS);
        CHECK(FAILED(registerServer()));
    }
}
