/*
 * registered.exe DLL [WORDS]: prints what DllInstall(TRUE, WORDS) of the DLL writes to the
 * registry, and leaves it as it was: while the DLL writes, both roots are a key that goes again.
 * Prints a line for each value, "key TAB name TAB data", and "key" for a key without values. The
 * path of the DLL is printed as [#PerfectHash.dll], as an installer's database names a file.
 */
#include <windows.h>

#include <stdio.h>
#include <wchar.h>

enum { KeyChars = 1024, DataChars = 32768 };

typedef HRESULT(WINAPI *InstallFunction)(BOOL install, const wchar_t *words);

static HRESULT InstallInto(HKEY scratch, InstallFunction install, const wchar_t *words)
{
    HRESULT hr = HRESULT_FROM_WIN32((DWORD)RegOverridePredefKey(HKEY_LOCAL_MACHINE, scratch));
    if (SUCCEEDED(hr))
        hr = HRESULT_FROM_WIN32((DWORD)RegOverridePredefKey(HKEY_CURRENT_USER, scratch));
    if (SUCCEEDED(hr))
        hr = install(TRUE, words);
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL);
    return hr;
}

static LSTATUS PrintValues(HKEY key, const wchar_t *path, const wchar_t *module)
{
    static wchar_t data[DataChars];
    wchar_t name[KeyChars];
    DWORD count = 0;
    for (;; count++) {
        DWORD nameChars = KeyChars, bytes = sizeof data, type;
        const LSTATUS error = RegEnumValueW(key, count, name, &nameChars, NULL, &type, (BYTE *)data, &bytes);
        if (error == ERROR_NO_MORE_ITEMS)
            break;
        if (error != ERROR_SUCCESS)
            return error;
        if (type != REG_SZ)
            return ERROR_INVALID_DATATYPE;
        printf("%ls\t%ls\t%ls\n", path, name, _wcsicmp(data, module) == 0 ? L"[#PerfectHash.dll]" : data);
    }
    if (count == 0)
        printf("%ls\n", path);
    return ERROR_SUCCESS;
}

/* A key of keys alone is made by those. */
static LSTATUS PrintKey(HKEY key, const wchar_t *path, const wchar_t *module)
{
    wchar_t name[KeyChars], below[KeyChars];
    DWORD keys = 0, values = 0;
    LSTATUS error = RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    if (error == ERROR_SUCCESS && (values != 0 || keys == 0))
        error = PrintValues(key, path, module);
    for (DWORD i = 0; i < keys && error == ERROR_SUCCESS; i++) {
        DWORD chars = KeyChars;
        HKEY child;
        error = RegEnumKeyExW(key, i, name, &chars, NULL, NULL, NULL, NULL);
        if (error == ERROR_SUCCESS)
            error = RegOpenKeyExW(key, name, 0, KEY_READ, &child);
        if (error != ERROR_SUCCESS)
            break;
        swprintf(below, KeyChars, path[0] != 0 ? L"%ls\\%ls" : L"%ls%ls", path, name);
        error = PrintKey(child, below, module);
        RegCloseKey(child);
    }
    return error;
}

/* Finds DllInstall, and the path as the DLL itself finds it. */
static InstallFunction Load(const wchar_t *path, wchar_t *module)
{
    const HMODULE loaded = LoadLibraryW(path);
    if (loaded == NULL || GetModuleFileNameW(loaded, module, DataChars) == 0)
        return NULL;
    return (InstallFunction)(void (*)(void))GetProcAddress(loaded, "DllInstall");
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t module[DataChars];
    wchar_t path[KeyChars];
    HKEY scratch;
    const InstallFunction install = argc >= 2 ? Load(argv[1], module) : NULL;
    if (install == NULL) {
        fprintf(stderr, "registered: DllInstall of this DLL can't be called: %ls\n", argc >= 2 ? argv[1] : L"(none)");
        return 2;
    }
    swprintf(path, KeyChars, L"Software\\PerfectHash.%lu", GetCurrentProcessId());
    LSTATUS error = RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL,
                                    &scratch, NULL);
    if (error == ERROR_SUCCESS) {
        const HRESULT hr = InstallInto(scratch, install, argc >= 3 ? argv[2] : L"machine");
        error = SUCCEEDED(hr) ? PrintKey(scratch, L"", module) : (LSTATUS)hr;
        RegDeleteTreeW(scratch, NULL);
        RegCloseKey(scratch);
        RegDeleteKeyW(HKEY_CURRENT_USER, path);
    }
    if (error == ERROR_SUCCESS)
        return 0;
    fprintf(stderr, "registered: error %lx\n", (unsigned long)error);
    return 1;
}
