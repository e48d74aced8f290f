#include "bulk_names.h"

#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "name_table.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/path_text.h"

struct BulkNames {
    NameTable table; /* of each row's path, and then of its base name */
};

BulkNames *BulkNamesCreate(const BulkResult *result)
{
    BulkNames *names = Win32Allocate(sizeof *names);
    if (names == NULL || !NameTableInit(&names->table, 2 * result->rowCount)) {
        BulkNamesFree(names);
        return NULL;
    }
    for (size_t row = 0; row < result->rowCount; row++)
        if (result->rows[row].failure == NULL)
            NameTableAdd(&names->table, result->rows[row].keysPath, TextLength(result->rows[row].keysPath), row);
    for (size_t row = 0; row < result->rowCount; row++) {
        const wchar_t *base = PathNameOf(result->rows[row].keysPath);
        const size_t length = PathBaseChars(base);
        if (result->rows[row].failure == NULL && length != 0)
            NameTableAdd(&names->table, base, length, row);
    }
    return names;
}

void BulkNamesFree(BulkNames *names)
{
    if (names != NULL)
        NameTableFree(&names->table);
    Win32Free(names);
}

BOOL BulkNamesFind(const BulkNames *names, const wchar_t *name, size_t *row)
{
    return NameTableFind(&names->table, name, TextLength(name), row);
}
