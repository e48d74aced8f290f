/* The lines of a text of keys that hold one. Private to keys*.c; one owner. */
#ifndef CHM01_KEYS_LINES_H
#define CHM01_KEYS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Returns false at the end of the text. */
bool KeysLinesNext(KeysLines *lines, KeysLine *out);

/* How many lines, with a key or without, that can have one. */
size_t KeysLinesMost(const uint8_t *bytes, size_t size);

#endif
