/* See generation.h: keys files that hold more than keys, which are records and files for gperf. */
#include <string.h>

#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/base/line_count.h"
#include "chm01/record/record_look.h"
#include "chm01/record/record_pack.h"
#include "generation.h"
#include "jobs/pure/gperf_command.h"
#include "jobs/pure/keys_failure.h"
#include "jobs/pure/records_file.h"
#include "jobs/text/text.h"
#include "runtime/pure/memory.h"

/* ---- files for gperf ---- */

static HRESULT GperfFailed(Generation *generation, const ChmError *error)
{
    return FailureChm(generation->failure, generation->subject, error);
}

HRESULT GenerationDecodeGperf(Generation *generation)
{
    GenerationGperf *gperf = &generation->gperf;
    const KeysBytes text = generation->text;
    const size_t bound = GperfBound(text.size, LineEndsOf(text.text, text.size));
    ChmError error = {ChmOk, NULL, {0}};
    if (FAILED(GenerationBlock(generation, &generation->decoded, bound)))
        return generation->failure->code;
    if (GperfRead(text.text, text.size, &gperf->options, generation->decoded,
                  bound > sizeof(uint64_t) ? bound : sizeof(uint64_t), &gperf->file, &error) != ChmOk)
        return GperfFailed(generation, &error);
    generation->texts = gperf->file.keywords;
    generation->texts.count = gperf->file.distinct;
    generation->options.ignoreCase = (gperf->file.options.flags & GperfIgnoreCase) != 0;
    gperf->output = GperfOutputName(&gperf->file, generation->name);
    if (gperf->output == NULL)
        return FailureMemoryText(generation->failure, generation->subject);
    GenerationTakeTexts(generation);
    return S_OK;
}

/* ---- records ---- */

/* A reading of records, whose memory ends with it. */
typedef struct RecordsRead {
    RecordReading reading;
    RecordLook look;
    RecordError error;
    char *keyColumn, *columns;
    void *rows, *seen; /* blocks */
} RecordsRead;

static HRESULT RecordsFailedIn(Generation *generation, const RecordsRead *read)
{
    return RecordsFailed(generation->failure, generation->subject, generation->options.ignoreCase, &read->error);
}

/* Copies the names of columns, which the options have as UTF-16. */
static bool CopyColumns(const TableOptions *options, RecordsRead *read, RecordChoice *choice)
{
    read->keyColumn = options->keyColumn != NULL ? TextCopyUtf8(options->keyColumn) : NULL;
    read->columns = options->columns != NULL ? TextCopyUtf8(options->columns) : NULL;
    choice->keyColumn = read->keyColumn;
    choice->columns = read->columns;
    return (options->keyColumn == NULL || read->keyColumn != NULL) &&
           (options->columns == NULL || read->columns != NULL);
}

static ChmStatus ReadRowsOn(RecordsRead *read)
{
    Work work = WorkAll();
    return RecordsReadOn(&read->reading, &work, &read->error);
}

static HRESULT ReadRows(Generation *generation, RecordsRead *read)
{
    RecordChoice choice = {0};
    bool isNamed;
    uint8_t *const text = generation->utf8 != NULL ? generation->utf8 : generation->file; /* is unquoted in place */
    const size_t size = generation->text.size;
    RecordsChoose(&generation->options, generation->keysPath, &choice, &isNamed);
    if (!CopyColumns(&generation->options, read, &choice))
        return FailureMemoryText(generation->failure, generation->subject);
    choice.isJson = choice.isJson || (!isNamed && RecordsAreJson(text, size));
    if (RecordsBegin(&read->reading, &choice, text, size, &read->error) != ChmOk)
        return RecordsFailedIn(generation, read);
    if (FAILED(GenerationBlock(generation, &read->rows, RecordsBound(&read->reading, LineEndsOf(text, size)))))
        return generation->failure->code;
    RecordsRoom(&read->reading, read->rows);
    return ReadRowsOn(read) == ChmOk ? S_OK : RecordsFailedIn(generation, read);
}

/* Looks for keys that occur twice. */
static HRESULT LookAtKeys(Generation *generation, RecordsRead *read)
{
    const uint64_t secret = SystemNanoseconds() ^ (uint64_t)(uintptr_t)read->rows;
    Work work = WorkAll();
    if (FAILED(GenerationBlock(generation, &read->seen, RecordLookBound(&read->reading))))
        return generation->failure->code;
    RecordLookBegin(&read->look, &read->reading, generation->options.dropDuplicates, secret, read->seen);
    return RecordLookOn(&read->look, &work, &read->error) == ChmOk ? S_OK : RecordsFailedIn(generation, read);
}

static HRESULT GenerationPackRoom(Generation *generation, const RecordsRead *read, uint32_t bits, size_t rows)
{
    HRESULT code = GenerationBlock(generation, &generation->records, RecordPackBound(&read->reading));
    if (SUCCEEDED(code))
        code = GenerationBlock(generation, &generation->decoded, RecordKeysBound(&read->reading));
    if (SUCCEEDED(code) && bits != 0) {
        generation->valuesBytes = rows * (bits / 8);
        code = GenerationBlock(generation, &generation->values, (size_t)generation->valuesBytes);
        generation->options.solve.values = generation->values;
    }
    return code;
}

static void GenerationTakeKeys(Generation *generation)
{
    const Records *const made = generation->records;
    const uint32_t *const starts = generation->decoded;
    if (made->keyBytes != 0) {
        generation->keys = (KeySet){generation->decoded, made->rows, made->keyBytes};
        return;
    }
    generation->texts =
        (TextKeys){made->pool, starts, (const uint16_t *)(const void *)(starts + made->rows), made->rows};
    GenerationTakeTexts(generation);
}

/* Copies keys and values, and the rows if a header is to have them. */
static HRESULT PackRecords(Generation *generation, const RecordsRead *read)
{
    const Records *const records = &read->reading.records;
    const size_t rows = records->rows - read->look.dropped;
    const uint32_t bits = RecordsTableBits(&generation->options, records);
    RecordPacking packing;
    Work work = WorkAll();
    if (FAILED(GenerationPackRoom(generation, read, bits, rows)))
        return generation->failure->code;
    RecordsTakeBits(&generation->options, bits);
    if (FAILED(RecordsCheckArray(generation->failure, generation->subject, &generation->options, records, rows)))
        return generation->failure->code;
    RecordPackBegin(&packing, &read->reading, read->look.dropped, generation->records, generation->decoded,
                    generation->values);
    while (!RecordPackOn(&packing, &work))
        work = WorkAll();
    GenerationTakeKeys(generation);
    generation->recordsAreEmitted = RecordsHaveArray(&generation->options, records);
    return S_OK;
}

HRESULT GenerationDecodeRecords(Generation *generation)
{
    RecordsRead *read = NativeBlock(sizeof *read);
    if (read == NULL)
        return GenerationMemory(generation, sizeof *read);
    HRESULT code = ReadRows(generation, read);
    if (SUCCEEDED(code))
        code = RecordsRefuse(generation->failure, generation->subject, &generation->options, &read->reading.records);
    if (SUCCEEDED(code))
        code = LookAtKeys(generation, read);
    if (SUCCEEDED(code))
        code = PackRecords(generation, read);
    TextFree(read->keyColumn);
    TextFree(read->columns);
    NativeBlockFree(read->rows);
    NativeBlockFree(read->seen);
    NativeBlockFree(read);
    return code;
}
