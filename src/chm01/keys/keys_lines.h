/* The lines of a text of keys that hold one. Private to keys*.c; one owner. */
#ifndef CHM01_KEYS_LINES_H
#define CHM01_KEYS_LINES_H

#include "keys.h"

typedef struct KeysLines {
    const uint8_t *at, *end;
    uint64_t line; /* 1-based, of what is being read */
} KeysLines;

/* What a line holds besides blanks around it and a comment. */
typedef struct KeysLine {
    const uint8_t *from, *to;
    uint64_t line;
} KeysLine;

/* Begins behind a byte order mark. */
KeysLines KeysLinesOf(const uint8_t *bytes, size_t size);

/* Finds the next line, of which nothing may be left. False: there is none. */
bool KeysLinesStep(KeysLines *lines, KeysLine *out);

/* Takes the steps for so many bytes of lines, 16 each. */
void KeysLinesPay(Work *work, size_t bytes);

/* Finds the next line that holds something. False: there is none. */
bool KeysLinesNext(KeysLines *lines, KeysLine *out);

/* Puts a line's key, the decoding's next one, into its memory. */
typedef ChmStatus (*KeysLineTake)(KeysDecoding *decoding, const KeysLine *line, ChmError *error);

/* Takes the keys of a text's lines until none is left, or no work: ChmContinue. */
ChmStatus KeysLinesDecodeOn(KeysDecoding *decoding, Work *work, KeysLineTake take, ChmError *error);

/* How many lines, with a key or without, that can have one. */
size_t KeysLinesMost(const uint8_t *bytes, size_t size);

#endif
