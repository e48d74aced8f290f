/*
 * A list of objects that are linked in themselves, so that each leaves it at once, wherever it
 * stands. The caller locks it. Pure.
 */
#ifndef RUNTIME_LIST_H
#define RUNTIME_LIST_H

#include <stddef.h>

#include "annotations.h"

typedef struct ListLink {
    struct ListLink *next, *previous; /* NULL at the ends */
} ListLink;

typedef struct List { /* all zero: empty */
    ListLink *first;
} List;

/* Puts the link at the front; what it held before does not count. */
static inline void ListAdd(_Inout_ List *list, _Out_ ListLink *link)
{
    link->previous = NULL;
    link->next = list->first;
    if (list->first != NULL)
        list->first->previous = link;
    list->first = link;
}

static inline void ListRemove(_Inout_ List *list, _In_ const ListLink *link)
{
    if (link->previous != NULL)
        link->previous->next = link->next;
    else
        list->first = link->next;
    if (link->next != NULL)
        link->next->previous = link->previous;
}

#endif
