/* See registration_keys.h. */
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

static void ProgIdPath(wchar_t path[HivePathChars], const wchar_t *progId)
{
    swprintf(path, HivePathChars, CLASSES L"%ls", progId);
}

/* A part of a registration: below one key, until the first failure. */
typedef struct Part {
    Hive *hive;
    REGSAM view;
    wchar_t path[HivePathChars];
    LSTATUS error;
} Part;

static void PartPut(Part *part, const wchar_t *subkey, const wchar_t *name, const wchar_t *text)
{
    wchar_t path[HivePathChars];
    swprintf(path, HivePathChars, L"%ls%ls", part->path, subkey);
    if (part->error == ERROR_SUCCESS)
        part->error = HivePut(part->hive, part->view, path, name, text);
}

/* ---- classes ---- */

static LSTATUS PutClass(Hive *hive, REGSAM view, size_t index, const wchar_t *modulePath)
{
    Part part = {.hive = hive, .view = view};
    wchar_t guid[GuidChars], library[GuidChars];
    StringFromGUID2(&LIBID_PerfectHash, library, GuidChars);
    StringFromGUID2(classes[index].clsid, guid, GuidChars);
    GuidPath(part.path, L"CLSID", classes[index].clsid, L"");
    PartPut(&part, L"", NULL, classes[index].description);
    PartPut(&part, L"", L"AppID", APPID);
    PartPut(&part, L"\\ProgID", NULL, classes[index].versionedProgId);
    PartPut(&part, L"\\VersionIndependentProgID", NULL, classes[index].progId);
    PartPut(&part, L"\\TypeLib", NULL, library);
    PartPut(&part, L"\\Version", NULL, L"" TYPE_LIBRARY_VERSION_TEXT);
    PartPut(&part, L"\\Programmable", NULL, NULL);
    if (modulePath != NULL) {
        PartPut(&part, L"\\InprocServer32", NULL, modulePath);
        PartPut(&part, L"\\InprocServer32", L"ThreadingModel", L"Both");
    }
    ProgIdPath(part.path, classes[index].versionedProgId);
    PartPut(&part, L"", NULL, classes[index].description);
    PartPut(&part, L"\\CLSID", NULL, guid);
    ProgIdPath(part.path, classes[index].progId);
    PartPut(&part, L"", NULL, classes[index].description);
    PartPut(&part, L"\\CLSID", NULL, guid);
    PartPut(&part, L"\\CurVer", NULL, classes[index].versionedProgId);
    return part.error;
}

LSTATUS RegistrationPutClasses(Hive *hive, REGSAM view, const wchar_t *modulePath)
{
    LSTATUS error = HivePut(hive, view, APPID_PATH, NULL, L"PerfectHash");
    for (size_t i = 0; i < ARRAYSIZE(classes) && error == ERROR_SUCCESS; i++)
        error = PutClass(hive, view, i, modulePath);
    return error;
}

LSTATUS RegistrationPutSurrogate(Hive *hive, REGSAM view, BOOL surrogate)
{
    return surrogate ? HivePut(hive, view, APPID_PATH, L"DllSurrogate", L"")
                     : HiveRemoveValue(hive, view, APPID_PATH, L"DllSurrogate");
}

/* Removes a key of each class with all below it. */
static LSTATUS RemoveOfClasses(Hive *hive, REGSAM view, const wchar_t *subkey)
{
    LSTATUS error = ERROR_SUCCESS;
    for (size_t i = 0; i < ARRAYSIZE(classes) && error == ERROR_SUCCESS; i++) {
        wchar_t path[HivePathChars];
        GuidPath(path, L"CLSID", classes[i].clsid, subkey);
        error = HiveRemoveTree(hive, view, path);
    }
    return error;
}

LSTATUS RegistrationRemoveClasses(Hive *hive, REGSAM view)
{
    return RemoveOfClasses(hive, view, L"");
}

LSTATUS RegistrationRemoveModule(Hive *hive, REGSAM view)
{
    return RemoveOfClasses(hive, view, L"\\InprocServer32");
}

LSTATUS RegistrationRemoveNames(Hive *hive, REGSAM view)
{
    wchar_t path[HivePathChars];
    LSTATUS error = ERROR_SUCCESS;
    for (size_t i = 0; i < ARRAYSIZE(classes) && error == ERROR_SUCCESS; i++) {
        ProgIdPath(path, classes[i].versionedProgId);
        error = HiveRemoveTree(hive, view, path);
        ProgIdPath(path, classes[i].progId);
        if (error == ERROR_SUCCESS)
            error = HiveRemoveTree(hive, view, path);
    }
    return error == ERROR_SUCCESS ? HiveRemoveTree(hive, view, APPID_PATH) : error;
}

LSTATUS RegistrationModule(const Hive *hive, REGSAM view, wchar_t modulePath[ModulePathChars])
{
    wchar_t path[HivePathChars];
    GuidPath(path, L"CLSID", &CLSID_IocpContext, L"\\InprocServer32");
    const LSTATUS error = HiveText(hive, view, path, NULL, modulePath, ModulePathChars);
    if (error == ERROR_FILE_NOT_FOUND)
        modulePath[0] = 0;
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

LSTATUS RegistrationHasSurrogate(const Hive *hive, REGSAM view, BOOL *surrogate)
{
    wchar_t text[MAX_PATH];
    const LSTATUS error = HiveText(hive, view, APPID_PATH, L"DllSurrogate", text, ARRAYSIZE(text));
    *surrogate = error == ERROR_SUCCESS;
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

/* ---- interfaces ---- */

static LSTATUS PutInterface(Hive *hive, REGSAM view, const GUID *iid, const wchar_t *name, BOOL dispatch)
{
    Part part = {.hive = hive, .view = view};
    wchar_t library[GuidChars];
    StringFromGUID2(&LIBID_PerfectHash, library, GuidChars);
    GuidPath(part.path, L"Interface", iid, L"");
    PartPut(&part, L"", NULL, name);
    /* Both are oleaut32's: that of dispinterfaces, and the one that reads the type library. */
    PartPut(&part, L"\\ProxyStubClsid32", NULL,
            dispatch ? L"{00020420-0000-0000-C000-000000000046}" : L"{00020424-0000-0000-C000-000000000046}");
    PartPut(&part, L"\\TypeLib", NULL, library);
    PartPut(&part, L"\\TypeLib", L"Version", L"" TYPE_LIBRARY_VERSION_TEXT);
    return part.error;
}

static LSTATUS RemoveInterface(Hive *hive, REGSAM view, const GUID *iid, const wchar_t *name, BOOL dispatch)
{
    wchar_t path[HivePathChars];
    (void)name;
    (void)dispatch;
    GuidPath(path, L"Interface", iid, L"");
    return HiveRemoveTree(hive, view, path);
}

typedef LSTATUS (*InterfaceVisit)(Hive *hive, REGSAM view, const GUID *iid, const wchar_t *name, BOOL dispatch);

static LSTATUS VisitInterface(Hive *hive, REGSAM view, ITypeInfo *type, InterfaceVisit visit)
{
    TYPEATTR *attributes;
    BSTR name = NULL;
    LSTATUS error = ERROR_SUCCESS;
    if (FAILED(ITypeInfo_GetTypeAttr(type, &attributes)))
        return ERROR_OUTOFMEMORY;
    const BOOL dual = (attributes->wTypeFlags & (TYPEFLAG_FDUAL | TYPEFLAG_FOLEAUTOMATION)) != 0;
    if (attributes->typekind == TKIND_DISPATCH || (attributes->typekind == TKIND_INTERFACE && dual)) {
        error = FAILED(ITypeInfo_GetDocumentation(type, MEMBERID_NIL, &name, NULL, NULL, NULL))
                    ? ERROR_OUTOFMEMORY
                    : visit(hive, view, &attributes->guid, name, !dual);
        SysFreeString(name);
    }
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    return error;
}

static LSTATUS VisitInterfaces(Hive *hive, REGSAM view, ITypeLib *library, InterfaceVisit visit)
{
    LSTATUS error = ERROR_SUCCESS;
    const UINT count = ITypeLib_GetTypeInfoCount(library);
    for (UINT i = 0; i < count && error == ERROR_SUCCESS; i++) {
        ITypeInfo *type;
        if (FAILED(ITypeLib_GetTypeInfo(library, i, &type)))
            return ERROR_OUTOFMEMORY;
        error = VisitInterface(hive, view, type, visit);
        ITypeInfo_Release(type);
    }
    return error;
}

LSTATUS RegistrationPutInterfaces(Hive *hive, REGSAM view, ITypeLib *library)
{
    return VisitInterfaces(hive, view, library, PutInterface);
}

LSTATUS RegistrationRemoveInterfaces(Hive *hive, REGSAM view, ITypeLib *library)
{
    return VisitInterfaces(hive, view, library, RemoveInterface);
}

/* ---- the type library ---- */

static const wchar_t *PlatformKey(REGSAM view)
{
    return view == KEY_WOW64_64KEY ? L"\\0\\win64" : L"\\0\\win32";
}

static LSTATUS RemoveOtherVersions(Hive *hive)
{
    wchar_t path[HivePathChars], name[HivePathChars];
    LSTATUS error = ERROR_SUCCESS;
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"");
    for (DWORD i = 0; error == ERROR_SUCCESS;) {
        error = HiveChild(hive, OwnView, path, i, name);
        if (error != ERROR_SUCCESS)
            break;
        if (wcscmp(name, L"" TYPE_LIBRARY_VERSION_TEXT) == 0) {
            i++;
            continue;
        }
        wchar_t version[2 * HivePathChars];
        swprintf(version, ARRAYSIZE(version), L"%ls\\%ls", path, name);
        error = HiveRemoveTree(hive, OwnView, version);
    }
    return error == ERROR_NO_MORE_ITEMS || error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

LSTATUS RegistrationPutLibrary(Hive *hive, REGSAM view, const wchar_t *modulePath)
{
    Part part = {.hive = hive, .view = OwnView};
    GuidPath(part.path, L"TypeLib", &LIBID_PerfectHash, L"\\" TYPE_LIBRARY_VERSION_TEXT);
    PartPut(&part, L"", NULL, L"" PRODUCT_TYPE_LIBRARY);
    PartPut(&part, L"\\FLAGS", NULL, L"0");
    PartPut(&part, L"\\HELPDIR", NULL, L"");
    PartPut(&part, PlatformKey(view), NULL, modulePath);
    return part.error == ERROR_SUCCESS ? RemoveOtherVersions(hive) : part.error;
}

LSTATUS RegistrationRemoveLibrary(Hive *hive, REGSAM view)
{
    wchar_t path[HivePathChars], platforms[HivePathChars], name[HivePathChars];
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"\\" TYPE_LIBRARY_VERSION_TEXT);
    swprintf(name, HivePathChars, L"%ls%ls", path, PlatformKey(view));
    LSTATUS error = HiveRemoveTree(hive, OwnView, name);
    if (error != ERROR_SUCCESS)
        return error;
    swprintf(platforms, HivePathChars, L"%ls\\0", path);
    error = HiveChild(hive, OwnView, platforms, 0, name);
    if (error == ERROR_SUCCESS) /* another platform's stays */
        return ERROR_SUCCESS;
    if (error == ERROR_NO_MORE_ITEMS || error == ERROR_FILE_NOT_FOUND)
        error = HiveRemoveTree(hive, OwnView, path);
    if (error != ERROR_SUCCESS)
        return error;
    GuidPath(path, L"TypeLib", &LIBID_PerfectHash, L"");
    return HiveRemoveEmpty(hive, OwnView, path);
}
