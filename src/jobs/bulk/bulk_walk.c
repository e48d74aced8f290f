/* See bulk_walk.h. Depth first with a list of its own, since the depth is the user's. */
#include "bulk_walk.h"

#include "jobs/text/glob.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* SortWork: of TextSortRun, some tenths of a millisecond. GatherPages: less than that */
enum { PageEntries = 256, SortWork = 1 << 16, FilesAPage = 1024, GatherPages = 16 };

/* A folder that is still to be read. */
typedef struct BulkFolder {
    struct BulkFolder *next;
    wchar_t *path;
} BulkFolder;

/* Files as the walk finds them: no list of them is ever moved at once. */
typedef struct BulkFilePage {
    struct BulkFilePage *next;
    size_t count;
    BulkFile files[FilesAPage];
} BulkFilePage;

static wchar_t *RelativePath(const BulkWalk *walk, const wchar_t *name)
{
    return *walk->folder != 0 ? PathJoin(walk->folder, name) : TextCopy(name);
}

/* Returns the page that has room for a file; NULL: out of memory. */
static BulkFilePage *PageWithRoom(BulkWalk *walk)
{
    if (walk->lastPage != NULL && walk->lastPage->count != FilesAPage)
        return walk->lastPage;
    BulkFilePage *page = Win32Allocate(sizeof *page);
    if (page == NULL)
        return NULL;
    if (walk->lastPage != NULL)
        walk->lastPage->next = page;
    else
        walk->firstPage = page;
    walk->lastPage = page;
    return page;
}

static void AddFile(BulkWalk *walk, const wchar_t *path, DWORD error)
{
    BulkFilePage *page = PageWithRoom(walk);
    wchar_t *kept = page != NULL ? StoreText(&walk->texts, path) : NULL;
    if (kept == NULL) {
        walk->error = ERROR_NOT_ENOUGH_MEMORY;
        return;
    }
    page->files[page->count++] = (BulkFile){kept, error};
    walk->fileCount++;
}

static void AddFolder(BulkWalk *walk, const wchar_t *path)
{
    BulkFolder *folder = StoreTake(&walk->folderTexts, sizeof *folder);
    if (folder != NULL)
        folder->path = StoreText(&walk->folderTexts, path);
    if (folder == NULL || folder->path == NULL) {
        walk->error = ERROR_NOT_ENOUGH_MEMORY;
        return;
    }
    folder->next = walk->folders;
    walk->folders = folder;
}

static BOOL IsExcluded(const BulkWalk *walk, const wchar_t *path)
{
    return walk->filter.exclude != NULL && GlobMatch(walk->filter.exclude, path);
}

static BOOL IsLeftOut(const BulkWalk *walk, const wchar_t *path)
{
    if (walk->filter.leftOut == NULL)
        return FALSE;
    wchar_t *whole = PathJoin(walk->root, path);
    size_t length = wcslen(walk->filter.leftOut);
    while (length != 0 && walk->filter.leftOut[length - 1] == L'\\')
        length--;
    const BOOL leftOut =
        whole != NULL && CompareStringOrdinal(whole, -1, walk->filter.leftOut, (int)length, TRUE) == CSTR_EQUAL;
    TextFree(whole);
    return leftOut;
}

static BOOL IsRefused(const BulkWalk *walk, const WIN32_FIND_DATAW *entry, const wchar_t *path)
{
    const BulkFilter *filter = &walk->filter;
    if (!filter->noLinks || !PathEntryIsLink(entry))
        return FALSE;
    wchar_t *whole = filter->linkRule.allows != NULL ? PathJoin(walk->root, path) : NULL;
    const BOOL refused = whole == NULL || !filter->linkRule.allows(filter->linkRule.context, whole);
    TextFree(whole);
    return refused;
}

static void TakeEntry(BulkWalk *walk, const WIN32_FIND_DATAW *entry)
{
    const BOOL folder = (entry->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    if (wcscmp(entry->cFileName, L".") == 0 || wcscmp(entry->cFileName, L"..") == 0)
        return;
    if (folder && (!walk->filter.recursive || (entry->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0))
        return;
    wchar_t *path = RelativePath(walk, entry->cFileName);
    if (path == NULL) {
        walk->error = ERROR_NOT_ENOUGH_MEMORY;
        return;
    }
    const BOOL isWanted =
        !IsExcluded(walk, path) && (folder ? !IsLeftOut(walk, path) : GlobMatch(walk->filter.include, path));
    if (isWanted && folder)
        AddFolder(walk, path);
    else if (isWanted)
        AddFile(walk, path, IsRefused(walk, entry, path) ? ERROR_STOPPED_ON_SYMLINK : ERROR_SUCCESS);
    TextFree(path);
}

static void CloseSearch(BulkWalk *walk)
{
    if (walk->search != NULL)
        FindClose(walk->search);
    walk->search = NULL;
    walk->folder = NULL;
}

/*
 * The root's failure is the walk's; another folder is reported as one file that could not be made.
 */
static void FolderFailed(BulkWalk *walk, DWORD error)
{
    if (*walk->folder == 0)
        walk->error = error;
    else
        AddFile(walk, walk->folder, error);
}

/* Opens the next folder in line and takes its first entry. */
static void OpenFolder(BulkWalk *walk)
{
    WIN32_FIND_DATAW entry;
    walk->folder = walk->folders->path;
    walk->folders = walk->folders->next;
    wchar_t *whole = *walk->folder != 0 ? PathJoin(walk->root, walk->folder) : TextCopy(walk->root);
    wchar_t *pattern = whole != NULL ? PathJoin(whole, L"*") : NULL;
    TextFree(whole);
    if (pattern == NULL) {
        walk->error = ERROR_NOT_ENOUGH_MEMORY;
        return;
    }
    const HANDLE search =
        FindFirstFileExW(pattern, FindExInfoBasic, &entry, FindExSearchNameMatch, NULL, FIND_FIRST_EX_LARGE_FETCH);
    TextFree(pattern);
    if (search != INVALID_HANDLE_VALUE) {
        walk->search = search;
        TakeEntry(walk, &entry);
        return;
    }
    const DWORD error = GetLastError();
    if (error != ERROR_FILE_NOT_FOUND || *walk->folder == 0) /* a folder without even the two dots is an empty drive */
        FolderFailed(walk, error);
    CloseSearch(walk);
}

/* Takes a page of entries of the open folder. */
static void ReadPage(BulkWalk *walk)
{
    WIN32_FIND_DATAW entry;
    for (int left = PageEntries; left != 0 && walk->error == ERROR_SUCCESS; left--) {
        if (FindNextFileW(walk->search, &entry)) {
            TakeEntry(walk, &entry);
            continue;
        }
        const DWORD error = GetLastError();
        if (error != ERROR_NO_MORE_FILES)
            FolderFailed(walk, error);
        CloseSearch(walk);
        return;
    }
}

static void BulkWalkEnd(BulkWalk *walk, DWORD error)
{
    if (error != ERROR_SUCCESS)
        walk->error = error;
    CloseSearch(walk);
    if (walk->sort.spare != NULL)
        walk->files = TextSortEnd(&walk->sort);
    WorkItemPoison(&walk->item);
    RundownRelease(walk->rundown);
}

/* Moves some of the pages' files to the one list. TRUE: all are there. */
static BOOL GatherFiles(BulkWalk *walk)
{
    for (int left = GatherPages; left != 0 && walk->firstPage != NULL; left--) {
        BulkFilePage *page = walk->firstPage;
        memcpy(walk->files + walk->gathered, page->files, page->count * sizeof *page->files);
        walk->gathered += page->count;
        walk->firstPage = page->next;
        Win32Free(page);
    }
    return walk->firstPage == NULL;
}

/* Gathers or sorts on. FALSE: it is over, or the run is cancelled. */
static BOOL SortMore(BulkWalk *walk)
{
    if (AtomicRead(walk->cancelled))
        return FALSE;
    if (!GatherFiles(walk))
        return TRUE;
    if (walk->sort.spare == NULL && !TextSortBegin(&walk->sort, walk->files, walk->fileCount, sizeof *walk->files)) {
        walk->error = ERROR_NOT_ENOUGH_MEMORY;
        return FALSE;
    }
    return TextSortRun(&walk->sort, SortWork);
}

/* The next slice comes when the node has its turn. */
static void SubmitSort(BulkWalk *walk)
{
    const DWORD error = AdmissionSubmit(&walk->slices, &walk->item);
    if (error != ERROR_SUCCESS)
        BulkWalkEnd(walk, error);
}

static void BulkWalkSort(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkWalk *walk = CONTAINING_RECORD(item, BulkWalk, item);
    (void)worker;
    (void)bytes;
    const BOOL more = error == ERROR_SUCCESS && SortMore(walk);
    if (error == ERROR_SUCCESS)
        AdmissionDone(&walk->slices);
    if (more)
        SubmitSort(walk);
    else
        BulkWalkEnd(walk, error);
}

/* The files are there: sorts them, a few at once. */
static void BulkWalkStartSort(BulkWalk *walk)
{
    CloseSearch(walk);
    walk->item.callback = BulkWalkSort;
    walk->files = Win32Allocate(max(walk->fileCount, 1u) * sizeof *walk->files);
    if (walk->files == NULL)
        BulkWalkEnd(walk, ERROR_NOT_ENOUGH_MEMORY);
    else if (SortMore(walk))
        SubmitSort(walk);
    else
        BulkWalkEnd(walk, ERROR_SUCCESS);
}

static void BulkWalkStep(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkWalk *walk = CONTAINING_RECORD(item, BulkWalk, item);
    (void)worker;
    (void)bytes;
    if (error == ERROR_SUCCESS && walk->search != NULL)
        ReadPage(walk);
    else if (error == ERROR_SUCCESS)
        OpenFolder(walk);
    if (error == ERROR_SUCCESS)
        AdmissionDone(&walk->blocking);
    const BOOL more = walk->search != NULL || walk->folders != NULL;
    if (error == ERROR_SUCCESS && more && walk->error == ERROR_SUCCESS && !AtomicRead(walk->cancelled)) {
        error = AdmissionSubmit(&walk->blocking, item);
        if (error == ERROR_SUCCESS)
            return;
    }
    if (error == ERROR_SUCCESS && walk->error == ERROR_SUCCESS)
        BulkWalkStartSort(walk);
    else
        BulkWalkEnd(walk, error);
}

DWORD BulkWalkStart(BulkWalk *walk, Node *node, BOOL guest, Rundown *rundown)
{
    AdmissionInitBlocking(&walk->blocking, node, ReadyBulk, 1);
    AdmissionInitSlices(&walk->slices, node, ReadyBulk, 1);
    walk->blocking.guest = walk->slices.guest = guest;
    walk->blocking.cancelled = walk->slices.cancelled = walk->cancelled;
    walk->rundown = rundown;
    WorkItemInit(&walk->item, BulkWalkStep);
    IdentityCarry(&walk->item);
    AddFolder(walk, L"");
    if (walk->error != ERROR_SUCCESS)
        return walk->error;
    RundownHold(rundown);
    const DWORD error = AdmissionSubmit(&walk->blocking, &walk->item);
    if (error != ERROR_SUCCESS)
        RundownRelease(rundown);
    return error;
}

void BulkWalkClose(BulkWalk *walk)
{
    CloseSearch(walk);
    while (walk->firstPage != NULL) {
        BulkFilePage *page = walk->firstPage;
        walk->firstPage = page->next;
        Win32Free(page);
    }
    StoreFree(&walk->folderTexts);
    StoreFree(&walk->texts);
    Win32Free(walk->files);
    walk->folders = NULL;
    walk->files = NULL;
    walk->fileCount = 0;
}
