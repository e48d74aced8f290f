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
 * A second name for the file, so that it is never without one; where the file system knows no
 * links, its only name.
 */
static DWORD FileSetAside(const wchar_t *path, const wchar_t *backup)
{
    return CreateHardLinkW(backup, path, NULL) ? ERROR_SUCCESS : FileReplace(path, backup);
}

wchar_t *OutputSetFolder(const wchar_t *outputDirectory, const wchar_t *name, const wchar_t *hashFunction)
{
    wchar_t component[PATH_NAME_CHARS + 64];
    if (hashFunction == NULL)
        return TextCopy(outputDirectory);
    PathSafeName(name, component);
    wcscat(component, L"_Chm01_");
    wcscat(component, hashFunction);
    wcscat(component, L"_And");
    return PathJoin(outputDirectory, component);
}

HRESULT OutputSetOpen(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *outputDirectory, const wchar_t *name,
                      const wchar_t *hashFunction, Failure *failure)
{
    if (set->folder == NULL) { /* else it is opened again */
        wchar_t *folder = OutputSetFolder(outputDirectory, name, hashFunction);
        if (folder == NULL)
            return FailureMemory(failure, outputDirectory, PATH_NAME_CHARS);
        const HRESULT code = OutputSetOpenFolder(set, node, rundown, folder, failure);
        if (code != S_OK)
            return code;
    }
    const DWORD error = DirectoryEnsure(set->extendedFolder, &set->folderMade);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_DIRECTORY, set->folder, error);
}

HRESULT OutputSetOpenFolder(OutputSet *set, Node *node, Rundown *rundown, wchar_t *folder, Failure *failure)
{
    set->folder = folder;
    set->extendedFolder = PathExtended(set->folder);
    if (set->extendedFolder == NULL)
        return FailureMemory(failure, set->folder, PATH_NAME_CHARS);
    if (set->noLinksFrom != 0 && PathHasLink(set->folder, set->noLinksFrom))
        return FailureLink(failure, set->folder);
    set->lock.cancelled = set->cancelled;
    return FolderLockJoin(&set->lock, set->folder, node, rundown) ? S_FALSE : S_OK;
}

static void OutputSetWriteEnded(FileWrite *write, Worker *worker, DWORD error)
{
    (void)worker;
    OutputFile *file = CONTAINING_RECORD(write, OutputFile, write);
    file->error = error;
    file->prepared = error == ERROR_SUCCESS;
    RundownRelease(file->rundown);
}

/* source NULL: the bytes are all. */
static HRESULT OutputSetStart(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base,
                              const wchar_t *extension, const void *bytes, size_t size, const FileWriteSource *source,
                              Failure *failure)
{
    wchar_t component[PATH_NAME_CHARS + 16];
    if (base != NULL)
        PathSafeName(base, component);
    else
        component[0] = 0;
    wcscat(component, extension);
    OutputFile *file = &set->files[set->count];
    file->rundown = rundown;
    file->path = PathJoin(set->folder, component);
    file->extended = PathJoin(set->extendedFolder, component);
    set->count++;
    if (file->path == NULL || file->extended == NULL)
        return FailureMemory(failure, set->folder, sizeof component);
    RundownHold(rundown);
    const DWORD error =
        source != NULL
            ? FileWritePrepareFrom(&file->write, node, set->writer, file->extended, source, OutputSetWriteEnded)
            : FileWritePrepare(&file->write, node, set->writer, file->extended, bytes, size, OutputSetWriteEnded);
    if (error == ERROR_SUCCESS)
        return S_OK; /* it may have ended by now: the file's fields are OutputSetWriteEnded's */
    RundownRelease(rundown);
    return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}

HRESULT OutputSetWrite(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base, const wchar_t *extension,
                       const void *bytes, size_t size, Failure *failure)
{
    return OutputSetStart(set, node, rundown, base, extension, bytes, size, NULL, failure);
}

HRESULT OutputSetWriteFrom(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base, const wchar_t *extension,
                           const FileWriteSource *source, Failure *failure)
{
    return OutputSetStart(set, node, rundown, base, extension, NULL, 0, source, failure);
}

/*
 * Makes one file ready: one whose bytes are in place already goes, and of a durable set the bytes
 * are on the disk. All files are ready before the first is renamed, so that a power loss finds the
 * names of the set apart for a moment at most.
 */
static DWORD OutputSetReady(const OutputSet *set, OutputFile *file)
{
    if (file->same && (!set->durable || ReplaceFlushPath(file->extended) == ERROR_SUCCESS)) {
        file->prepared = FALSE;
        FileWriteDiscard(&file->write);
        return ERROR_SUCCESS;
    }
    if (!set->durable || file->flushed)
        return ERROR_SUCCESS;
    const DWORD error = ReplaceFlush(file->write.operation.file);
    file->flushed = error == ERROR_SUCCESS;
    return error;
}

/*
 * Puts one file in place. With `keep` what was there before stays under the backup's name.
 */
static DWORD OutputSetCommitFile(OutputFile *file, BOOL keep)
{
    if (keep && file->backup == NULL && IsFile(GetFileAttributesW(file->extended))) {
        wchar_t *backup = PathTemporaryBeside(file->extended);
        const DWORD error = backup != NULL ? FileSetAside(file->extended, backup) : ERROR_NOT_ENOUGH_MEMORY;
        if (error != ERROR_SUCCESS) {
            TextFree(backup);
            return error;
        }
        file->backup = backup;
    }
    const DWORD error = FileWriteCommit(&file->write);
    file->committed = error == ERROR_SUCCESS;
    file->prepared = !file->committed;
    return error;
}

/* Before the first file is changed: may all of them be? */
static OutputFile *OutputSetRefused(OutputSet *set)
{
    for (DWORD i = 0; i < set->count; i++) {
        OutputFile *file = &set->files[i];
        if (file->prepared && file->error == ERROR_SUCCESS)
            file->error = ReplaceLook(file->extended);
        if (file->error == ERROR_ACCESS_DENIED || file->error == ERROR_SHARING_VIOLATION) {
            /* the bytes that are there may be the new ones */
            if (file->prepared && file->same)
                file->error = ERROR_SUCCESS;
        }
        if (file->error != ERROR_SUCCESS)
            return file;
    }
    return NULL;
}

/* The names of what was written are on the disk, up to the folder that was there before. */
static DWORD OutputSetFlush(const OutputSet *set)
{
    if (!set->durable || set->foldersLater)
        return ERROR_SUCCESS;
    const DWORD error = ReplaceFlushFolder(set->extendedFolder);
    return error == ERROR_SUCCESS ? DirectoryFlushParents(set->extendedFolder, set->folderMade) : error;
}

/* A file that is in place already gets another name; that name, or NULL: it goes. */
static wchar_t *KeepCommitted(const wchar_t *path)
{
    wchar_t *kept = NULL;
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE file = CreateFileW(path, DELETE, share, NULL, OPEN_EXISTING, Win32UserPath, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    const DWORD error = ReplaceKeep(file, path, &kept);
    CloseHandle(file);
    return error == ERROR_SUCCESS ? kept : NULL;
}

/* Back to what was there before. */
static void OutputSetRevert(OutputFile *file, BOOL keeps, Failure *failure)
{
    wchar_t *kept = NULL;
    if (file->prepared && !keeps)
        FileWriteDiscard(&file->write);
    else if (file->prepared)
        FileWriteKeep(&file->write, &kept);
    else if (file->committed && keeps)
        kept = KeepCommitted(file->extended);
    FailureKept(failure, kept != NULL ? PathNameOf(kept) : NULL);
    TextFree(kept);
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

/* keeps: what is whole stays under another name, which the failure says. */
static void RevertAll(OutputSet *set, BOOL keeps, Failure *failure)
{
    for (DWORD i = 0; i < set->count; i++)
        OutputSetRevert(&set->files[i], keeps, failure);
}

BOOL OutputSetLock(OutputSet *set)
{
    return FolderLockAcquire(&set->lock);
}

void OutputSetSweep(const wchar_t *folder)
{
    FolderLock lock = {0};
    if (FolderLockTry(&lock, folder))
        DirectorySweep(folder);
    FolderLockLeave(&lock, FALSE, folder);
}

DWORD OutputSetLook(const wchar_t *folder, const wchar_t *const *paths, size_t count, const wchar_t **refused)
{
    DWORD error = ERROR_SUCCESS;
    const HANDLE file = Win32OpenFile(folder, FILE_ADD_FILE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    *refused = folder;
    if (file == INVALID_HANDLE_VALUE) /* nothing is there; what else is wrong, who makes it is told */
        return GetLastError() == ERROR_ACCESS_DENIED ? ERROR_ACCESS_DENIED : ERROR_SUCCESS;
    CloseHandle(file);
    for (size_t i = 0; i < count && error == ERROR_SUCCESS; i++) {
        error = ReplaceLook(paths[i]);
        *refused = paths[i];
    }
    return error;
}

/* Makes all files ready, and then puts them in place; the one that refuses, or NULL. */
static OutputFile *OutputSetPut(OutputSet *set)
{
    OutputFile *failed = OutputSetRefused(set);
    for (DWORD i = 0; i < set->count && failed == NULL; i++) {
        if (set->files[i].prepared)
            set->files[i].error = OutputSetReady(set, &set->files[i]);
        if (set->files[i].error != ERROR_SUCCESS)
            failed = &set->files[i];
    }
    for (DWORD i = 0; i < set->count && failed == NULL; i++) {
        if (set->files[i].prepared)
            set->files[i].error = OutputSetCommitFile(&set->files[i], i + 1 < set->count || set->durable);
        if (set->files[i].error != ERROR_SUCCESS)
            failed = &set->files[i];
    }
    return failed;
}

/*
 * Finds out of which files the bytes are in place already. S_FALSE: as OutputSetCommit says.
 * S_OK, or what the comparison was stopped by.
 */
static HRESULT OutputSetCompare(OutputSet *set, Rundown *rundown, Failure *failure)
{
    FileCompareAnswer answer = FileCompareOther;
    for (; answer != FileCompareStopped && set->compared < set->count; set->compared++) {
        OutputFile *file = &set->files[set->compared];
        if (!file->prepared || file->error != ERROR_SUCCESS)
            continue;
        if (set->compare.answer == FileCompareNone)
            FileWriteCompare(&file->write, &set->compare);
        if (FileCompareGoesOn(&set->compare, rundown))
            return S_FALSE;
        answer = set->compare.answer;
        file->same = answer == FileCompareSame;
        FileCompareClose(&set->compare);
    }
    return answer != FileCompareStopped ? S_OK
                                        : FailureSet(failure, PERFECTHASH_E_CANCELLED, set->folder, NULL, 0, 0, 0);
}

HRESULT OutputSetCommit(OutputSet *set, Node *node, Rundown *rundown, Failure *failure)
{
    BOOL whole = TRUE; /* all files were written */
    if (set->lock.state != FolderLockHeld)
        return FailureSet(failure, PERFECTHASH_E_CANCELLED, set->folder, NULL, 0, 0, 0);
    const HRESULT compared = OutputSetCompare(set, rundown, failure);
    if (compared != S_OK)
        return compared;
    for (DWORD i = 0; i < set->count; i++)
        whole = whole && set->files[i].error == ERROR_SUCCESS;
    OutputFile *failed = OutputSetPut(set);
    if (failed != NULL && whole && ReplaceWaits(&set->wait, node, rundown, &failed->error)) {
        failed->error = ERROR_SUCCESS;
        set->compared = 0; /* the next try finds what is there then */
        return S_FALSE;
    }
    if (failed == NULL) {
        const DWORD error = OutputSetFlush(set);
        if (error != ERROR_SUCCESS) {
            const HRESULT code = FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, set->folder, error);
            RevertAll(set, TRUE, failure);
            return code;
        }
    }
    if (failed != NULL) {
        const HRESULT code = FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, failed->path, failed->error);
        RevertAll(set, whole && failed->error != ERROR_SHUTDOWN_IN_PROGRESS, failure); /* as a cancel would */
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
    set->folderMade = 0;
    return S_OK;
}

void OutputSetClose(OutputSet *set)
{
    FileCompareClose(&set->compare);
    RevertAll(set, FALSE, NULL);
    FolderLockLeave(&set->lock, set->folderMade != 0, set->extendedFolder);
    for (DWORD i = 0; i < set->count; i++) {
        TextFree(set->files[i].path);
        TextFree(set->files[i].extended);
    }
    TextFree(set->folder);
    TextFree(set->extendedFolder);
    memset(set, 0, sizeof *set);
}
