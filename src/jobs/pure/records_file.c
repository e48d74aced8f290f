/* See records_file.h. */
#include "records_file.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "chm01/record/record_pack.h"
#include "jobs/text/text.h"
#include "keys_failure.h"
#include "keys_file.h"

/* ---- by the name ---- */

static const wchar_t *const recordExtensions[] = {L".jsonl", L".ndjson", L".tsv", L".csv"};
enum {
    RecordsAreLines = 2, /* this many come first and are JSON Lines */
    RecordsHaveTabs,
    RecordExtensions = sizeof recordExtensions / sizeof *recordExtensions
};

/* Returns which extension of records the name has, from 1; 0: none. */
static size_t RecordExtensionOf(const wchar_t *path)
{
    const wchar_t *point = NULL;
    for (const wchar_t *at = path; *at != 0; at++)
        point = *at == L'.' ? at : point;
    for (size_t i = 0; point != NULL && i < RecordExtensions; i++)
        if (TextSame(point, recordExtensions[i]))
            return i + 1;
    return 0;
}

bool RecordsAreMeant(const TableOptions *options, const wchar_t *keysPath)
{
    return !TableGperfIsMeant(options, keysPath) && (options->keyColumn != NULL || RecordExtensionOf(keysPath) != 0);
}

HRESULT RecordsCheckOptions(Failure *failure, const TableOptions *options, bool areMeant)
{
    const wchar_t *option = options->keyColumn != NULL ? L"--KeyColumn"
                            : options->columns != NULL ? L"--Columns"
                            : options->dropDuplicates  ? L"--DropDuplicates"
                                                       : NULL;
    const wchar_t *reason = L"it is for records: a file of CSV, TSV or JSON Lines";
    if (areMeant) {
        option = options->solve.valueBits != 0 ? L"--ValueBits" : NULL;
        reason = L"the values of records are columns";
    }
    return option == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, option, reason, 0, 0, 0);
}

void RecordsChoose(const TableOptions *options, const wchar_t *keysPath, RecordChoice *choice, bool *isNamed)
{
    const size_t extension = RecordExtensionOf(keysPath);
    *isNamed = extension != 0;
    choice->isJson = extension != 0 && extension <= RecordsAreLines;
    choice->separator = extension == RecordsHaveTabs ? '\t' : 0;
    choice->wantsNumbers = options->keyType == KeyTypeNumber;
    choice->wantsTexts = options->keyType == KeyTypeText;
    choice->ignoreCase = options->ignoreCase;
    choice->keyBytes = options->keySizeInBytes;
}

/* ---- errors ---- */

static void AddQuoted(TextLine *line, const wchar_t *before, const uint8_t *text, size_t length, const wchar_t *behind)
{
    enum { QuotedBytes = 120, QuotedChars = 130 };
    wchar_t quoted[QuotedKeyChars];
    KeysQuote(text, length, QuotedBytes, quoted);
    TextAdd(line, before);
    TextAddMost(line, quoted, QuotedChars);
    TextAdd(line, behind);
}

static HRESULT TellDuplicate(Failure *failure, const wchar_t *subject, bool ignoreCase, const RecordError *error)
{
    enum { SubjectChars = 120 }; /* beside two texts of 130 */
    wchar_t text[FAILURE_SUBJECT_CHARS];
    TextLine line = TextLineIn(text, FAILURE_SUBJECT_CHARS);
    TextAddMost(&line, subject, SubjectChars);
    AddQuoted(&line, L": the key ", error->text, error->textLength, L" occurs twice");
    TextAdd(&line, ignoreCase ? L" (case is ignored), " : L", ");
    TextAdd(&line, error->areRows ? L"in rows " : L"on lines ");
    TextAddNumber(&line, error->line);
    TextAdd(&line, L" and ");
    TextAddNumber(&line, error->second);
    if (error->name != NULL)
        AddQuoted(&line, L", and the rows differ in the column ", error->name, error->nameLength, L"");
    TextAdd(&line, L".");
    return FailureTold(failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

/* Adds ": line 3, column 2 ("name"): ", as far as that is known. */
static void AddPlace(TextLine *line, const RecordError *error)
{
    if (error->line != 0) {
        TextAdd(line, error->areRows ? L": row " : L": line ");
        TextAddNumber(line, error->line);
    }
    if (error->column != 0) {
        TextAdd(line, error->line != 0 ? L", column " : L": column ");
        TextAddNumber(line, error->column);
    }
    if (error->name != NULL)
        AddQuoted(line, L" (", error->name, error->nameLength, L")");
    TextAdd(line, L": ");
}

HRESULT RecordsFailed(Failure *failure, const wchar_t *subject, bool ignoreCase, const RecordError *error)
{
    enum { SubjectChars = 150 };
    wchar_t text[FAILURE_SUBJECT_CHARS];
    if (error->status == ChmDuplicateKey)
        return TellDuplicate(failure, subject, ignoreCase, error);
    TextLine line = TextLineIn(text, FAILURE_SUBJECT_CHARS);
    TextAddMost(&line, subject, SubjectChars);
    AddPlace(&line, error);
    TextAddAscii(&line, error->reason);
    if (error->wanted != NULL)
        AddQuoted(&line, L" ", (const uint8_t *)error->wanted, strlen(error->wanted), L"");
    if (error->type != NULL) {
        TextAdd(&line, L", ");
        TextAddAscii(&line, error->type);
    }
    if (error->text != NULL)
        AddQuoted(&line, L": ", error->text, error->textLength, L"");
    TextAdd(&line, L".");
    return FailureTold(failure, error->status == ChmNoKeys ? PERFECTHASH_E_KEYS_EMPTY : PERFECTHASH_E_KEYS_TEXT, text);
}

HRESULT RecordsRefuse(Failure *failure, const wchar_t *subject, const TableOptions *options, const Records *records)
{
    const uint64_t most = records->keyBytes != 0 ? CHM_MAX_KEYS : TEXT_MAX_KEYS;
    if (records->rows > most)
        return FailureSet(failure, PERFECTHASH_E_KEYS_TOO_MANY, subject, NULL, records->rows, most, 0);
    return records->keyBytes != 0 && options->ignoreCase
               ? FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, KEYS_CASE_OF_NUMBERS, 0, 0, 0)
               : S_OK;
}

/* ---- what the options ask of them ---- */

uint32_t RecordsTableBits(const TableOptions *options, const Records *records)
{
    const SolveOptions *const solve = &options->solve;
    const bool isQuadx = (solve->hashFunction == 0 || solve->hashFunction == HashQuadx) &&
                         (solve->fallbackHashFunction == 0 || solve->fallbackHashFunction == HashQuadx);
    const uint32_t bits = RecordsValueBits(records);
    const bool comparesKeys = (options->contains || options->ranges) && !solve->positions;
    return !isQuadx || comparesKeys || (bits == 32 && solve->fingerprintBits != 0) ? 0 : bits;
}

void RecordsTakeBits(TableOptions *options, uint32_t bits)
{
    if (bits == 0)
        return;
    options->solve.valueBits = bits;
    options->solve.omitKeys = options->solve.omitKeys || !options->solve.positions;
}

bool RecordsHaveArray(const TableOptions *options, const Records *records)
{
    return (records->columnCount > 1 || records->columns[0].type == RecordEnum) && options->solve.valueBits == 0;
}

HRESULT RecordsCheckArray(Failure *failure, const wchar_t *subject, const TableOptions *options, const Records *records,
                          size_t rows)
{
    const wchar_t *reason = NULL;
    if (!RecordsHaveArray(options, records) || (options->outputs & ~(uint32_t)OutputTableFile) == 0)
        return S_OK;
    if (options->solve.fingerprintBits != 0)
        reason = L"--Reject: the header has the records, and compares their keys";
    else if (options->headerWithoutData)
        reason = L"--HeaderWithoutData: the header is where the records are";
    else if (rows > TEXT_HEADER_KEYS)
        reason = L"a header is for at most 1,048,576 records; --Outputs=TableFile makes a table of the keys alone";
    return reason == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
}
