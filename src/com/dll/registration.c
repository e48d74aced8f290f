/*
 * DllRegisterServer, DllUnregisterServer, DllInstall: the classes under CLSID with their ProgIDs,
 * the type library, an AppID. For the machine (HKLM) or the user (HKCU). Registering twice is the
 * same as once, unregistering removes everything that was written; a failure in the middle is
 * undone, unless there was a registration before: that one stays.
 */
#include <windows.h>
#include <objbase.h>
#include <oleauto.h>
#include <olectl.h>

#include "PerfectHash.h"
#include "com/object/module.h"
#include "version.h"

/* Optional parts of a registration, as DllInstall's words ask for them. */
enum { ForUser = 1, WithSurrogate = 2 };

/* Exported; and two functions of oleaut32 that not every SDK declares. */
STDAPI DllInstall(BOOL install, LPCWSTR words);
WINOLEAUTAPI RegisterTypeLibForUser(ITypeLib *library, OLECHAR *path, OLECHAR *helpDirectory);
WINOLEAUTAPI UnRegisterTypeLibForUser(REFGUID library, WORD major, WORD minor, LCID locale, SYSKIND kind);

#define APPID L"{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}"

static const struct {
    const CLSID *clsid;
    const wchar_t *progId, *versionedProgId, *description;
} classes[] = {
    {&CLSID_IocpContext, L"PerfectHash.IocpContext", L"PerfectHash.IocpContext.1", L"PerfectHash IOCP Context"},
    {&CLSID_IocpServer, L"PerfectHash.IocpServer", L"PerfectHash.IocpServer.1", L"PerfectHash IOCP Server"},
    {&CLSID_IocpClient, L"PerfectHash.IocpClient", L"PerfectHash.IocpClient.1", L"PerfectHash IOCP Client"},
};

/*
 * Writes root\path\subkey = text (name NULL: the default value); a failure sticks in *error and
 * makes later calls do nothing.
 */
static void RegistrationPut(LSTATUS *error, HKEY root, const wchar_t *path, const wchar_t *subkey, const wchar_t *name,
                            const wchar_t *text)
{
    wchar_t whole[160];
    HKEY key;
    if (*error)
        return;
    lstrcpynW(whole, path, ARRAYSIZE(whole));
    if (subkey != NULL) {
        lstrcatW(whole, L"\\");
        lstrcatW(whole, subkey);
    }
    *error = RegCreateKeyExW(root, whole, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);
    if (*error)
        return;
    if (text != NULL)
        *error = RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text,
                                (DWORD)(((size_t)lstrlenW(text) + 1) * sizeof(wchar_t)));
    RegCloseKey(key);
}

static void ClassKeyPath(const CLSID *clsid, wchar_t guid[39], wchar_t path[64])
{
    StringFromGUID2(clsid, guid, 39);
    lstrcpyW(path, L"CLSID\\");
    lstrcatW(path, guid);
}

static LSTATUS PutClasses(HKEY root, const wchar_t *modulePath, int parts)
{
    LSTATUS error = ERROR_SUCCESS;
    wchar_t library[39];
    StringFromGUID2(&LIBID_PerfectHash, library, ARRAYSIZE(library));
    for (size_t i = 0; i < ARRAYSIZE(classes); i++) {
        wchar_t guid[39], path[64];
        ClassKeyPath(classes[i].clsid, guid, path);
        RegistrationPut(&error, root, path, NULL, NULL, classes[i].description);
        RegistrationPut(&error, root, path, NULL, L"AppID", APPID);
        RegistrationPut(&error, root, path, L"InprocServer32", NULL, modulePath);
        RegistrationPut(&error, root, path, L"InprocServer32", L"ThreadingModel", L"Both");
        RegistrationPut(&error, root, path, L"ProgID", NULL, classes[i].versionedProgId);
        RegistrationPut(&error, root, path, L"VersionIndependentProgID", NULL, classes[i].progId);
        RegistrationPut(&error, root, path, L"TypeLib", NULL, library);
        RegistrationPut(&error, root, path, L"Version", NULL, L"" TYPE_LIBRARY_VERSION_TEXT);
        RegistrationPut(&error, root, path, L"Programmable", NULL, NULL);
        RegistrationPut(&error, root, classes[i].versionedProgId, NULL, NULL, classes[i].description);
        RegistrationPut(&error, root, classes[i].versionedProgId, L"CLSID", NULL, guid);
        RegistrationPut(&error, root, classes[i].progId, NULL, NULL, classes[i].description);
        RegistrationPut(&error, root, classes[i].progId, L"CLSID", NULL, guid);
        RegistrationPut(&error, root, classes[i].progId, L"CurVer", NULL, classes[i].versionedProgId);
    }
    RegistrationPut(&error, root, L"AppID\\" APPID, NULL, NULL, L"PerfectHash");
    if (parts & WithSurrogate)
        RegistrationPut(&error, root, L"AppID\\" APPID, NULL, L"DllSurrogate", L"");
    else if (!error) /* an earlier registration may have had it */
        RegDeleteKeyValueW(root, L"AppID\\" APPID, L"DllSurrogate");
    return error;
}

static LSTATUS RemoveTree(LSTATUS before, HKEY root, const wchar_t *path)
{
    const LSTATUS error = RegDeleteTreeW(root, path);
    return before || error == ERROR_FILE_NOT_FOUND ? before : error;
}

static LSTATUS RemoveClasses(HKEY root)
{
    LSTATUS error = ERROR_SUCCESS;
    for (size_t i = 0; i < ARRAYSIZE(classes); i++) {
        wchar_t guid[39], path[64];
        ClassKeyPath(classes[i].clsid, guid, path);
        error = RemoveTree(error, root, path);
        error = RemoveTree(error, root, classes[i].versionedProgId);
        error = RemoveTree(error, root, classes[i].progId);
    }
    return RemoveTree(error, root, L"AppID\\" APPID);
}

static LSTATUS OpenRoot(int parts, HKEY *root)
{
    return RegCreateKeyExW(parts & ForUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, L"Software\\Classes", 0, NULL, 0,
                           KEY_READ | KEY_WRITE | DELETE, NULL, root, NULL);
}

static BOOL KeyThere(HKEY root, const wchar_t *path)
{
    HKEY key;
    if (RegOpenKeyExW(root, path, 0, KEY_READ, &key) != ERROR_SUCCESS)
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}

/*
 * A library that isn't registered (any more) is what was wanted; what UnRegisterTypeLib says of one
 * differs between systems.
 */
static BOOL LibraryRegistered(HKEY root)
{
    wchar_t path[64] = L"TypeLib\\";
    StringFromGUID2(&LIBID_PerfectHash, path + lstrlenW(path), 39);
    lstrcatW(path, L"\\" TYPE_LIBRARY_VERSION_TEXT);
    return KeyThere(root, path);
}

/*
 * The type library of a user, or of the machine. The functions for the machine go through
 * HKEY_CLASSES_ROOT, where a user's registration stands before the machine's: it stands for `root`
 * meanwhile. library NULL: unregisters it.
 */
static HRESULT ChangeLibrary(HKEY root, int parts, ITypeLib *library, wchar_t *modulePath)
{
    if (parts & ForUser)
        return library != NULL ? RegisterTypeLibForUser(library, modulePath, NULL)
                               : UnRegisterTypeLibForUser(&LIBID_PerfectHash, TYPE_LIBRARY_MAJOR, TYPE_LIBRARY_MINOR,
                                                          LOCALE_NEUTRAL, SYS_WIN64);
    const LSTATUS error = RegOverridePredefKey(HKEY_CLASSES_ROOT, root);
    if (error)
        return HRESULT_FROM_WIN32(error);
    const HRESULT hr = library != NULL ? RegisterTypeLib(library, modulePath, NULL)
                                       : UnRegisterTypeLib(&LIBID_PerfectHash, TYPE_LIBRARY_MAJOR, TYPE_LIBRARY_MINOR,
                                                           LOCALE_NEUTRAL, SYS_WIN64);
    RegOverridePredefKey(HKEY_CLASSES_ROOT, NULL);
    return hr;
}

static HRESULT RegistrationUnregister(int parts)
{
    HKEY root;
    HRESULT hr = S_OK;
    LSTATUS error = OpenRoot(parts, &root);
    if (error)
        return HRESULT_FROM_WIN32(error);
    error = RemoveClasses(root);
    if (error)
        hr = HRESULT_FROM_WIN32(error);
    else if (LibraryRegistered(root))
        hr = ChangeLibrary(root, parts, NULL, NULL);
    RegCloseKey(root);
    return hr;
}

static HRESULT RegisterLibrary(HKEY root, wchar_t *modulePath, int parts)
{
    ITypeLib *library;
    HRESULT hr = LoadTypeLibEx(modulePath, REGKIND_NONE, &library);
    if (FAILED(hr))
        return hr;
    hr = ChangeLibrary(root, parts, library, modulePath);
    ITypeLib_Release(library);
    return hr;
}

static HRESULT RegistrationRegister(int parts)
{
    wchar_t modulePath[MAX_PATH];
    const DWORD length = GetModuleFileNameW(ModuleInstance(), modulePath, ARRAYSIZE(modulePath));
    if (length == 0 || length == ARRAYSIZE(modulePath))
        return length ? HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE) : HRESULT_FROM_WIN32(GetLastError());
    HKEY root;
    LSTATUS error = OpenRoot(parts, &root);
    if (error)
        return HRESULT_FROM_WIN32(error);
    const BOOL again = KeyThere(root, L"AppID\\" APPID);
    error = PutClasses(root, modulePath, parts);
    const HRESULT hr = error ? HRESULT_FROM_WIN32(error) : RegisterLibrary(root, modulePath, parts);
    RegCloseKey(root);
    if (FAILED(hr) && !again)
        RegistrationUnregister(parts);
    return hr;
}

STDAPI DllRegisterServer(void)
{
    return RegistrationRegister(0);
}

STDAPI DllUnregisterServer(void)
{
    return RegistrationUnregister(0);
}

/*
 * regsvr32 /i:WORDS, words separated by commas or blanks: "user" = for this user only, "surrogate"
 * = may also be activated out of process in dllhost.exe, "machine" (or none) = for the machine. Any
 * other word is an error. With /u the same words undo it.
 */
STDAPI DllInstall(BOOL install, LPCWSTR words)
{
    static const struct {
        const wchar_t *word;
        int part;
    } known[] = {{L"machine", 0}, {L"user", ForUser}, {L"surrogate", WithSurrogate}};
    int parts = 0;
    for (const wchar_t *at = words != NULL ? words : L""; *at;) {
        size_t length = 0, i = 0;
        while (at[length] && wcschr(L", ", at[length]) == NULL)
            length++;
        while (length && i < ARRAYSIZE(known) &&
               (wcslen(known[i].word) != length || _wcsnicmp(at, known[i].word, length) != 0))
            i++;
        if (i == ARRAYSIZE(known))
            return E_INVALIDARG;
        if (length)
            parts |= known[i].part;
        at += length + (at[length] != L'\0');
    }
    return install ? RegistrationRegister(parts) : RegistrationUnregister(parts);
}
