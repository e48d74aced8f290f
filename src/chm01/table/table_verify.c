/* Looks up what a table includes. See table.h. */
#include "table.h"

enum { VerifyBlockKeys = 1024 };

/* Returns the first of some keys from a position on that doesn't give its position; `end`: none. */
static uint64_t TableFirstWrong(const TableView *table, uint64_t first, uint64_t end)
{
    uint32_t positions[VerifyBlockKeys];
    TableIndexBatch(table, (const uint8_t *)table->keys + first * table->keySizeInBytes, (size_t)(end - first),
                    positions);
    uint64_t at = first;
    while (at < end && positions[at - first] == at)
        at++;
    return at;
}

ChmStatus TableVerify(const TableView *table, ChmError *error)
{
    const KeySet keys = {table->keys, (size_t)table->keyCount, table->keySizeInBytes};
    if (table->keys == NULL)
        return ChmOk;
    const uint64_t offset = (uint64_t)((const uint8_t *)table->keys - table->image);
    if (KeySetHash(&keys) != table->keysHash)
        return ChmFail(error, ChmTableMalformed, "its keys are not those that it was made from", offset, 0, 0);
    for (uint64_t first = 0; first < table->keyCount; first += VerifyBlockKeys) {
        const uint64_t rest = table->keyCount - first;
        const uint64_t end = first + (rest < VerifyBlockKeys ? rest : VerifyBlockKeys);
        const uint64_t wrong = TableFirstWrong(table, first, end);
        if (wrong != end)
            return ChmFail(error, ChmTableMalformed, "the key there does not give its position",
                           offset + wrong * table->keySizeInBytes, 0, 0);
    }
    return ChmOk;
}
