/*
 * See server_roots.h. A path passes three checks, one after the other. The first is by the letters,
 * before anything is opened: a path on a hostile share is never touched. The second is by the
 * letters of its links, before one is followed. The third is by what is opened: a folder on the way
 * to it must be a root itself, by volume and number, so that a root's name in other letters is not
 * the root. The job gets the path that all checks allowed, not the one that the client wrote.
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
    wchar_t *plain = PathPlain(path), *extended = NULL;
    if (plain == NULL)
        return FailureMemoryText(failure, path);
    const BOOL whole = ServerRootsIsWhole(plain), device = IsDeviceForm(plain) || (IsDeviceForm(path) && !whole);
    const DWORD error = whole ? PathExtend(plain, &extended) : ERROR_INVALID_NAME;
    wchar_t *full = extended != NULL ? PathPlain(extended) : NULL;
    TextFree(extended);
    TextFree(plain);
    if (device)
        return NotAFile(path, failure);
    if (full == NULL && (error == ERROR_SUCCESS || error == ERROR_NOT_ENOUGH_MEMORY))
        return FailureMemoryText(failure, path);
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

/*
 * ---- where it leads ----
 * What looks answers S_OK, PERFECTHASH_E_OUT_OF_MEMORY, or PERFECTHASH_E_PATH_NOT_ALLOWED when the
 * answer is no or can't be told.
 */

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

/* Returns the answer for a path that OpenAny has just failed to open. */
static HRESULT NotOpened(void)
{
    return GetLastError() == ERROR_NOT_ENOUGH_MEMORY ? PERFECTHASH_E_OUT_OF_MEMORY : PERFECTHASH_E_PATH_NOT_ALLOWED;
}

/* With a drive's letter or a share where the volume has one, else with the volume's GUID. */
static HRESULT FinalOfHandle(HANDLE file, wchar_t **out)
{
    DWORD form = VOLUME_NAME_DOS, chars = GetFinalPathNameByHandleW(file, NULL, 0, form);
    if (chars == 0) {
        form = VOLUME_NAME_GUID;
        chars = GetFinalPathNameByHandleW(file, NULL, 0, form);
    }
    *out = NULL;
    if (chars == 0)
        return PERFECTHASH_E_PATH_NOT_ALLOWED;
    wchar_t *final = Win32Allocate(((size_t)chars + 1) * sizeof(wchar_t));
    if (final == NULL)
        return PERFECTHASH_E_OUT_OF_MEMORY;
    const DWORD length = GetFinalPathNameByHandleW(file, final, chars + 1, form);
    if (length == 0 || length > chars) { /* renamed meanwhile */
        TextFree(final);
        return PERFECTHASH_E_PATH_NOT_ALLOWED;
    }
    *out = final;
    return S_OK;
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

static BOOL IsNotFound(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

/*
 * Is nothing there? A link that leads nowhere is a link all the same: what is made through it
 * appears at its target.
 */
static HRESULT IsMissing(const wchar_t *path)
{
    const HANDLE link = OpenAny(path, FILE_FLAG_OPEN_REPARSE_POINT);
    if (link == INVALID_HANDLE_VALUE)
        return IsNotFound(GetLastError()) ? S_OK : NotOpened();
    CloseHandle(link);
    return PERFECTHASH_E_PATH_NOT_ALLOWED;
}

/* Sets *out to where the open file leads, with the rest of the path behind it. */
static HRESULT FinalWithRest(HANDLE file, const wchar_t *rest, wchar_t **out)
{
    wchar_t *final;
    const HRESULT code = FinalOfHandle(file, &final);
    while (*rest == L'\\')
        rest++;
    *out = FAILED(code) || *rest == 0 ? final : PathJoin(final, rest);
    if (*out != final)
        TextFree(final);
    return FAILED(code) || *out != NULL ? code : PERFECTHASH_E_OUT_OF_MEMORY;
}

/* Cuts the path's last name. FALSE: it is a drive's or a share's root, with nothing left to cut. */
static BOOL CutName(wchar_t *path, size_t *length)
{
    while (*length != 0 && path[*length - 1] != L'\\')
        --*length;
    while (*length > 3 && path[*length - 1] == L'\\')
        --*length;
    if (*length == 0 || path[*length] == 0)
        return FALSE;
    path[*length] = 0;
    return TRUE;
}

/* Sets *out to the deepest part of the path that is there, resolved, and the rest. */
static HRESULT FinalPath(const wchar_t *full, wchar_t **out)
{
    wchar_t *part = TextCopy(full);
    HRESULT code = PERFECTHASH_E_OUT_OF_MEMORY;
    *out = NULL;
    for (size_t length = wcslen(full); part != NULL;) {
        const HANDLE file = OpenAny(part, 0);
        if (file != INVALID_HANDLE_VALUE) {
            code = FinalWithRest(file, full + length, out);
            CloseHandle(file);
            break;
        }
        code = IsNotFound(GetLastError()) ? IsMissing(part) : NotOpened();
        if (FAILED(code))
            break;
        code = PERFECTHASH_E_PATH_NOT_ALLOWED;
        if (!CutName(part, &length))
            break;
    }
    TextFree(part);
    return code;
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
        HRESULT looked = error == ERROR_SUCCESS ? S_OK : NotOpened();
        if (error == ERROR_SUCCESS) {
            looked = FinalOfHandle(folder, &root->final);
            root->known = ServerIdOf(folder, &root->id);
            if (!GetFileInformationByHandleEx(folder, FileBasicInfo, &information, sizeof information))
                information.FileAttributes = 0;
            CloseHandle(folder);
        }
        if (looked == PERFECTHASH_E_OUT_OF_MEMORY)
            code = FailureMemoryText(failure, path);
        else if (FAILED(looked) || !root->known || (information.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
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

static HRESULT IsRoot(const ServerRoots *roots, const wchar_t *folder)
{
    ServerId id;
    BOOL root = FALSE;
    const HANDLE file = OpenAny(folder, FILE_FLAG_OPEN_REPARSE_POINT);
    if (file == INVALID_HANDLE_VALUE)
        return NotOpened();
    const BOOL known = ServerIdOf(file, &id);
    for (size_t i = 0; known && i < roots->count && !root; i++)
        root = memcmp(&id, &roots->roots[i].id, sizeof id) == 0;
    CloseHandle(file);
    return root ? S_OK : PERFECTHASH_E_PATH_NOT_ALLOWED;
}

/* Is the path, which has no links, or a folder on the way to it one of the roots? */
static HRESULT IsInside(const ServerRoots *roots, const wchar_t *final)
{
    wchar_t *part = TextCopy(final);
    HRESULT code = PERFECTHASH_E_OUT_OF_MEMORY;
    while (part != NULL && (code = IsRoot(roots, part)) == PERFECTHASH_E_PATH_NOT_ALLOWED) {
        wchar_t *end = wcsrchr(part, L'\\');
        const BOOL last = end == NULL || end[-1] == L'\\' || end[-1] == L'?' || end[1] == 0; /* C:\ */
        if (last)
            break;
        end[end[-1] == L':'] = 0;
    }
    TextFree(part);
    return code;
}

/* Sets *chars to how much of the path a root is. */
static HRESULT RootChars(const ServerRoots *roots, const wchar_t *path, size_t *chars)
{
    *chars = 0;
    for (size_t i = 0; i < roots->count && *chars == 0; i++) {
        wchar_t *final = PathPlain(roots->roots[i].final);
        if (final == NULL)
            return PERFECTHASH_E_OUT_OF_MEMORY;
        if (IsBelow(path, roots->roots[i].full))
            *chars = wcslen(roots->roots[i].full);
        else if (IsBelow(path, final))
            *chars = wcslen(final);
        TextFree(final);
    }
    *chars = min(*chars, wcslen(path));
    return *chars != 0 ? S_OK : PERFECTHASH_E_PATH_NOT_ALLOWED;
}

/* Returns where the link leads that is the path's first `chars` characters; NULL: out of memory. */
static wchar_t *LinkTarget(const wchar_t *path, size_t chars, const wchar_t *target)
{
    const BOOL onDrive = ServerRootsIsDrive(path);
    if (ServerRootsIsDrive(target) || (PathIsSeparator(target[0]) && PathIsSeparator(target[1])))
        return TextCopy(target);
    wchar_t *folder = TextCopy(path);
    if (folder == NULL)
        return NULL;
    folder[chars] = 0;
    wchar_t *name = wcsrchr(folder, L'\\');
    if (name != NULL)
        *name = 0;
    if (PathIsSeparator(target[0]) && onDrive)
        folder[2] = 0; /* relative to the drive */
    wchar_t *joined = PathJoin(folder, target);
    TextFree(folder);
    return joined;
}

/*
 * Sets *out to the path with the target instead of its first `chars` characters, which are a link.
 * Fails when that is no path of a file.
 */
static HRESULT ServerRootsRedirect(const wchar_t *path, size_t chars, const wchar_t *target, wchar_t **out)
{
    const wchar_t *rest = path + chars;
    while (*rest == L'\\')
        rest++;
    wchar_t *start = LinkTarget(path, chars, target);
    wchar_t *whole = start != NULL && *rest != 0 ? PathJoin(start, rest) : start;
    const HRESULT code = whole != NULL ? ServerRootsCanonical(whole, out, NULL) : PERFECTHASH_E_OUT_OF_MEMORY;
    if (whole != start)
        TextFree(start);
    TextFree(whole);
    return code == S_OK || code == PERFECTHASH_E_OUT_OF_MEMORY ? code : PERFECTHASH_E_PATH_NOT_ALLOWED;
}

/*
 * Looks for the first link beyond the first `from` characters: *next is where the path goes by it,
 * or NULL when there is none.
 */
static HRESULT NextLink(const wchar_t *path, size_t from, LinkReader reader, wchar_t **next)
{
    LinkKind kind = LinkNone;
    HRESULT code = S_OK;
    wchar_t *part = TextCopy(path), *target = NULL;
    *next = NULL;
    if (part == NULL)
        return PERFECTHASH_E_OUT_OF_MEMORY;
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
            code = ServerRootsRedirect(path, end, target, next);
    }
    TextFree(target);
    TextFree(part);
    if (kind == LinkNoMemory)
        return PERFECTHASH_E_OUT_OF_MEMORY;
    return kind == LinkUnknown ? PERFECTHASH_E_PATH_NOT_ALLOWED : code;
}

HRESULT ServerLinksStayBelow(const ServerRoots *roots, const wchar_t *path, LinkReader reader)
{
    wchar_t *at = TextCopy(path);
    HRESULT code = at != NULL ? S_OK : PERFECTHASH_E_OUT_OF_MEMORY;
    for (int links = 0; at != NULL && SUCCEEDED(code); links++) {
        wchar_t *next = NULL;
        size_t root;
        code = links < MostLinks ? RootChars(roots, at, &root) : PERFECTHASH_E_PATH_NOT_ALLOWED;
        if (SUCCEEDED(code))
            code = NextLink(at, root, reader, &next);
        TextFree(at);
        at = next;
    }
    TextFree(at);
    return code;
}

static BOOL IsBelowAny(const ServerRoots *roots, const wchar_t *full)
{
    for (size_t i = 0; i < roots->count; i++) {
        if (IsBelow(full, roots->roots[i].full))
            return TRUE;
    }
    return FALSE;
}

/* Is the canonical path below a root, and where it leads as well? */
static HRESULT ServerRootsAllow(const ServerRoots *roots, const wchar_t *full)
{
    wchar_t *final = NULL;
    if (!IsBelowAny(roots, full))
        return PERFECTHASH_E_PATH_NOT_ALLOWED;
    HRESULT code = ServerLinksStayBelow(roots, full, LinkRead);
    if (SUCCEEDED(code))
        code = FinalPath(full, &final);
    if (SUCCEEDED(code))
        code = IsInside(roots, final);
    TextFree(final);
    return code;
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
    const HRESULT allowed = roots->count == 0 ? S_OK : ServerRootsAllow(roots, full);
    *out = SUCCEEDED(allowed) ? PathFull(full) : NULL;
    TextFree(full);
    if (allowed == PERFECTHASH_E_PATH_NOT_ALLOWED)
        return FailureSet(failure, allowed, path, NULL, 0, 0, 0);
    return *out != NULL ? S_OK : FailureMemoryText(failure, path);
}
