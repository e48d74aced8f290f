/*
 * These tests call DllRegisterServer and its relatives on registry keys that belong to this process
 * alone. They prove which entries registration writes for the machine and for the user, and that
 * unregistering removes all of them. When the registry refuses a write, the failure is reported and
 * nothing remains half registered.
 */
#include "support/com/fixture.h"

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
