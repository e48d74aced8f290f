#include "memory.h"

#ifndef NDEBUG
#include <stddef.h>
#include <stdint.h>

#include "atomic.h"

/* Before each block, which is aligned as before. */
typedef union MemoryHead {
    size_t bytes;
    max_align_t aligned;
} MemoryHead;

enum { BytesAKiB = 1024 };

int (*MemoryFails)(void);

static AtomicLong outstanding, mostKiB;
static volatile long long bytesNow;

long MemoryOutstanding(void)
{
    return AtomicRead(&outstanding);
}

long MemoryMostKiB(void)
{
    return AtomicExchange(&mostKiB, (long)(AtomicAdd64(&bytesNow, 0) / BytesAKiB));
}

static void MemoryCount(long blocks, long long bytes)
{
    AtomicAdd(&outstanding, blocks);
    const long now = (long)(AtomicAdd64(&bytesNow, bytes) / BytesAKiB);
    for (long most = AtomicRead(&mostKiB); now > most;) {
        const long seen = AtomicCompareExchange(&mostKiB, now, most);
        most = seen == most ? now : seen;
    }
}

void *MemoryAllocate(size_t bytes)
{
    if ((MemoryFails != NULL && MemoryFails()) || bytes > SIZE_MAX - sizeof(MemoryHead))
        return NULL;
    MemoryHead *head = calloc(1, sizeof *head + bytes);
    if (head == NULL)
        return NULL;
    head->bytes = bytes;
    MemoryCount(1, (long long)bytes);
    return head + 1;
}

void MemoryFree(void *memory)
{
    if (memory == NULL)
        return;
    MemoryHead *head = (MemoryHead *)memory - 1;
    MemoryCount(-1, -(long long)head->bytes);
    free(head);
}
#else
typedef int MemoryNothing; /* a translation unit may not be empty */
#endif
