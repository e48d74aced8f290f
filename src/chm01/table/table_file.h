/*
 * The parts that table images of all kinds have in common, for those who check one: the header's
 * first fields, the description, zeros and the checksum. Private to table*.c and chm01/text. Any
 * thread.
 */
#ifndef CHM01_TABLE_FILE_H
#define CHM01_TABLE_FILE_H

#include "table_image.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is this a whole table file of ours, as it was written? */
ChmStatus TableFileCheck(const TableHeader *header, uint64_t imageBytes, ChmError *error);

ChmStatus TableFileCheckSum(const uint8_t *image, size_t imageBytes, ChmError *error);

/* The same, of an image whose bytes before the checksum have that sum. */
ChmStatus TableFileSumIs(const uint8_t *image, size_t imageBytes, uint64_t sum, ChmError *error);

/* Is the name as long as the header says, and nothing behind it? */
ChmStatus TableFileCheckName(const TableHeader *header, ChmError *error);

/* Are the bytes at offsets from `from` to before `to` zero? */
bool TableFileIsZero(const uint8_t *bytes, uint64_t from, uint64_t to);

/* Stores at most TABLE_MAX_NAME bytes of a name, and never half a character. */
void TableFileName(TableHeader *header, const char *nameUtf8);

#ifdef __cplusplus
}
#endif
#endif
