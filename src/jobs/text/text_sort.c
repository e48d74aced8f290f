#include "text_sort.h"

#include <stdint.h>
#include <string.h>

#include "runtime/pure/memory.h"

static const wchar_t *TextOfItem(const TextSort *sort, size_t index)
{
    const wchar_t *text;
    memcpy(&text, sort->from + index * sort->itemBytes, sizeof text);
    return text;
}

/* Does the item of the left neighbour come first? Takes what it compares from the work. */
static bool LeftIsFirst(const TextSort *sort, size_t left, size_t right, size_t *work)
{
    const wchar_t *a = TextOfItem(sort, left), *b = TextOfItem(sort, right);
    size_t same = 0;
    while (a[same] == b[same] && a[same] != 0)
        same++;
    *work -= same < *work ? same : *work;
    return a[same] <= b[same];
}

static size_t TextSortAtMost(const TextSort *sort, size_t at, size_t more)
{
    return more < sort->count - at ? at + more : sort->count;
}

/* The next two neighbours begin where the last two ended. */
static void BeginMerge(TextSort *sort, size_t *work)
{
    sort->left = sort->taken;
    sort->middle = sort->right = TextSortAtMost(sort, sort->left, sort->width);
    sort->end = TextSortAtMost(sort, sort->middle, sort->width);
    sort->inOrder = sort->middle == sort->end || LeftIsFirst(sort, sort->middle - 1, sort->middle, work);
}

/* All are merged at this width: they go back, at twice of it. */
static void BeginWidth(TextSort *sort)
{
    unsigned char *merged = sort->to;
    sort->to = sort->from;
    sort->from = merged;
    sort->width = sort->width > sort->count / 2 ? sort->count : 2 * sort->width;
    sort->taken = sort->end = 0;
}

static void TakeItem(TextSort *sort, size_t *work)
{
    const bool takesLeft =
        sort->right == sort->end ||
        (sort->left != sort->middle && (sort->inOrder || LeftIsFirst(sort, sort->left, sort->right, work)));
    const size_t index = takesLeft ? sort->left++ : sort->right++;
    memcpy(sort->to + sort->taken++ * sort->itemBytes, sort->from + index * sort->itemBytes, sort->itemBytes);
    *work -= *work != 0 ? 1 : 0;
}

bool TextSortBegin(TextSort *sort, void *items, size_t count, size_t itemBytes)
{
    memset(sort, 0, sizeof *sort);
    sort->items = sort->from = items;
    sort->count = count;
    sort->itemBytes = itemBytes;
    sort->width = 1;
    if (count > SIZE_MAX / itemBytes)
        return false;
    sort->spare = sort->to = MemoryAllocate(count != 0 ? count * itemBytes : 1);
    return sort->spare != NULL;
}

bool TextSortRun(TextSort *sort, size_t work)
{
    while (sort->width < sort->count) {
        while (sort->taken < sort->count) {
            if (work == 0)
                return true;
            if (sort->taken == sort->end)
                BeginMerge(sort, &work);
            TakeItem(sort, &work);
        }
        BeginWidth(sort);
    }
    return false;
}

void *TextSortEnd(TextSort *sort)
{
    void *const items = sort->from;
    MemoryFree(sort->from == sort->items ? sort->spare : sort->items);
    memset(sort, 0, sizeof *sort);
    return items;
}
