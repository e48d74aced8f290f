/*
 * The formats that are more than a copy: each counts an upper bound of its keys, then decodes.
 * Private to keys*.c.
 */
#ifndef CHM01_KEYS_FORMATS_H
#define CHM01_KEYS_FORMATS_H

#include "keys_lines.h"

/* As many keys of that size as there are. */
#define KEYS_NARROW_MOST(keySizeInBytes) ((size_t)1 << 8 * (keySizeInBytes))

/* Bytes of memory that KeysNarrowDecode may write for packed keys of 1 or 2 bytes. */
size_t KeysNarrowBound(size_t size, uint32_t keySizeInBytes);

/* Widens packed keys to 32 bits. memory: KeysNarrowBound bytes, 4-byte aligned. */
ChmStatus KeysNarrowDecode(const uint8_t *bytes, size_t size, uint32_t keySizeInBytes, void *memory, KeySet *out,
                           ChmError *error);

/* One decimal or 0x number a line; see docs in keys_text.c. memory: 8-byte aligned. */
ChmStatus KeysTextDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error);

/* The same of 128-bit keys: GUIDs and numbers. */
ChmStatus KeysTextWideDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error);

/* Is the line's key a GUID, or a number of more than 64 bits? */
bool KeysLineIsWide(const KeysLine *line);

/* Is the line's key a number, and alone on its line? */
bool KeysLineIsNumber(const KeysLine *line);

/*
 * Reads the letters of bytes that nobody means by packed keys: see KeysFormatOfBytes. WorkYes: they
 * are text, if look->isText or their first key is a number.
 */
WorkAnswer KeysIsTextOn(KeysFormatLook *look, Work *work);

/* Does the text begin as UTF-16 does, with a mark or an ASCII letter of two bytes? */
bool KeysTextIsUtf16(const uint8_t *bytes, size_t size);

/*
 * The function addresses of a program, each once, ascending. memory: ProgramBound bytes, 8-byte
 * aligned.
 */
ChmStatus KeysPeDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error);

#endif
