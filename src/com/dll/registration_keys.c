#include "registration_keys.h"

#include <objbase.h>
#include <stdio.h>
#include <wchar.h>

#include <oleauto.h>

#include "PerfectHash.h"
#include "version.h"

#define CLASSES L"Software\\Classes\\"
#define APPID L"{05DB7A32-D500-49BC-9852-21B8F8CEEC9B}"
#define APPID_PATH CLASSES L"AppID\\" APPID

enum { GuidChars = 39 };

static const struct {
    const CLSID *clsid;
    const wchar_t *progId, *versionedProgId, *description;
} classes[] = {
    {&CLSID_IocpContext, L"PerfectHash.IocpContext", L"PerfectHash.IocpContext.1", L"PerfectHash IOCP Context"},
    {&CLSID_IocpServer, L"PerfectHash.IocpServer", L"PerfectHash.IocpServer.1", L"PerfectHash IOCP Server"},
    {&CLSID_IocpClient, L"PerfectHash.IocpClient", L"PerfectHash.IocpClient.1", L"PerfectHash IOCP Client"},
};

/* Makes the path of folder\{GUID}\tail. */
static void GuidPath(wchar_t path[HivePathChars], const wchar_t *folder, const GUID *guid, const wchar_t *tail)
{
    wchar_t text[GuidChars];
    StringFromGUID2(guid, text, GuidChars);
    swprintf(path, HivePathChars, CLASSES L"%ls\\%ls%ls", folder, text, tail);
}

/* Puts a value of folder\name\subkey. */
static void PutBelow(Hive *hive, const wchar_t *folder, const wchar_t *subkey, const wchar_t *name, const wchar_t *text)
{
    wchar_t path[HivePathChars];
    swprintf(path, HivePathChars, L"%ls%ls", folder, subkey);
    HivePut(hive, path, name, text);
}

/* ---- classes ---- */

static void PutProgId(Hive *hive, const wchar_t *progId, const wchar_t *description, const wchar_t *clsid)
{
    wchar_t path[HivePathChars];
    swprintf(path, HivePathChars, CLASSES L"%ls", progId);
    HivePut(hive, path, NULL, description);
    PutBelow(hive, path, L"\\CLSID", NULL, clsid);
}

static void PutClass(Hive *hive, size_t index, const wchar_t *modulePath)
{
    const wchar_t *const description = classes[index].description;
    wchar_t path[HivePathChars], guid[GuidChars], library[GuidChars];
    StringFromGUID2(&LIBID_PerfectHash, library, GuidChars);
    StringFromGUID2(classes[index].clsid, guid, GuidChars);
    GuidPath(path, L"CLSID", classes[index].clsid, L"");
    HivePut(hive, path, NULL, description);
    HivePut(hive, path, L"AppID", APPID);
    PutBelow(hive, path, L"\\ProgID", NULL, classes[index].versionedProgId);
    PutBelow(hive, path, L"\\VersionIndependentProgID", NULL, classes[index].progId);
    PutBelow(hive, path, L"\\TypeLib", NULL, library);
    PutBelow(hive, path, L"\\Version", NULL, L"" TYPE_LIBRARY_VERSION_TEXT);
    PutBelow(hive, path, L"\\Programmable", NULL, NULL);
    if (modulePath != NULL) {
        PutBelow(hive, path, L"\\InprocServer32", NULL, modulePath);
        PutBelow(hive, path, L"\\InprocServer32", L"ThreadingModel", L"Both");
    }
    PutProgId(hive, classes[index].versionedProgId, description, guid);
    PutProgId(hive, classes[index].progId, description, guid);
    swprintf(path, HivePathChars, CLASSES L"%ls\\CurVer", classes[index].progId);
    HivePut(hive, path, NULL, classes[index].versionedProgId);
}

void RegistrationPutClasses(Hive *hive, const wchar_t *modulePath)
{
    HivePut(hive, APPID_PATH, NULL, L"PerfectHash");
    for (size_t i = 0; i < ARRAYSIZE(classes); i++)
        PutClass(hive, i, modulePath);
}

void RegistrationPutSurrogate(Hive *hive, BOOL surrogate)
{
    if (surrogate)
        HivePut(hive, APPID_PATH, L"DllSurrogate", L"");
    else
        HiveRemoveValue(hive, APPID_PATH, L"DllSurrogate");
}

/* Removes a key of each class with all below it. */
static void RemoveOfClasses(Hive *hive, const wchar_t *subkey)
{
    for (size_t i = 0; i < ARRAYSIZE(classes); i++) {
        wchar_t path[HivePathChars];
        GuidPath(path, L"CLSID", classes[i].clsid, subkey);
        HiveRemoveTree(hive, path);
    }
}

void RegistrationRemoveClasses(Hive *hive)
{
    RemoveOfClasses(hive, L"");
}

void RegistrationRemoveModule(Hive *hive)
{
    RemoveOfClasses(hive, L"\\InprocServer32");
}

void RegistrationRemoveNames(Hive *hive)
{
    for (size_t i = 0; i < ARRAYSIZE(classes); i++) {
        wchar_t path[HivePathChars];
        swprintf(path, HivePathChars, CLASSES L"%ls", classes[i].versionedProgId);
        HiveRemoveTree(hive, path);
        swprintf(path, HivePathChars, CLASSES L"%ls", classes[i].progId);
        HiveRemoveTree(hive, path);
    }
    HiveRemoveTree(hive, APPID_PATH);
}

void RegistrationModule(Hive *hive, wchar_t modulePath[ModulePathChars])
{
    wchar_t path[HivePathChars];
    GuidPath(path, L"CLSID", &CLSID_IocpContext, L"\\InprocServer32");
    if (!HiveText(hive, path, NULL, modulePath, ModulePathChars))
        modulePath[0] = 0;
}

BOOL RegistrationHasSurrogate(Hive *hive)
{
    wchar_t text[MAX_PATH];
    return HiveText(hive, APPID_PATH, L"DllSurrogate", text, ARRAYSIZE(text));
}

/* ---- interfaces ---- */

static void PutInterface(Hive *hive, const GUID *iid, const wchar_t *name, BOOL dispatch)
{
    wchar_t path[HivePathChars], library[GuidChars];
    StringFromGUID2(&LIBID_PerfectHash, library, GuidChars);
    GuidPath(path, L"Interface", iid, L"");
    HivePut(hive, path, NULL, name);
    /* Both are oleaut32's: that of dispinterfaces, and the one that reads the type library. */
    PutBelow(hive, path, L"\\ProxyStubClsid32", NULL,
             dispatch ? L"{00020420-0000-0000-C000-000000000046}" : L"{00020424-0000-0000-C000-000000000046}");
    PutBelow(hive, path, L"\\TypeLib", NULL, library);
    PutBelow(hive, path, L"\\TypeLib", L"Version", L"" TYPE_LIBRARY_VERSION_TEXT);
}

static void RemoveInterface(Hive *hive, const GUID *iid, const wchar_t *name, BOOL dispatch)
{
    wchar_t path[HivePathChars];
    (void)name;
    (void)dispatch;
    GuidPath(path, L"Interface", iid, L"");
    HiveRemoveTree(hive, path);
}

typedef void (*InterfaceVisit)(Hive *hive, const GUID *iid, const wchar_t *name, BOOL dispatch);

static HRESULT VisitInterface(Hive *hive, ITypeInfo *type, InterfaceVisit visit)
{
    TYPEATTR *attributes;
    BSTR name = NULL;
    HRESULT hr = ITypeInfo_GetTypeAttr(type, &attributes);
    if (FAILED(hr))
        return hr;
    const BOOL dual = (attributes->wTypeFlags & (TYPEFLAG_FDUAL | TYPEFLAG_FOLEAUTOMATION)) != 0;
    if (attributes->typekind == TKIND_DISPATCH || (attributes->typekind == TKIND_INTERFACE && dual)) {
        hr = ITypeInfo_GetDocumentation(type, MEMBERID_NIL, &name, NULL, NULL, NULL);
        if (SUCCEEDED(hr))
            visit(hive, &attributes->guid, name, !dual);
        SysFreeString(name);
    }
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    return hr;
}

static void VisitInterfaces(Hive *hive, ITypeLib *library, InterfaceVisit visit)
{
    const UINT count = ITypeLib_GetTypeInfoCount(library);
    for (UINT i = 0; i < count && hive->error == ERROR_SUCCESS; i++) {
        ITypeInfo *type;
        HRESULT hr = ITypeLib_GetTypeInfo(library, i, &type);
        if (SUCCEEDED(hr)) {
            hr = VisitInterface(hive, type, visit);
            ITypeInfo_Release(type);
        }
        if (FAILED(hr))
            hive->error = ERROR_OUTOFMEMORY;
    }
}

void RegistrationPutInterfaces(Hive *hive, ITypeLib *library)
{
    VisitInterfaces(hive, library, PutInterface);
}

void RegistrationRemoveInterfaces(Hive *hive, ITypeLib *library)
{
    VisitInterfaces(hive, library, RemoveInterface);
}

/* ---- the type library, which both views have in common on Windows ---- */

static const wchar_t *PlatformKey(REGSAM view)
{
    return view == KEY_WOW64_64KEY ? L"\\0\\win64" : L"\\0\\win32";
}

static void RemoveOtherVersions(Hive *hive)
{
    wchar_t path[HivePathChars], name[HivePathChars], version[2 * HivePathChars];
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"");
    for (DWORD i = 0; HiveChild(hive, path, i, name);) {
        if (wcscmp(name, L"" TYPE_LIBRARY_VERSION_TEXT) == 0) {
            i++;
            continue;
        }
        swprintf(version, ARRAYSIZE(version), L"%ls\\%ls", path, name);
        HiveRemoveTree(hive, version);
    }
}

void RegistrationPutLibrary(Hive *hive, const wchar_t *modulePath)
{
    const REGSAM view = hive->view;
    wchar_t path[HivePathChars];
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"\\" TYPE_LIBRARY_VERSION_TEXT);
    hive->view = OwnView;
    HivePut(hive, path, NULL, L"" PRODUCT_TYPE_LIBRARY);
    PutBelow(hive, path, L"\\FLAGS", NULL, L"0");
    PutBelow(hive, path, L"\\HELPDIR", NULL, L"");
    PutBelow(hive, path, PlatformKey(view), NULL, modulePath);
    RemoveOtherVersions(hive);
    hive->view = view;
}

void RegistrationRemoveLibrary(Hive *hive)
{
    const REGSAM view = hive->view;
    wchar_t path[HivePathChars], key[HivePathChars], name[HivePathChars];
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"\\" TYPE_LIBRARY_VERSION_TEXT);
    hive->view = OwnView;
    swprintf(key, HivePathChars, L"%ls%ls", path, PlatformKey(view));
    HiveRemoveTree(hive, key);
    swprintf(key, HivePathChars, L"%ls\\0", path);
    if (!HiveChild(hive, key, 0, name)) { /* another platform's stays */
        HiveRemoveTree(hive, path);
        GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"");
        HiveRemoveEmpty(hive, path);
    }
    hive->view = view;
}
