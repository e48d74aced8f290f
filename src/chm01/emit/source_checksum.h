/*
 * The checksum that a header without data computes before it trusts a table file. Private to
 * source*.c.
 */
#ifndef CHM01_SOURCE_CHECKSUM_H
#define CHM01_SOURCE_CHECKSUM_H

/*
 * The pattern (source_text.h) of $NChecksum: XXH64, as in hash64.h, of a file's bytes without the
 * last 8. $D: how many they are, $L: how many of them are whole stripes.
 */
extern const char sourceChecksum[];

#endif
