/*
 * The files of one table, which appear together or not at all: all are written under temporary
 * names first; OutputSetCommit then puts them in place and, should one refuse, puts back what was
 * there before. Sets of one folder are committed one after another, under a lock: that holds in
 * this process, not between processes. Owned by a job; one thread at a time.
 */
#ifndef JOBS_OUTPUT_SET_H
#define JOBS_OUTPUT_SET_H

#include "chm01/output/outputs.h"
#include "folder_lock.h"
#include "jobs/base/failure_message.h"
#include "runtime/files/file.h"
#include "runtime/files/file_compare.h"
#include "runtime/files/replace.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { OUTPUT_SET_MAX = OutputForms > 4 ? OutputForms : 4 };

typedef struct OutputFile {
    FileWrite write;
    Rundown *rundown;
    wchar_t *path;     /* whole; for users */
    wchar_t *extended; /* the same as \\?\, so that to undo takes no memory */
    wchar_t *backup;   /* \\?\; what the path held before, while it may have to come back; else NULL */
    DWORD error;
    BOOL prepared; /* the temporary is whole and waits */
    BOOL same;     /* its bytes are in place already, as the latest look has found */
    BOOL flushed;  /* the temporary is on the disk */
    BOOL committed;
} OutputFile;

typedef struct OutputSet {
    wchar_t *folder;         /* whole; for users */
    wchar_t *extendedFolder; /* the same as \\?\ */
    DWORD folderMade;        /* how many folders were made; 0: it was there before */
    size_t noLinksFrom;      /* as in TableRequest; set before it is opened */
    BOOL durable;            /* what is in place is on the disk; this and the next two are set before it is opened */
    BOOL foldersLater;       /* the owner flushes the folders, of many sets at once */
    const volatile LONG *cancelled; /* the owner's: it waits for no folder any more; set before as well, or NULL */
    FileWriter writer;              /* for whom they are written */
    FolderLock lock;
    ReplaceWait wait;
    FileCompare compare; /* of the file that is compared now: */
    DWORD compared;      /* how many files have been compared */
    DWORD count;
    OutputFile files[OUTPUT_SET_MAX];
} OutputSet;

/*
 * The folder of a table: <outputDirectory>/<safe name>_Chm01_<hash function>_And, made when it is
 * not there. hashFunction NULL: outputDirectory itself.
 */
/* its path; NULL: out of memory */
wchar_t *OutputSetFolder(const wchar_t *outputDirectory, const wchar_t *name, const wchar_t *hashFunction);
/* S_FALSE: the folder is being removed; the rundown has a hold until it is time to open again. */
HRESULT OutputSetOpen(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *outputDirectory, const wchar_t *name,
                      const wchar_t *hashFunction, Failure *failure);

/*
 * The same of any folder that is there: a whole path, which the set takes over. After S_FALSE it is
 * open when the rundown says so.
 */
HRESULT OutputSetOpenFolder(OutputSet *set, Node *node, Rundown *rundown, wchar_t *folder, Failure *failure);

/*
 * Before the work: may files be made in the folder, and these files of it be replaced (all are \\?\
 * paths)? Otherwise a Win32 code and the path at fault.
 */
DWORD OutputSetLook(const wchar_t *folder, const wchar_t *const *paths, size_t count, const wchar_t **refused);

/*
 * Starts the write of <safe base><extension> into the folder; base NULL: of <extension>, which is a
 * whole name. The rundown is held until it has
 * ended; bytes must live as long. What went wrong later is told by OutputSetCommit.
 */
HRESULT OutputSetWrite(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base, const wchar_t *extension,
                       const void *bytes, size_t size, Failure *failure);
/* The same of what a source gives, piece after piece. */
HRESULT OutputSetWriteFrom(OutputSet *set, Node *node, Rundown *rundown, const wchar_t *base, const wchar_t *extension,
                           const FileWriteSource *source, Failure *failure);

/*
 * Once all writes have ended: takes the lock to commit. TRUE: waits for it, under a hold of the
 * rundown.
 */
BOOL OutputSetLock(OutputSet *set);

/*
 * Commits the set, once that wait is over. S_OK: all files are in place, and those that had their
 * bytes already are as they were. A failure: none is in place, and what was made is kept under
 * other names, which the failure says. S_FALSE: somebody has a file open, or a large one is
 * compared with what is there. The rundown has a hold then until it is time to commit again.
 * PERFECTHASH_E_CANCELLED: the owner was cancelled while it waited for the lock or compared.
 */
HRESULT OutputSetCommit(OutputSet *set, Node *node, Rundown *rundown, Failure *failure);

/*
 * Undoes what is not committed, releases the lock and frees. Once nothing is under way; an all-zero
 * set is allowed.
 */
void OutputSetClose(OutputSet *set);

/*
 * Deletes what a crash left in the folder, unless a set is being committed there: that one does so
 * itself.
 */
void OutputSetSweep(const wchar_t *folder);

#ifdef __cplusplus
}
#endif
#endif
