#include "store.h"

#include <stdint.h>

#include "runtime/base/win32_calls.h"

enum { Alignment = sizeof(ULONGLONG) };

typedef struct StorePage {
    struct StorePage *before;
    size_t bytes; /* behind this head */
} StorePage;

/* Adds a page that has room for that many bytes as the last one. The lock is held. */
static BOOL StoreGrow(Store *store, size_t bytes)
{
    const size_t room = max(bytes, StorePageBytes - sizeof(StorePage));
    StorePage *page = bytes <= SIZE_MAX - sizeof *page ? Win32Allocate(sizeof *page + room) : NULL;
    if (page == NULL)
        return FALSE;
    page->before = store->last;
    page->bytes = room;
    store->last = page;
    store->left = room;
    return TRUE;
}

void *StoreTake(Store *store, size_t bytes)
{
    void *taken = NULL;
    if (bytes > SIZE_MAX - Alignment)
        return NULL;
    const size_t whole = (bytes + Alignment - 1) & ~(size_t)(Alignment - 1);
    AcquireSRWLockExclusive(&store->lock);
    if (whole <= store->left || StoreGrow(store, whole)) {
        taken = (uint8_t *)(store->last + 1) + (store->last->bytes - store->left);
        store->left -= whole;
    }
    ReleaseSRWLockExclusive(&store->lock);
    return taken;
}

wchar_t *StoreText(Store *store, const wchar_t *text)
{
    const size_t bytes = text != NULL ? (wcslen(text) + 1) * sizeof *text : 0;
    wchar_t *copy = text != NULL ? StoreTake(store, bytes) : NULL;
    if (copy != NULL)
        memcpy(copy, text, bytes);
    return copy;
}

void StoreFree(Store *store)
{
    while (store->last != NULL) {
        StorePage *page = store->last;
        store->last = page->before;
        Win32Free(page);
    }
    store->left = 0;
}
