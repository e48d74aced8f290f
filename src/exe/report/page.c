#include "page.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/files/replace.h"
#include "runtime/pure/memory.h"

/* ---- bytes ---- */

static void PageFlush(Page *page)
{
    DWORD written;
    if (page->error == ERROR_SUCCESS && !WriteFile(page->file, page->buffer, page->used, &written, NULL))
        page->error = GetLastError();
    page->used = 0;
}

static void PageAdd(Page *page, const void *bytes, size_t count)
{
    const BYTE *at = bytes;
    while (count != 0) {
        const DWORD room = PageBufferBytes - page->used, part = count < room ? (DWORD)count : room;
        memcpy(page->buffer + page->used, at, part);
        page->used += part;
        at += part;
        count -= part;
        if (page->used == PageBufferBytes)
            PageFlush(page);
    }
}

/*
 * Puts a byte of data. What could end a script, or a line of one, stands in a string, where it can
 * be written as an escape. U+2028 and U+2029 are E2 80 A8 and E2 80 A9: the first two bytes wait
 * for the third one.
 */
static void PagePutByte(Page *page, BYTE byte)
{
    static const BYTE lead[] = {0xE2, 0x80};
    const size_t waiting = page->before[0] != 0 ? page->before[1] != 0 ? 2 : 1 : 0;
    if (waiting < sizeof lead && byte == lead[waiting]) {
        page->before[waiting] = byte;
        return;
    }
    page->before[0] = page->before[1] = 0;
    if (waiting == sizeof lead && (byte == 0xA8 || byte == 0xA9)) {
        PageAdd(page, byte == 0xA8 ? "\\u2028" : "\\u2029", 6);
        return;
    }
    PageAdd(page, lead, waiting);
    switch (byte) {
    case '<': PageAdd(page, "\\u003c", 6); break;
    case '>': PageAdd(page, "\\u003e", 6); break;
    case '&': PageAdd(page, "\\u0026", 6); break;
    case 0xE2: page->before[0] = byte; break;
    default: PageAdd(page, &byte, 1); break;
    }
}

void PagePut(Page *page, const char *json, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        PagePutByte(page, (BYTE)json[i]);
}

void PagePutText(Page *page, const char *json)
{
    PagePut(page, json, strlen(json));
}

void PagePutFile(Page *page, const wchar_t *path)
{
    static char chunk[PageBufferBytes];
    DWORD bytes = 1;
    wchar_t *const whole = PathExtended(path);
    const HANDLE file = whole != NULL ? CreateFileW(whole, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                                                    OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL)
                                      : INVALID_HANDLE_VALUE;
    if (file == INVALID_HANDLE_VALUE)
        page->error = whole != NULL ? GetLastError() : ERROR_NOT_ENOUGH_MEMORY;
    while (page->error == ERROR_SUCCESS && bytes != 0) {
        if (!ReadFile(file, chunk, sizeof chunk, &bytes, NULL))
            page->error = GetLastError();
        else
            PagePut(page, chunk, bytes);
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    TextFree(whole);
}

/* ---- the template ---- */

typedef struct PagePart {
    const char *bytes;
    size_t length;
} PagePart;

/* Finds a part that the program carries; an empty one is not there. */
static PagePart PageResource(const wchar_t *name)
{
    PagePart part = {NULL, 0};
    const HRSRC found = FindResourceW(NULL, name, RT_RCDATA);
    const HGLOBAL loaded = found != NULL ? LoadResource(NULL, found) : NULL;
    if (loaded != NULL) {
        part.bytes = LockResource(loaded);
        part.length = SizeofResource(NULL, found);
    }
    return part;
}

/* Returns where the two characters stand in the part, or its length. */
static size_t PageFind(PagePart part, const char *pair)
{
    size_t at = 0;
    while (at + 1 < part.length && memcmp(part.bytes + at, pair, 2) != 0)
        at++;
    return at + 1 < part.length ? at : part.length;
}

static PagePart PageBehind(PagePart part, size_t bytes)
{
    const PagePart rest = {part.bytes + bytes, part.length - bytes};
    return rest;
}

/* Puts what a name in the template stands for. */
static void PagePutNamed(Page *page, PagePart name, PageData data, const void *context)
{
    wchar_t wide[32] = L"";
    for (size_t i = 0; i < name.length && i + 1 < ARRAYSIZE(wide); i++)
        wide[i] = (wchar_t)(BYTE)name.bytes[i];
    if (wcscmp(wide, L"DATA") == 0) {
        data(page, context);
        return;
    }
    const PagePart part = PageResource(wide);
    if (part.length == 0)
        page->error = ERROR_RESOURCE_NAME_NOT_FOUND;
    PageAdd(page, part.bytes, part.length);
}

static void PageFill(Page *page, PageData data, const void *context)
{
    PagePart rest = PageResource(L"PAGE_HTML");
    if (rest.length == 0)
        page->error = ERROR_RESOURCE_NAME_NOT_FOUND;
    while (rest.length != 0 && page->error == ERROR_SUCCESS) {
        const size_t before = PageFind(rest, "{{");
        PageAdd(page, rest.bytes, before);
        rest = PageBehind(rest, before);
        const size_t end = PageFind(rest, "}}");
        if (rest.length == 0 || end == rest.length)
            break;
        const PagePart name = {rest.bytes + 2, end - 2};
        PagePutNamed(page, name, data, context);
        rest = PageBehind(rest, end + 2);
    }
    PageFlush(page);
}

/* ---- the file ---- */

typedef struct PageWriting {
    Page *page;
    PageData data;
    const void *context;
} PageWriting;

static DWORD PageWriteTo(HANDLE file, const void *context)
{
    const PageWriting *const writing = context;
    writing->page->file = file;
    PageFill(writing->page, writing->data, writing->context);
    return writing->page->error;
}

HRESULT PageWrite(const wchar_t *path, PageData data, const void *context, Failure *failure)
{
    wchar_t *const target = PathExtended(path), *kept = NULL;
    wchar_t *const temporary = target != NULL ? PathTemporaryBeside(target) : NULL;
    Page *const page = MemoryAllocate(sizeof *page);
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    if (temporary != NULL && page != NULL)
        error = ReplaceWritten(target, temporary, PageWriteTo, &(PageWriting){page, data, context}, &kept);
    MemoryFree(page);
    TextFree(temporary);
    TextFree(target);
    if (error == ERROR_SUCCESS)
        return S_OK;
    const HRESULT hr = FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
    FailureKept(failure, kept != NULL ? PathNameOf(kept) : NULL);
    TextFree(kept);
    return hr;
}

/* ---- before the work ---- */

HRESULT PageCheck(const wchar_t *path, Failure *failure)
{
    wchar_t subject[FAILURE_SUBJECT_CHARS];
    if (TextEndsWith(path, L".html") || TextEndsWith(path, L".htm"))
        return S_OK;
    swprintf(subject, ARRAYSIZE(subject), L"--Report=%.400ls", path);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject,
                      L"expected the path of a file whose name ends in .html", 0, 0, 0);
}

/* Cuts the name off. Without its last character, the root of a drive would be the drive itself. */
static void PageCutName(wchar_t *path)
{
    const size_t chars = (size_t)(PathNameOf(path) - path);
    if (chars > 1)
        path[path[chars - 2] == L':' ? chars : chars - 1] = 0;
}

/* Returns an error where the folder takes no file, or is not there and the work doesn't make it. */
static DWORD PageLookAtFolder(const wchar_t *parent, const wchar_t *folder)
{
    const HANDLE file = CreateFileW(parent, FILE_ADD_FILE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        CloseHandle(file);
        return ERROR_SUCCESS;
    }
    const DWORD error = GetLastError();
    const BOOL isMissing = error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
    return isMissing && PathIsSame(parent, folder) ? ERROR_SUCCESS : error;
}

static DWORD PageLookAt(const wchar_t *target, const wchar_t *folder)
{
    const DWORD error = ReplaceBlocking(NULL, target);
    wchar_t *const parent = error == ERROR_SUCCESS ? TextCopy(target) : NULL;
    if (parent == NULL)
        return error != ERROR_SUCCESS ? error : ERROR_NOT_ENOUGH_MEMORY;
    PageCutName(parent);
    const DWORD refusal = PageLookAtFolder(parent, folder);
    TextFree(parent);
    return refusal;
}

HRESULT PageLook(const wchar_t *path, const wchar_t *folder, Failure *failure)
{
    wchar_t *target = NULL;
    DWORD error = PathExtend(path, &target);
    if (error == ERROR_SUCCESS)
        error = PageLookAt(target, folder);
    TextFree(target);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
}
