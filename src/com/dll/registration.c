/*
 * DllRegisterServer, DllUnregisterServer and DllInstall make or remove what registration_keys.h
 * describes, and only below HKLM or HKCU. Each ends with all of it or changes nothing. Registering
 * twice is the same as registering once, and a copy that is not the registered one unregisters
 * nothing.
 *
 * With a surrogate, programs of other bits get the server, too, in dllhost.exe. A module of their
 * bits takes the surrogate's place while that module is registered.
 */
#include <windows.h>
#include <objbase.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/module.h"
#include "registration_keys.h"

/* Optional parts of a registration, as DllInstall's words ask for them. */
enum { ForUser = 1, WithSurrogate = 2 };

/* Exported. */
STDAPI DllInstall(BOOL install, LPCWSTR words);

/* The module to register, and the modules that are registered. Large: it lies on the heap. */
typedef struct Registration {
    Hive hive;
    ITypeLib *library;
    wchar_t module[ModulePathChars]; /* this one */
    wchar_t own[ModulePathChars];    /* the registered one of this module's bits; empty: none */
    wchar_t other[ModulePathChars];  /* and of other bits */
} Registration;

/* ---- files ---- */

static BOOL IdentityOf(const wchar_t *path, BY_HANDLE_FILE_INFORMATION *out)
{
    const HANDLE file = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    const BOOL known = file != INVALID_HANDLE_VALUE && GetFileInformationByHandle(file, out);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return known;
}

/* One file may have several paths: short names, links. */
static BOOL SameFile(const wchar_t *a, const wchar_t *b)
{
    BY_HANDLE_FILE_INFORMATION first, second;
    if (CompareStringOrdinal(a, -1, b, -1, TRUE) == CSTR_EQUAL)
        return TRUE;
    return IdentityOf(a, &first) && IdentityOf(b, &second) &&
           first.dwVolumeSerialNumber == second.dwVolumeSerialNumber && first.nFileIndexHigh == second.nFileIndexHigh &&
           first.nFileIndexLow == second.nFileIndexLow;
}

/* ---- the registration ---- */

static HRESULT RegistrationOpen(Registration *registration, int parts)
{
    const DWORD length = GetModuleFileNameW(ModuleInstance(), registration->module, ModulePathChars);
    Hive *hive = &registration->hive;
    if (length == 0 || length == ModulePathChars)
        return HRESULT_FROM_WIN32(length != 0 ? ERROR_FILENAME_EXCED_RANGE : GetLastError());
    hive->root = parts & ForUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    hive->view = OwnView;
    RegistrationModule(hive, registration->own);
    hive->view = OtherView;
    RegistrationModule(hive, registration->other);
    if (SameFile(registration->other, registration->module) || SameFile(registration->other, registration->own))
        registration->other[0] = 0; /* where both views are one */
    return LoadTypeLibEx(registration->module, REGKIND_NONE, &registration->library);
}

/* Ends what `change` began. */
static HRESULT RegistrationRun(int parts, HRESULT (*change)(Registration *registration, int parts))
{
    Registration *registration = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *registration);
    if (registration == NULL)
        return E_OUTOFMEMORY;
    HRESULT hr = RegistrationOpen(registration, parts);
    if (SUCCEEDED(hr) && registration->hive.error == ERROR_SUCCESS)
        hr = change(registration, parts);
    if (SUCCEEDED(hr))
        hr = HRESULT_FROM_WIN32((DWORD)registration->hive.error);
    HiveEnd(&registration->hive, FAILED(hr));
    if (registration->library != NULL)
        ITypeLib_Release(registration->library);
    HeapFree(GetProcessHeap(), 0, registration);
    return hr;
}

/* Puts what the programs of a view find; modulePath NULL: the classes in the surrogate. */
static void RegistrationPut(Registration *registration, REGSAM view, const wchar_t *modulePath)
{
    Hive *hive = &registration->hive;
    hive->view = view;
    RegistrationPutClasses(hive, modulePath);
    RegistrationPutInterfaces(hive, registration->library);
    RegistrationPutLibrary(hive, registration->module);
}

static void RegistrationRemove(Registration *registration, REGSAM view, BOOL names)
{
    Hive *hive = &registration->hive;
    hive->view = view;
    RegistrationRemoveClasses(hive);
    if (names)
        RegistrationRemoveNames(hive);
    RegistrationRemoveInterfaces(hive, registration->library);
    RegistrationRemoveLibrary(hive);
}

/*
 * Registers the module. First it removes what there was for programs of other bits, as both views
 * may be one. A module of their own stays; the surrogate beside it is that module's affair.
 */
static HRESULT RegistrationRegister(Registration *registration, int parts)
{
    Hive *hive = &registration->hive;
    const BOOL surrogate = (parts & WithSurrogate) != 0, alone = registration->other[0] == 0;
    if (!surrogate && alone)
        RegistrationRemove(registration, OtherView, TRUE);
    RegistrationPut(registration, OwnView, registration->module);
    if (surrogate || alone) {
        RegistrationPutSurrogate(hive, surrogate);
        hive->view = OtherView;
        RegistrationPutSurrogate(hive, surrogate);
    }
    if (surrogate && alone)
        RegistrationPut(registration, OtherView, NULL);
    return S_OK;
}

/* Leaves the classes to the surrogate of the module of other bits, or to nobody. */
static void RemoveBesideOther(Registration *registration)
{
    Hive *hive = &registration->hive;
    hive->view = OtherView;
    const BOOL surrogate = RegistrationHasSurrogate(hive);
    hive->view = OwnView;
    if (surrogate) {
        RegistrationRemoveModule(hive);
        RegistrationPutLibrary(hive, registration->other);
    } else {
        RegistrationRemove(registration, OwnView, FALSE);
    }
}

static HRESULT RegistrationUnregister(Registration *registration, int parts)
{
    (void)parts;
    if (registration->own[0] == 0)
        return S_OK; /* as it is to be */
    if (!SameFile(registration->own, registration->module))
        return PERFECTHASH_E_REGISTERED_ELSEWHERE;
    if (registration->other[0] != 0) {
        RemoveBesideOther(registration);
    } else {
        RegistrationRemove(registration, OtherView, TRUE);
        RegistrationRemove(registration, OwnView, TRUE);
    }
    return S_OK;
}

STDAPI DllRegisterServer(void)
{
    return RegistrationRun(0, RegistrationRegister);
}

STDAPI DllUnregisterServer(void)
{
    return RegistrationRun(0, RegistrationUnregister);
}

/*
 * regsvr32 /i:WORDS, words separated by commas or blanks: "user" = for this user only, "surrogate"
 * = may also be activated out of process, in dllhost.exe, by programs of other bits, too, "machine"
 * (or none) = for the machine. Any other word is an error. With /u the same words undo it.
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
    return RegistrationRun(parts, install ? RegistrationRegister : RegistrationUnregister);
}
