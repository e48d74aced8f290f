#include "pack_file.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "read_check.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/blocking_file.h"

HRESULT PackFailure(Failure *failure, const wchar_t *path, const ChmError *error)
{
    wchar_t reason[120];
    if (error->status == ChmTableVersion)
        swprintf(reason, ARRAYSIZE(reason), L"it has version %llu; expected %llu", error->numbers[0],
                 error->numbers[1]);
    else if (error->status == ChmTableChecksum)
        swprintf(reason, ARRAYSIZE(reason), L"the checksum is wrong");
    else
        swprintf(reason, ARRAYSIZE(reason), L"%hs", error->reason != NULL ? error->reason : "it is damaged");
    return FailureSet(failure, PERFECTHASH_E_PACK, path, reason,
                      error->status == ChmTableVersion ? 8 : error->numbers[0], 0, 0);
}

wchar_t *PackEntryName(const PackView *pack, uint64_t entry, bool *sound)
{
    const PackEntry *at = &pack->entries[entry];
    *sound = false;
    return at->nameBytes != 0 ? Utf8ToWide(pack->names + at->nameOffset, at->nameBytes, sound) : NULL;
}

static HRESULT PackFileUnreadable(const wchar_t *path, DWORD error, Failure *failure)
{
    if (error == ERROR_NOT_SUPPORTED)
        return FailureSet(failure, PERFECTHASH_E_PACK_UNREADABLE, path, L"it is not a file.", 0, 0, 0);
    return FailureFile(failure, PERFECTHASH_E_PACK_UNREADABLE, path, error);
}

static HRESULT ReadIndex(PackFile *pack, ULONGLONG size, Failure *failure)
{
    PackHeader header = {0};
    PackFooter ends = {0};
    ChmError chm = {ChmOk, NULL, {0}};
    DWORD error = ERROR_SUCCESS;
    if (size >= sizeof header + sizeof ends) {
        error = BlockingRead(pack->file, 0, &header, sizeof header);
        if (error == ERROR_SUCCESS)
            error = BlockingRead(pack->file, size - sizeof ends, &ends, sizeof ends);
    }
    if (error != ERROR_SUCCESS)
        return PackFileUnreadable(pack->path, error, failure);
    if (PackCheckEnds(&header, &ends, size, &chm) != ChmOk)
        return PackFailure(failure, pack->path, &chm);
    const size_t indexBytes = (size_t)(size - sizeof ends - ends.entriesOffset);
    ReadCheck check;
    ReadCheckIndex(&check, ends.indexHash);
    error = BlockingCheck(pack->file, ends.entriesOffset, indexBytes, &check.check);
    if (check.error.status != ChmOk)
        return PackFailure(failure, pack->path, &check.error);
    if (error != ERROR_SUCCESS)
        return PackFileUnreadable(pack->path, error, failure);
    pack->index = Win32Allocate(indexBytes + 1);
    if (pack->index == NULL)
        return FailureMemory(failure, pack->path, indexBytes);
    error = BlockingRead(pack->file, ends.entriesOffset, pack->index, indexBytes);
    if (error != ERROR_SUCCESS)
        return PackFileUnreadable(pack->path, error, failure);
    return PackOpenIndex(pack->index, &header, &ends, &pack->view, &chm) == ChmOk
               ? S_OK
               : PackFailure(failure, pack->path, &chm);
}

HRESULT PackFileOpen(const wchar_t *path, PackFile **out, Failure *failure)
{
    wchar_t *extended = PathExtended(path);
    if (extended == NULL)
        return PackFileUnreadable(path, ERROR_INVALID_NAME, failure);
    HANDLE file;
    ULONGLONG size = 0;
    const DWORD error = BlockingOpen(extended, FILE_SHARE_READ | FILE_SHARE_DELETE, &file, &size);
    TextFree(extended);
    if (error != ERROR_SUCCESS)
        return PackFileUnreadable(path, error, failure);
    PackFile *pack = Win32Allocate(sizeof *pack);
    wchar_t *copy = pack != NULL ? TextCopy(path) : NULL;
    if (copy == NULL) {
        Win32Free(pack);
        CloseHandle(file);
        return FailureMemory(failure, path, sizeof *pack);
    }
    RefCountInit(&pack->references);
    pack->file = file;
    pack->path = copy;
    const HRESULT code = ReadIndex(pack, size, failure);
    if (SUCCEEDED(code))
        *out = pack;
    else
        PackFileRelease(pack);
    return code;
}

/* Names a table within its pack, for errors: as the index does, or by its number. */
static void PackFileSubject(const PackFile *pack, uint64_t entry, wchar_t *subject)
{
    bool sound;
    wchar_t *name = PackEntryName(&pack->view, entry, &sound);
    if (sound)
        swprintf(subject, FAILURE_SUBJECT_CHARS, L"%.250ls, table %.250ls", pack->path, name);
    else
        swprintf(subject, FAILURE_SUBJECT_CHARS, L"%.250ls, table %llu", pack->path, (unsigned long long)entry);
    TextFree(name);
}

HRESULT PackFileTable(const PackFile *pack, uint64_t entry, TableResult **out, Failure *failure)
{
    const PackEntry *at = &pack->view.entries[entry];
    wchar_t subject[FAILURE_SUBJECT_CHARS];
    void *image;
    PackFileSubject(pack, entry, subject);
    if (at->bytes == 0 || at->bytes > TABLE_IMAGE_BYTES_HERE)
        return FailureSet(failure, PERFECTHASH_E_PACK, subject, L"no table has this size", at->offset, 0, 0);
    const HRESULT code =
        TableResultRead(pack->file, at->offset, at->bytes, subject, PERFECTHASH_E_PACK_UNREADABLE, &image, failure);
    return FAILED(code) ? code : TableResultOpen(image, (size_t)at->bytes, NULL, subject, out, failure);
}

void PackFileHold(PackFile *pack)
{
    RefCountHold(&pack->references);
}

void PackFileRelease(PackFile *pack)
{
    if (pack == NULL || RefCountRelease(&pack->references) != 0)
        return;
    CloseHandle(pack->file);
    Win32Free(pack->index);
    TextFree(pack->path);
    Win32Free(pack);
}
