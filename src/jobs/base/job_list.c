#include "job_list.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

enum { FirstCapacity = 16, WordChars = 24 };

JobList *JobListCreate(void)
{
    JobList *list = Win32Allocate(sizeof *list);
    if (list != NULL)
        RefCountInit(&list->references);
    return list;
}

void JobListHold(JobList *list)
{
    RefCountHold(&list->references);
}

static void JobListItemFree(JobListItem *item)
{
    TextFree(item->user);
    TextFree(item->input);
    TextFree(item->output);
    TextFree(item->step);
    TextFree(item->waits);
}

void JobListRelease(JobList *list)
{
    if (list == NULL || RefCountRelease(&list->references) != 0)
        return;
    for (size_t i = 0; i < list->count; i++)
        JobListItemFree(&list->items[i]);
    Win32Free(list->items);
    Win32Free(list);
}

uint64_t JobListLast(const JobList *list)
{
    return list->count != 0 ? list->items[list->count - 1].entry.id : 0;
}

/* On one line, as a name may have whatever a file system allows. */
static wchar_t *JobListText(const JobEntryText *text)
{
    wchar_t *copy = Win32Allocate(((size_t)text->chars + 1) * sizeof *copy);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text->units, (size_t)text->chars * sizeof *copy);
    TextOneLine(copy);
    return copy;
}

/* The word, or, if it is not known, what it is of and its number. */
static wchar_t *WordText(const char *word, const wchar_t *of, uint32_t number)
{
    wchar_t text[WordChars];
    if (word != NULL)
        return TextFromUtf8(word);
    swprintf(text, WordChars, L"%ls %lu", of, (unsigned long)number);
    return TextCopy(text);
}

static BOOL JobListGrow(JobList *list)
{
    if (list->count < list->capacity)
        return TRUE;
    const size_t capacity = list->capacity != 0 ? 2 * list->capacity : FirstCapacity;
    JobListItem *items = Win32Allocate(capacity * sizeof *items);
    if (items == NULL)
        return FALSE;
    if (list->count != 0)
        memcpy(items, list->items, list->count * sizeof *items);
    Win32Free(list->items);
    list->items = items;
    list->capacity = capacity;
    return TRUE;
}

static BOOL JobListTake(JobList *list, const JobEntry *entry)
{
    if (!JobListGrow(list))
        return FALSE;
    JobListItem *item = &list->items[list->count];
    item->entry = *entry;
    item->user = JobListText(&entry->user);
    item->input = JobListText(&entry->input);
    item->output = JobListText(&entry->output);
    item->step = WordText(JobStepName(entry->step), L"step", entry->step);
    item->waits = WordText(JobWaitName(entry->waits), L"wait", entry->waits);
    if (item->user == NULL || item->input == NULL || item->output == NULL || item->step == NULL ||
        item->waits == NULL) {
        JobListItemFree(item);
        return FALSE;
    }
    list->count++;
    return TRUE;
}

DWORD JobListAdd(JobList *list, const uint8_t *page, size_t length, BOOL *more)
{
    uint32_t count;
    int follows;
    *more = FALSE;
    if (!JobPageHeadDecode(page, length, &count, &follows))
        return ERROR_INVALID_DATA;
    size_t at = JobPageHeadBytes;
    for (uint32_t i = 0; i < count; i++) {
        JobEntry entry;
        const size_t bytes = JobEntryDecode(page + at, length - at, &entry);
        if (bytes == 0 || entry.id <= JobListLast(list))
            return ERROR_INVALID_DATA;
        if (!JobListTake(list, &entry))
            return ERROR_NOT_ENOUGH_MEMORY;
        at += bytes;
    }
    *more = follows;
    return at == length ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}
