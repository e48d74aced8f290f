/*
 * See server_roots.h. Checks, one after the other: by the letters, before anything is opened (a
 * path on a hostile share is never touched); by the letters of its links, before one is followed;
 * and by what is opened: a folder on the way to it must be a root itself, by volume and number, so
 * that a root's name in other letters is not the root. What all allowed is what the job gets, not
 * what the client wrote.
 */
#include "server_roots.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

enum { MostLinks = 32, ShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE };

/* ---- the form ---- */

static BOOL ServerRootsIsDrive(const wchar_t *path)
{
    return PathFormOf(path) == PathFormDrive;
}

static HRESULT NotAFile(const wchar_t *path, Failure *failure)
{
    return FailureSet(failure, PERFECTHASH_E_NOT_ALLOWED, path,
                      L"a server wants files and directories, no devices, pipes and streams", 0, 0, 0);
}

/* Shares that stand for no files. share: what follows \\server\. */
static BOOL IsPipeShare(const wchar_t *share)
{
    static const wchar_t *const names[] = {L"pipe", L"mailslot", L"ipc$"};
    const size_t length = wcscspn(share, L"\\");
    for (size_t i = 0; i < ARRAYSIZE(names); i++) {
        if (wcslen(names[i]) == length && _wcsnicmp(share, names[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

static BOOL ServerRootsIsWhole(const wchar_t *path)
{
    const PathForm form = PathFormOf(path);
    if (form != PathFormShare || PathIsSeparator(path[2]) || path[2] == 0)
        return form == PathFormDrive;
    const wchar_t *end = path + 2 + wcscspn(path + 2, L"\\/");
    return *end != 0 && end[1] != 0 && !PathIsSeparator(end[1]);
}

static BOOL IsDeviceForm(const wchar_t *path)
{
    const PathForm form = PathFormOf(path);
    return form == PathFormDevice || form == PathFormExtended;
}

/* Whole and canonical but without \\?\, on a drive or a share. */
static HRESULT ServerRootsCanonical(const wchar_t *path, wchar_t **out, Failure *failure)
{
    wchar_t *plain = PathPlain(path);
    if (plain == NULL)
        return FailureMemoryText(failure, path);
    const BOOL whole = ServerRootsIsWhole(plain), device = IsDeviceForm(plain) || (IsDeviceForm(path) && !whole);
    wchar_t *extended = whole ? PathExtended(plain) : NULL, *full = extended != NULL ? PathPlain(extended) : NULL;
    TextFree(extended);
    TextFree(plain);
    if (device)
        return NotAFile(path, failure);
    if (full == NULL)
        return FailureSet(failure, PERFECTHASH_E_PATH_NOT_WHOLE, path, NULL, 0, 0, 0);
    const BOOL onDrive = ServerRootsIsDrive(full);
    const wchar_t *server = full + 2, *share = onDrive ? NULL : wcschr(server, L'\\');
    const BOOL file = wcschr(full + 2, L':') == NULL &&
                      (onDrive || (!IsDeviceForm(full) && share != NULL && !IsPipeShare(share + 1)));
    if (!file) {
        TextFree(full);
        return NotAFile(path, failure);
    }
    *out = full;
    return S_OK;
}

/* ---- where it leads ---- */

static HANDLE OpenAny(const wchar_t *path, DWORD flags)
{
    wchar_t *extended = PathExtended(path);
    if (extended == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return INVALID_HANDLE_VALUE;
    }
    const HANDLE file =
        Win32OpenFile(extended, FILE_READ_ATTRIBUTES, ShareAll, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags);
    const DWORD error = file == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
    TextFree(extended);
    SetLastError(error);
    return file;
}

/* With a drive's letter or a share where the volume has one, else with the volume's GUID. */
static wchar_t *FinalOfHandle(HANDLE file)
{
    DWORD form = VOLUME_NAME_DOS, chars = GetFinalPathNameByHandleW(file, NULL, 0, form);
    if (chars == 0) {
        form = VOLUME_NAME_GUID;
        chars = GetFinalPathNameByHandleW(file, NULL, 0, form);
    }
    wchar_t *final = chars != 0 ? Win32Allocate(((size_t)chars + 1) * sizeof(wchar_t)) : NULL;
    if (final == NULL)
        return NULL;
    const DWORD length = GetFinalPathNameByHandleW(file, final, chars + 1, form);
    if (length == 0 || length > chars) { /* renamed meanwhile */
        TextFree(final);
        return NULL;
    }
    return final;
}

/* FALSE: the file system gives its files no numbers, or none now. */
static BOOL ServerIdOf(HANDLE file, ServerId *id)
{
    FILE_ID_INFO wide;
    BY_HANDLE_FILE_INFORMATION narrow;
    memset(id, 0, sizeof *id);
    if (GetFileInformationByHandleEx(file, FileIdInfo, &wide, sizeof wide)) {
        id->volume = wide.VolumeSerialNumber;
        memcpy(id->file, &wide.FileId, sizeof wide.FileId);
        return TRUE;
    }
    if (!GetFileInformationByHandle(file, &narrow))
        return FALSE;
    id->volume = narrow.dwVolumeSerialNumber;
    id->file[0] = (ULONGLONG)narrow.nFileIndexHigh << 32 | narrow.nFileIndexLow;
    return TRUE;
}

/*
 * A link that leads nowhere is a link all the same: what is made through it appears at its target.
 */
static BOOL IsBrokenLink(const wchar_t *path)
{
    const HANDLE link = OpenAny(path, FILE_FLAG_OPEN_REPARSE_POINT);
    if (link == INVALID_HANDLE_VALUE)
        return FALSE;
    CloseHandle(link);
    return TRUE;
}

/*
 * Of a path that need not be there: its deepest part that is, resolved, and the rest. NULL: it
 * can't be told.
 */
static wchar_t *FinalPath(const wchar_t *full)
{
    wchar_t *part = TextCopy(full), *result = NULL;
    size_t length = part != NULL ? wcslen(part) : 0;
    while (length != 0) {
        const HANDLE file = OpenAny(part, 0);
        if (file != INVALID_HANDLE_VALUE) {
            wchar_t *final = FinalOfHandle(file);
            CloseHandle(file);
            const wchar_t *rest = full + length;
            while (*rest == L'\\')
                rest++;
            result = final != NULL && *rest != 0 ? PathJoin(final, rest) : final;
            if (result != final)
                TextFree(final);
            break;
        }
        const DWORD error = GetLastError();
        if ((error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND) || IsBrokenLink(part))
            break;
        while (length != 0 && part[length - 1] != L'\\')
            length--;
        while (length > 3 && part[length - 1] == L'\\')
            length--;
        if (part[length] == 0) /* a drive's or a share's root: nothing was left to cut */
            break;
        part[length] = 0;
    }
    TextFree(part);
    return result;
}

static BOOL IsBelow(const wchar_t *path, const wchar_t *root)
{
    size_t length = wcslen(root);
    while (length != 0 && root[length - 1] == L'\\')
        length--;
    return wcslen(path) >= length && CompareStringOrdinal(path, (int)length, root, (int)length, TRUE) == CSTR_EQUAL &&
           (path[length] == 0 || path[length] == L'\\');
}

/* ---- roots ---- */

void ServerRootsFree(ServerRoots *roots)
{
    for (size_t i = 0; i < roots->count; i++) {
        TextFree(roots->roots[i].full);
        TextFree(roots->roots[i].final);
    }
    Win32Free(roots->roots);
    roots->roots = NULL;
    roots->count = 0;
}

static HRESULT AddRoot(ServerRoots *roots, const wchar_t *text, size_t length, Failure *failure)
{
    wchar_t *path = TextCopy(text);
    if (path == NULL)
        return FailureMemoryText(failure, text);
    path[length] = 0;
    wchar_t *whole = PathFull(path);
    ServerRoot *root = &roots->roots[roots->count++];
    HRESULT code = whole != NULL ? ServerRootsCanonical(whole, &root->full, failure) : FailureMemoryText(failure, path);
    if (SUCCEEDED(code)) {
        const HANDLE folder = OpenAny(root->full, 0);
        const DWORD error = folder == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
        FILE_BASIC_INFO information = {0};
        if (error == ERROR_SUCCESS) {
            root->final = FinalOfHandle(folder);
            root->known = ServerIdOf(folder, &root->id);
            if (!GetFileInformationByHandleEx(folder, FileBasicInfo, &information, sizeof information))
                information.FileAttributes = 0;
            CloseHandle(folder);
        }
        if (root->final == NULL || !root->known || (information.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
            code = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, path,
                              L"an allowed root is a directory that is there", 0, 0, 0);
    }
    TextFree(whole);
    TextFree(path);
    return code;
}

HRESULT ServerRootsInit(ServerRoots *roots, const wchar_t *const *lists, size_t listCount, Failure *failure)
{
    size_t most = 0;
    HRESULT code = S_OK;
    roots->roots = NULL;
    roots->count = 0;
    for (size_t i = 0; i < listCount; i++)
        most += lists[i] != NULL ? wcslen(lists[i]) / 2 + 1 : 0;
    if (most == 0)
        return S_OK;
    roots->roots = Win32Allocate(most * sizeof *roots->roots);
    if (roots->roots == NULL)
        return FailureMemory(failure, L"AllowedRoot", most * sizeof *roots->roots);
    for (size_t i = 0; i < listCount && SUCCEEDED(code); i++) {
        const size_t before = roots->count;
        for (const wchar_t *at = lists[i]; at != NULL && *at != 0 && SUCCEEDED(code);) {
            const size_t length = wcscspn(at, L";");
            if (length != 0)
                code = AddRoot(roots, at, length, failure);
            at += length + (at[length] != 0);
        }
        /* Whoever meant to confine requests must not get a server that allows all. */
        if (SUCCEEDED(code) && lists[i] != NULL && roots->count == before)
            code = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"AllowedRoot", L"it names no directory", 0, 0, 0);
    }
    if (FAILED(code))
        ServerRootsFree(roots);
    return code;
}

static BOOL IsRoot(const ServerRoots *roots, const wchar_t *folder)
{
    ServerId id;
    BOOL root = FALSE;
    const HANDLE file = OpenAny(folder, FILE_FLAG_OPEN_REPARSE_POINT);
    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    const BOOL known = ServerIdOf(file, &id);
    for (size_t i = 0; known && i < roots->count && !root; i++)
        root = memcmp(&id, &roots->roots[i].id, sizeof id) == 0;
    CloseHandle(file);
    return root;
}

/* Is the path, which has no links, or a folder on the way to it one of the roots? */
static BOOL IsInside(const ServerRoots *roots, const wchar_t *final)
{
    wchar_t *part = TextCopy(final);
    BOOL inside = FALSE;
    while (part != NULL && !(inside = IsRoot(roots, part))) {
        wchar_t *end = wcsrchr(part, L'\\');
        const BOOL last = end == NULL || end[-1] == L'\\' || end[-1] == L'?' || end[1] == 0; /* C:\ */
        if (last)
            break;
        end[end[-1] == L':'] = 0;
    }
    TextFree(part);
    return inside;
}

/* How much of the path a root is; 0: none is. */
static size_t RootChars(const ServerRoots *roots, const wchar_t *path)
{
    size_t chars = 0;
    for (size_t i = 0; i < roots->count && chars == 0; i++) {
        wchar_t *final = PathPlain(roots->roots[i].final);
        if (IsBelow(path, roots->roots[i].full))
            chars = wcslen(roots->roots[i].full);
        else if (final != NULL && IsBelow(path, final))
            chars = wcslen(final);
        TextFree(final);
    }
    return min(chars, wcslen(path));
}

/*
 * The path with the target in place of its first `chars` characters, which are a link. NULL: that
 * is no path of a file.
 */
static wchar_t *ServerRootsRedirect(const wchar_t *path, size_t chars, const wchar_t *target)
{
    Failure failure;
    wchar_t *folder = TextCopy(path), *start = NULL, *whole = NULL, *out = NULL;
    const wchar_t *rest = path + chars;
    while (*rest == L'\\')
        rest++;
    if (folder != NULL) {
        folder[chars] = 0;
        wchar_t *name = wcsrchr(folder, L'\\');
        if (name != NULL)
            *name = 0;
        if (PathIsSeparator(target[0]) && !PathIsSeparator(target[1]) && ServerRootsIsDrive(path))
            folder[2] = 0; /* relative to the drive */
        start = ServerRootsIsDrive(target) || (PathIsSeparator(target[0]) && PathIsSeparator(target[1]))
                    ? TextCopy(target)
                    : PathJoin(folder, target);
    }
    whole = start != NULL && *rest != 0 ? PathJoin(start, rest) : start;
    if (whole != NULL && FAILED(ServerRootsCanonical(whole, &out, &failure)))
        out = NULL;
    if (whole != start)
        TextFree(start);
    TextFree(whole);
    TextFree(folder);
    return out;
}

/*
 * Looks for the first link beyond so many characters. LinkSays: *next is where the path goes by it,
 * or NULL.
 */
static LinkKind NextLink(const wchar_t *path, size_t from, LinkReader reader, wchar_t **next)
{
    LinkKind kind = LinkNone;
    wchar_t *part = TextCopy(path), *target = NULL;
    *next = NULL;
    if (part == NULL)
        return LinkUnknown;
    for (size_t end = from; kind == LinkNone && path[end] != 0;) {
        while (path[end] == L'\\')
            end++;
        if (path[end] == 0)
            break;
        end += wcscspn(path + end, L"\\");
        part[end] = 0;
        kind = reader(part, &target);
        part[end] = path[end];
        if (kind == LinkSays)
            *next = ServerRootsRedirect(path, end, target);
    }
    TextFree(target);
    TextFree(part);
    return kind;
}

BOOL ServerLinksStayBelow(const ServerRoots *roots, const wchar_t *path, LinkReader reader)
{
    wchar_t *at = TextCopy(path);
    BOOL stays = FALSE;
    for (int links = 0; at != NULL && links < MostLinks && !stays; links++) {
        wchar_t *next = NULL;
        const size_t root = RootChars(roots, at);
        const LinkKind kind = root != 0 ? NextLink(at, root, reader, &next) : LinkUnknown;
        stays = kind == LinkNone || kind == LinkMissing;
        TextFree(at);
        at = next;
    }
    TextFree(at);
    return stays;
}

HRESULT ServerRootsPath(const ServerRoots *roots, BOOL confined, const wchar_t *path, wchar_t **out, Failure *failure)
{
    wchar_t *full = NULL;
    const HRESULT code = ServerRootsCanonical(path, &full, failure);
    if (FAILED(code))
        return code;
    if (roots->count == 0 && confined) {
        TextFree(full);
        return FailureSet(
            failure, PERFECTHASH_E_NOT_ALLOWED, path,
            L"another user than the server's may use paths below its allowed roots alone, and it has none", 0, 0, 0);
    }
    BOOL below = FALSE;
    for (size_t i = 0; i < roots->count && !below; i++)
        below = IsBelow(full, roots->roots[i].full);
    wchar_t *final = below && ServerLinksStayBelow(roots, full, LinkRead) ? FinalPath(full) : NULL;
    const BOOL allowed = roots->count == 0 || (final != NULL && IsInside(roots, final));
    TextFree(final);
    *out = allowed ? PathFull(full) : NULL;
    TextFree(full);
    if (!allowed)
        return FailureSet(failure, PERFECTHASH_E_PATH_NOT_ALLOWED, path, NULL, 0, 0, 0);
    return *out != NULL ? S_OK : FailureMemoryText(failure, path);
}
