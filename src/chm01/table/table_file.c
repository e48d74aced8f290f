/* See table_file.h. */
#include "table_file.h"

#include <string.h>

#include "chm01/hash/hash64.h"

#define AT(field) offsetof(TableHeader, field)

static ChmStatus TableFileMalformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmTableMalformed, reason, offset, 0, 0);
}

bool TableFileIsZero(const uint8_t *bytes, uint64_t from, uint64_t to)
{
    for (; from < to; from++)
        if (bytes[from] != 0)
            return false;
    return true;
}

ChmStatus TableFileCheck(const TableHeader *header, uint64_t imageBytes, ChmError *error)
{
    if (memcmp(header->magic, TABLE_MAGIC, sizeof header->magic) != 0)
        return TableFileMalformed(error, "it does not begin as a table file does", AT(magic));
    if (header->version < TABLE_FIRST_VERSION || header->version > TABLE_VERSION)
        return ChmFail(error, ChmTableVersion, NULL, header->version, TABLE_VERSION, 0);
    if (header->headerBytes != sizeof *header)
        return TableFileMalformed(error, "the header has a wrong size", AT(headerBytes));
    if (header->imageBytes != imageBytes)
        return TableFileMalformed(
            error, header->imageBytes > imageBytes ? "it is cut off" : "something stands behind its end", imageBytes);
    if (imageBytes % TABLE_ALIGNMENT != 0)
        return TableFileMalformed(error, "its size is no multiple of 64", AT(imageBytes));
    return ChmOk;
}

ChmStatus TableFileSumIs(const uint8_t *image, size_t imageBytes, uint64_t sum, ChmError *error)
{
    uint64_t checksum;
    memcpy(&checksum, image + imageBytes - TABLE_CHECKSUM_BYTES, sizeof checksum);
    return checksum == sum ? ChmOk : ChmFail(error, ChmTableChecksum, NULL, 0, 0, 0);
}

ChmStatus TableFileCheckSum(const uint8_t *image, size_t imageBytes, ChmError *error)
{
    return TableFileSumIs(image, imageBytes, Hash64(image, imageBytes - TABLE_CHECKSUM_BYTES, 0), error);
}

ChmStatus TableFileCheckName(const TableHeader *header, ChmError *error)
{
    if (header->nameBytes > TABLE_MAX_NAME)
        return TableFileMalformed(error, "the name is too long", AT(nameBytes));
    if (memchr(header->name, 0, header->nameBytes) != NULL ||
        !TableFileIsZero((const uint8_t *)header->name, header->nameBytes, sizeof header->name))
        return TableFileMalformed(error, "the name's length is wrong", AT(name));
    return ChmOk;
}

/*
 * Returns the length of the longest prefix of at most TABLE_MAX_NAME bytes that doesn't end within
 * a UTF-8 character.
 */
static uint32_t TableFileNameBytes(const char *name)
{
    size_t length = strlen(name);
    if (length > TABLE_MAX_NAME) {
        length = TABLE_MAX_NAME;
        while (length != 0 && ((uint8_t)name[length] & 0xC0) == 0x80)
            length--;
    }
    return (uint32_t)length;
}

void TableFileName(TableHeader *header, const char *nameUtf8)
{
    header->nameBytes = TableFileNameBytes(nameUtf8);
    memcpy(header->name, nameUtf8, header->nameBytes);
}
