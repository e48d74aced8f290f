#include "trace.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"

void TraceInit(TraceRing *ring)
{
    memset(ring, 0, sizeof *ring);
    memcpy(ring->mark, "PHTRACE1", sizeof ring->mark);
}

void TraceAdd(TraceRing *ring, TraceKind kind, ULONGLONG ticks, const void *item, ULONG_PTR callback, DWORD error,
              DWORD bytes)
{
    TraceEvent *event = &ring->events[ring->next % TraceEvents];
    event->ticks = ticks;
    event->item = item;
    event->callback = callback;
    event->error = error;
    event->bytes = bytes;
    event->kind = kind;
    event->number = ring->next++;
}

void TraceWrite(const TraceRing *ring, const CodeModule *module, void (*line)(void *context, const char *text),
                void *context)
{
    static const char *const names[] = {"nothing", "started", "item", "timer", "backlog", "waits", "left"};
    const ULONGLONG now = ClockTicks(), perSecond = ClockTicksPerSecond();
    const DWORD next = ring->next;
    DWORD i;
    char text[256], callback[CodePlaceChars];

    for (i = next > TraceEvents ? next - TraceEvents : 0; i < next; i++) {
        const TraceEvent event = ring->events[i % TraceEvents];
        const ULONGLONG agoUs = now > event.ticks ? (now - event.ticks) * 1000000 / perSecond : 0;
        CodePlaceText(module, event.callback, callback);
        snprintf(text, sizeof text, "#%lu -%llu us: %s item=%p callback=%s error=%lu bytes=%lu",
                 (unsigned long)event.number, (unsigned long long)agoUs,
                 (unsigned)event.kind < ARRAYSIZE(names) ? names[event.kind] : "?", event.item, callback,
                 (unsigned long)event.error, (unsigned long)event.bytes);
        line(context, text);
    }
}
