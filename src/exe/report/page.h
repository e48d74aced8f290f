/*
 * A report as a page: one HTML file that holds all it shows and loads nothing. The program carries
 * a template (page/page.html), in which {{NAME}} stands for another of its resources, and {{DATA}}
 * for the JSON that the page's script reads. Main thread.
 */
#ifndef EXE_PAGE_H
#define EXE_PAGE_H

#include <windows.h>

#include "jobs/base/failure_message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Refuses what is no name of a page: another file is not taken for one by mistake. */
HRESULT PageCheck(const wchar_t *path, Failure *failure);

/*
 * Refuses, before the work, a path that no page can be written to. folder: one that the work makes
 * where it is not there yet; may be NULL or empty.
 */
HRESULT PageLook(const wchar_t *path, const wchar_t *folder, Failure *failure);

enum { PageBufferBytes = 1 << 16 };

/* A page that is being written. An error is remembered, and nothing is written from there on. */
typedef struct Page {
    HANDLE file;
    DWORD error, used; /* bytes of the buffer */
    BYTE before[2];    /* the last two bytes of data */
    BYTE buffer[PageBufferBytes];
} Page;

/* Puts a part of the JSON, in UTF-8, so that no text in it ends the page's data. */
void PagePut(Page *page, const char *json, size_t bytes);
void PagePutText(Page *page, const char *json);
/* Puts a file of JSON; of one that can't be read page->error says why. */
void PagePutFile(Page *page, const wchar_t *path);

/* Puts the JSON of a page. */
typedef void (*PageData)(Page *page, const void *context);

/*
 * Writes the page beside its place and puts it there, so that no half of it is ever seen. What
 * can't be put in place is kept beside it, which the failure says.
 */
HRESULT PageWrite(const wchar_t *path, PageData data, const void *context, Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
