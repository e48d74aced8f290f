/*
 * See output_set.h. A fresh table costs no more than its files: backups are made only of what is
 * already there.
 */
#include "output_set.h"

#include "PerfectHashErrors.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

/* All paths in here are \\?\ ones. */

static BOOL IsFile(DWORD attributes)
{
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

static DWORD FileReplace(const wchar_t *from, const wchar_t *to)
{
    return MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING) ? ERROR_SUCCESS : GetLastError();
}

/*
 * Whether the file may be replaced now, asked before anything is changed: somebody may have it
 * open.
 */
static DWORD FileAskDelete(const wchar_t *path)
{
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    HANDLE file = CreateFileW(path, DELETE, share, NULL, OPEN_EXISTING, Win32UserPath, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    CloseHandle(file);
    return ERROR_SUCCESS;
}

/*
 * A second name for the file, so that it is never without one; where the file system knows no
 * links, its only name.
 */
static DWORD FileSetAside(const wchar_t *path, const wchar_t *backup)
{
    const DWORD error = FileAskDelete(path);
    if (error != ERROR_SUCCESS || CreateHardLinkW(backup, path, NULL))
        return error;
    return FileReplace(path, backup);
}

wchar_t *OutputSetFolder(const wchar_t *outputDirectory, const wchar_t *name, const wchar_t *hashFunction)
{
    wchar_t component[PATH_NAME_CHARS + 64];
    PathSafeName(name, component);
    wcscat(component, L"_Chm01_");
    wcscat(component, hashFunction);
    wcscat(component, L"_And");
    return PathJoin(outputDirectory, component);
}

HRESULT OutputSetOpen(OutputSet *set, const wchar_t *outputDirectory, const wchar_t *name, const wchar_t *hashFunction,
                      Failure *failure)
{
    set->folder = OutputSetFolder(outputDirectory, name, hashFunction);
    if (set->folder == NULL)
        return FailureMemory(failure, outputDirectory, PATH_NAME_CHARS);
    set->extendedFolder = PathExtended(set->folder);
    if (set->extendedFolder == NULL)
        return FailureMemory(failure, set->folder, PATH_NAME_CHARS);
    if (set->noLinksFrom != 0 && PathHasLink(set->folder, set->noLinksFrom))
        return FailureLink(failure, set->folder);
    FolderLockJoin(&set->lock, set->folder);
    const DWORD error = DirectoryEnsure(set->extendedFolder, &set->folderMade);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_DIRECTORY, set->folder, error);
}

static void OutputSetWriteEnded(FileWrite *write, Worker *worker, DWORD error)
{
    (void)worker;
    OutputFile *file = CONTAINING_RECORD(write, OutputFile, write);
    file->error = error;
    file->prepared = error == ERROR_SUCCESS;
    RundownRelease(file->rundown);
}

HRESULT OutputSetWrite(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base, const wchar_t *extension,
                       const void *bytes, size_t size, Failure *failure)
{
    wchar_t component[PATH_NAME_CHARS + 16];
    PathSafeName(base, component);
    wcscat(component, extension);
    OutputFile *file = &set->files[set->count];
    file->rundown = rundown;
    file->path = PathJoin(set->folder, component);
    file->extended = PathJoin(set->extendedFolder, component);
    set->count++;
    if (file->path == NULL || file->extended == NULL)
        return FailureMemory(failure, set->folder, sizeof component);
    RundownHold(rundown);
    const DWORD error = FileWritePrepare(&file->write, node, file->extended, bytes, size, OutputSetWriteEnded);
    if (error == ERROR_SUCCESS)
        return S_OK; /* it may have ended by now: the file's fields are OutputSetWriteEnded's */
    RundownRelease(rundown);
    return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}

/* Puts one file in place. With `keep` what was there before stays under the backup's name. */
static DWORD OutputSetCommitFile(OutputFile *file, BOOL keep)
{
    const DWORD attributes = GetFileAttributesW(file->extended);
    const BOOL isFile = IsFile(attributes);
    if (isFile && (attributes & FILE_ATTRIBUTE_READONLY) != 0)
        return ERROR_ACCESS_DENIED; /* before it has a second name, which could not be deleted either */
    if (keep && isFile) {
        wchar_t *backup = PathTemporaryBeside(file->extended);
        const DWORD error = backup != NULL ? FileSetAside(file->extended, backup) : ERROR_NOT_ENOUGH_MEMORY;
        if (error != ERROR_SUCCESS) {
            TextFree(backup);
            return error;
        }
        file->backup = backup;
    }
    file->prepared = FALSE;
    const DWORD error = FileWriteCommit(&file->write);
    file->committed = error == ERROR_SUCCESS;
    return error;
}

/* Back to what was there before. */
static void OutputSetRevert(OutputFile *file)
{
    if (file->prepared)
        FileWriteDiscard(&file->write);
    if (file->backup != NULL && !file->committed && IsFile(GetFileAttributesW(file->extended)))
        DeleteFileW(file->backup); /* a second name of what is in place */
    else if (file->backup != NULL)
        FileReplace(file->backup, file->extended);
    else if (file->committed)
        DeleteFileW(file->extended);
    file->prepared = file->committed = FALSE;
    TextFree(file->backup);
    file->backup = NULL;
}

static void RevertAll(OutputSet *set)
{
    for (DWORD i = 0; i < set->count; i++)
        OutputSetRevert(&set->files[i]);
}

void OutputSetLock(OutputSet *set, Node *node, Rundown *rundown)
{
    FolderLockAcquire(&set->lock, node, rundown);
}

void OutputSetSweep(const wchar_t *folder)
{
    FolderLock lock = {0};
    FolderLockJoin(&lock, folder);
    if (FolderLockTry(&lock))
        DirectorySweep(folder);
    FolderLockLeave(&lock, FALSE, folder);
}

HRESULT OutputSetCommit(OutputSet *set, Failure *failure)
{
    OutputFile *failed = NULL;
    for (DWORD i = 0; i < set->count && failed == NULL; i++) {
        if (set->files[i].error != ERROR_SUCCESS)
            failed = &set->files[i];
    }
    for (DWORD i = 0; i < set->count && failed == NULL; i++) {
        set->files[i].error = OutputSetCommitFile(&set->files[i], i + 1 < set->count);
        if (set->files[i].error != ERROR_SUCCESS)
            failed = &set->files[i];
    }
    if (failed != NULL) {
        const HRESULT code = FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, failed->path, failed->error);
        RevertAll(set);
        return code;
    }
    for (DWORD i = 0; i < set->count; i++) {
        if (set->files[i].backup != NULL)
            DeleteFileW(set->files[i].backup);
        TextFree(set->files[i].backup);
        set->files[i].backup = NULL;
        set->files[i].committed = FALSE; /* for good */
    }
    if (!set->folderMade)
        DirectorySweep(set->extendedFolder); /* what a crash left; nothing before all is in place */
    set->folderMade = FALSE;
    return S_OK;
}

void OutputSetClose(OutputSet *set)
{
    RevertAll(set);
    FolderLockLeave(&set->lock, set->folderMade, set->extendedFolder);
    for (DWORD i = 0; i < set->count; i++) {
        TextFree(set->files[i].path);
        TextFree(set->files[i].extended);
    }
    TextFree(set->folder);
    TextFree(set->extendedFolder);
    memset(set, 0, sizeof *set);
}
