/*
 * Checks the contents of an opened image of text keys: nothing in it may lead a lookup out of it.
 * In slices (work.h). Private to chm01/text; one owner.
 */
#ifndef CHM01_TEXT_CONTENTS_H
#define CHM01_TEXT_CONTENTS_H

#include "chm01/base/work.h"
#include "text_image.h"

/* The contents as far as they were seen; all zero at the beginning. */
typedef struct TextContents {
    WorkPlace place;
    bool leadsAway;  /* to an entry or a position that there is not */
    bool reachesOut; /* a key, of its longest or of the pool */
    size_t members, longest;
    uint64_t poolBytes;
} TextContents;

/* A step is 64 bytes. ChmContinue: there is more to look at; ChmOk: lookups can't leave it. */
ChmStatus TextContentsOn(const TextView *view, TextContents *contents, Work *work, ChmError *error);

#endif
