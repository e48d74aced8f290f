/* The lines of a text of keys that hold one. One owner. */
#ifndef CHM01_KEYS_LINES_H
#define CHM01_KEYS_LINES_H

#include "keys.h"

/* A line without the blanks around it and without its comment. */
typedef struct KeysLine {
    const uint8_t *from, *to;
    uint64_t line;
    bool isLong; /* it has more than KEYS_MAX_LINE_BYTES before a comment, of which these are the first */
} KeysLine;

/* Begins behind a byte order mark. */
KeysLines KeysLinesOf(const uint8_t *bytes, size_t size);

/*
 * Finds the next line, of which nothing may be left, or another piece of a comment: it looks at no
 * more than KEYS_MAX_LINE_BYTES. False: there is none.
 */
bool KeysLinesStep(KeysLines *lines, KeysLine *out);

/* Takes the steps for that many bytes of lines, 16 bytes a step. */
void KeysLinesPay(Work *work, size_t bytes);

/*
 * Finds the next line that holds something, within the work: WorkMore where none is left, WorkNo:
 * there is no such line.
 */
WorkAnswer KeysLinesSeek(KeysLines *lines, Work *work, KeysLine *out);

/* Puts a line's key, the decoding's next one, into its memory. */
typedef ChmStatus (*KeysLineTake)(KeysDecoding *decoding, const KeysLine *line, ChmError *error);

/* Takes the keys of a text's lines until none is left, or no work: ChmContinue. */
ChmStatus KeysLinesDecodeOn(KeysDecoding *decoding, Work *work, KeysLineTake take, ChmError *error);

/* Fails about a line of that text, by what stands at a place of it. */
ChmStatus KeysLineFail(const uint8_t *text, const KeysLine *line, const uint8_t *at, const char *reason,
                       ChmError *error);

#define KEYS_NO_GUID "it holds no GUID and no decimal or 0x number"

/* Returns why a line, which is not empty, holds no number: what it has instead, or `otherwise`. */
const char *KeysLineReason(const KeysLine *line, const char *otherwise);

/* Returns how many lines, with a key or without, can have one. */
size_t KeysLinesMost(size_t size, size_t lineEnds);

#endif
