/* See system.h. */
#define _POSIX_C_SOURCE 200809L
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "block.h"
#include "runtime/pure/memory.h"

/* ---- reading ---- */

/* Reads up to that many bytes; *taken is less only at the end. */
static int ReadUpTo(int file, char *out, size_t bytes, size_t *taken)
{
    for (*taken = 0; *taken < bytes;) {
        const ssize_t got = read(file, out + *taken, bytes - *taken);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        *taken += (size_t)got;
    }
    return 0;
}

/* A stream has no size that it tells: its block grows. */
static int ReadStream(int file, uint64_t most, void **block, uint64_t *size)
{
    enum { FirstBytes = 1 << 16 };
    char *all = NULL;
    size_t used = 0, room = 0, taken = 0;
    do {
        const size_t larger = room == 0 ? FirstBytes : 2 * room;
        char *moved = NativeBlock(larger);
        if (moved == NULL) {
            NativeBlockFree(all);
            return ENOMEM;
        }
        if (used != 0)
            memcpy(moved, all, used);
        NativeBlockFree(all);
        all = moved;
        room = larger;
        const int error = ReadUpTo(file, all + used, room - used, &taken);
        used += taken;
        if (error != 0 || used > most) {
            NativeBlockFree(all);
            *size = used;
            return error != 0 ? error : EFBIG;
        }
    } while (used == room);
    *block = all;
    *size = used;
    return 0;
}

static int ReadFile(int file, const struct stat *what, uint64_t most, void **block, uint64_t *size)
{
    size_t taken = 0;
    *size = (uint64_t)what->st_size;
    if (*size > most)
        return EFBIG;
    void *all = NativeBlock((size_t)*size + 1);
    int error = all != NULL ? ReadUpTo(file, all, (size_t)*size, &taken) : ENOMEM;
    if (error == 0 && taken != *size)
        error = ESTALE; /* it was shortened meanwhile */
    if (error == 0)
        *block = all;
    else
        NativeBlockFree(all);
    return error;
}

static int ReadOpen(int file, uint64_t most, void **block, uint64_t *size)
{
    struct stat what;
    if (fstat(file, &what) != 0)
        return errno;
    if (S_ISDIR(what.st_mode))
        return EISDIR;
    return S_ISREG(what.st_mode) && lseek(file, 0, SEEK_CUR) == 0 ? ReadFile(file, &what, most, block, size)
                                                                  : ReadStream(file, most, block, size);
}

int SystemRead(const char *path, uint64_t most, void **block, uint64_t *size)
{
    *block = NULL;
    *size = 0;
    if (path == NULL)
        return ReadOpen(STDIN_FILENO, most, block, size);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno;
    const int error = ReadOpen(file, most, block, size);
    close(file);
    return error;
}

/* ---- paths ---- */

enum { SystemNameBytes = 255 }; /* of a file: NAME_MAX of Linux, which other systems have, too */

int SystemLookNames(const char *path)
{
    while (*path != 0) {
        const size_t length = strcspn(path, "/");
        if (length > SystemNameBytes)
            return ENAMETOOLONG;
        path += length;
        path += *path == '/';
    }
    return 0;
}

/* Sees to it that what a file or a folder holds is on the disk. */
static int FlushPath(const char *path)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const int error = file < 0 || fsync(file) != 0 ? errno : 0;
    if (file >= 0)
        close(file);
    return error;
}

/* Sees to it that the name of a file or a folder is on the disk. The path is cut for a moment. */
static int FlushFolder(char *path)
{
    char *slash = strrchr(path, '/');
    char *const end = slash == path ? slash + 1 : slash;
    const char cut = end != NULL ? *end : 0;
    if (end != NULL)
        *end = 0;
    const int error = FlushPath(end != NULL ? path : ".");
    if (end != NULL)
        *end = cut;
    return error;
}

static int SystemMakeFolder(char *path, bool durable)
{
    struct stat what;
    if (mkdir(path, 0777) == 0)
        return durable ? FlushFolder(path) : 0;
    const int error = errno;
    if (error == EEXIST && stat(path, &what) == 0)
        return S_ISDIR(what.st_mode) ? 0 : ENOTDIR;
    return error;
}

int SystemMakeFolders(char *path, bool durable)
{
    int error = SystemMakeFolder(path, durable);
    if (error != ENOENT)
        return error;
    char *end = strrchr(path, '/');
    while (end != NULL && end != path && end[-1] == '/')
        end--;
    if (end == NULL || end == path)
        return error;
    *end = 0;
    error = SystemMakeFolders(path, durable);
    *end = '/';
    return error == 0 ? SystemMakeFolder(path, durable) : error;
}

char *SystemFullPath(const char *path)
{
    char folder[4096];
    if (*path == '/' || getcwd(folder, sizeof folder) == NULL)
        return NULL;
    const size_t before = strlen(folder), bytes = strlen(path) + 1;
    char *full = MemoryAllocate(before + 1 + bytes);
    if (full == NULL)
        return NULL;
    memcpy(full, folder, before);
    full[before] = '/';
    memcpy(full + before + 1, path, bytes);
    return full;
}

/* ---- signals ---- */

enum { TemporaryPlaces = 8 }; /* more than a table has files */
static char *volatile temporaries[TemporaryPlaces];

/* Puts a path in the place of another one; NULL is none. */
static void RememberTemporary(const char *instead, char *path)
{
    size_t at = 0;
    while (at < TemporaryPlaces && temporaries[at] != instead)
        at++;
    if (at < TemporaryPlaces)
        temporaries[at] = path;
}

/* Runs once for a signal, which ends the program when this returns. */
static void EndBySignal(int signal)
{
    for (size_t i = 0; i < TemporaryPlaces; i++)
        if (temporaries[i] != NULL)
            unlink(temporaries[i]);
    raise(signal);
}

void SystemCatchSignals(void)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        struct sigaction old, action = {.sa_handler = EndBySignal, .sa_flags = (int)SA_RESETHAND};
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(ending[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN);
}

/* ---- writing ---- */

/* Has the file these bytes already? */
static bool IsSame(const char *path, const void *bytes, size_t size)
{
    struct stat what;
    uint64_t read;
    void *block;
    if (stat(path, &what) != 0 || !S_ISREG(what.st_mode) || (uint64_t)what.st_size != size ||
        SystemRead(path, size, &block, &read) != 0)
        return false;
    const bool same = read == size && memcmp(block, bytes, size) == 0;
    NativeBlockFree(block);
    return same;
}

static int WriteAll(int file, const char *bytes, size_t size)
{
    while (size != 0) {
        const ssize_t put = write(file, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

/* Puts a number behind a text, at most 20 digits of base 36. */
static void AddDigits(char *text, uint64_t number)
{
    size_t at = strlen(text);
    do {
        text[at++] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    } while (number != 0);
    text[at] = 0;
}

/* Returns a name beside the file: .<name>.<process>-<time>.tmp, of a long name its beginning. */
static char *TemporaryBeside(const char *path)
{
    enum { Added = 64 };
    const char *slash = strrchr(path, '/');
    const size_t folder = slash != NULL ? (size_t)(slash + 1 - path) : 0, name = strlen(path + folder);
    const size_t kept = name < SystemNameBytes - Added ? name : SystemNameBytes - Added;
    char *out = MemoryAllocate(folder + kept + Added);
    if (out == NULL)
        return NULL;
    memcpy(out, path, folder);
    out[folder] = '.';
    memcpy(out + folder + 1, path + folder, kept);
    out[folder + 1 + kept] = 0;
    strcat(out, ".");
    AddDigits(out, (uint64_t)getpid());
    strcat(out, "-");
    AddDigits(out, SystemNanoseconds());
    return strcat(out, ".tmp");
}

/* A folder would grant that a file is replaced which may not be written. */
int SystemReplaceLook(const char *path)
{
    struct stat what;
    if (stat(path, &what) != 0)
        return errno == ENOENT ? 0 : errno;
    if (S_ISDIR(what.st_mode))
        return EISDIR;
    return access(path, W_OK) == 0 ? 0 : errno;
}

/* Writes all to a file that is open, and closes it. */
static int WriteAndClose(int file, const void *bytes, size_t size, bool durable)
{
    if (file < 0)
        return errno;
    int error = WriteAll(file, bytes, size);
    if (error == 0 && durable && fsync(file) != 0)
        error = errno;
    if (close(file) != 0 && error == 0)
        error = errno;
    return error;
}

/* Makes a new file, which a signal removes from the moment when it is there. */
static int CreateTemporaryFile(char *path)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    const int error = errno;
    if (file >= 0)
        RememberTemporary(NULL, path);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return file;
}

static void ForgetTemporary(SystemFile *file)
{
    if (file->temporary != NULL)
        RememberTemporary(file->temporary, NULL);
    MemoryFree(file->temporary);
    file->temporary = NULL;
}

/* Takes a name that nobody has, a link neither, and writes the file. */
static int WriteTemporary(SystemFile *file, const void *bytes, size_t size, bool durable)
{
    enum { Tries = 16 };
    int taken = -1;
    for (int i = 0; i < Tries && taken < 0; i++) {
        MemoryFree(file->temporary);
        file->temporary = TemporaryBeside(file->path);
        if (file->temporary == NULL)
            return ENOMEM;
        taken = CreateTemporaryFile(file->temporary);
        if (taken < 0 && errno != EEXIST)
            break;
    }
    if (taken < 0) { /* what has the name is not ours */
        const int error = errno;
        MemoryFree(file->temporary);
        file->temporary = NULL;
        return error;
    }
    struct stat old;
    if (stat(file->path, &old) == 0)
        (void)fchmod(taken, old.st_mode & 07777); /* as the file that it replaces */
    return WriteAndClose(taken, bytes, size, durable);
}

/* Is it a device, a pipe or a link, which is written to and not replaced? */
static bool IsWrittenThrough(const char *path)
{
    struct stat what;
    return lstat(path, &what) == 0 && !S_ISREG(what.st_mode) && !S_ISDIR(what.st_mode);
}

int SystemReplaceBegin(SystemFile *file, const void *bytes, size_t size, bool durable)
{
    if (IsSame(file->path, bytes, size))
        return durable ? FlushPath(file->path) : 0;
    if (IsWrittenThrough(file->path))
        return WriteAndClose(open(file->path, O_WRONLY | O_TRUNC | O_CLOEXEC), bytes, size, false);
    int error = SystemReplaceLook(file->path);
    if (error == 0)
        error = WriteTemporary(file, bytes, size, durable);
    if (error != 0)
        SystemReplaceDrop(file);
    return error;
}

/* Looks at the folder of a path, and gives the name in it. */
static bool LookAtFolder(const char *path, const char **name, struct stat *folder)
{
    const char *const slash = strrchr(path, '/');
    *name = slash != NULL ? slash + 1 : path;
    char *const parent = slash != NULL ? MemoryAllocate((size_t)(*name - path) + 1) : NULL;
    if (parent != NULL) {
        memcpy(parent, path, (size_t)(*name - path));
        parent[*name - path] = 0;
    }
    const bool isThere = (slash == NULL || parent != NULL) && stat(slash != NULL ? parent : ".", folder) == 0;
    MemoryFree(parent);
    return isThere;
}

static bool IsSameEntry(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

bool SystemIsSameFile(const char *a, const char *b)
{
    struct stat one, other;
    const char *name, *otherName;
    const bool isFirst = stat(a, &one) == 0, isSecond = stat(b, &other) == 0;
    if (isFirst || isSecond)
        return isFirst && isSecond && IsSameEntry(&one, &other);
    return LookAtFolder(a, &name, &one) && LookAtFolder(b, &otherName, &other) && IsSameEntry(&one, &other) &&
           strcmp(name, otherName) == 0;
}

int SystemReplaceEnd(SystemFile *file, bool durable)
{
    if (file->temporary == NULL)
        return 0;
    if (rename(file->temporary, file->path) != 0)
        return errno;
    ForgetTemporary(file);
    return durable ? FlushFolder(file->path) : 0;
}

void SystemReplaceDrop(SystemFile *file)
{
    if (file->temporary != NULL)
        unlink(file->temporary);
    ForgetTemporary(file);
}

/* ---- the rest ---- */

uint64_t SystemNanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

int SystemPrint(int stream, const char *bytes, size_t size)
{
    return WriteAll(stream, bytes, size);
}

const char *SystemErrorText(int error)
{
    return strerror(error);
}
