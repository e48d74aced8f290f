/* See keys_file.h. */
#include "keys_file.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "chm01/hash/family.h"
#include "chm01/hash/hash64.h"
#include "chm01/program/program.h"
#include "chm01/table/pack.h"
#include "chm01/table/table_image.h"
#include "jobs/text/text.h"
#include "runtime/pure/path_text.h"

/* ---- by the name ---- */

KeysFormat KeysFormatNamed(const wchar_t *path, const TableOptions *options)
{
    return KeysFormatOfName((const uint16_t *)path, TextLength(path), options->keySizeInBytes);
}

/* Returns the bytes of a packed key that is read where it lies; 0 of other formats. */
static uint64_t PackedBytes(KeysFormat format)
{
    switch (format) {
    case KeysPacked32: return sizeof(uint32_t);
    case KeysPacked64: return sizeof(uint64_t);
    case KeysPacked128: return sizeof(WideKey);
    case KeysTextWide:
    case KeysPacked8:
    case KeysPacked16:
    case KeysText:
    case KeysPe: break;
    }
    return 0;
}

uint64_t KeysLargestFile(KeysFormat format)
{
    const uint64_t bytes = PackedBytes(format);
    return bytes != 0 ? CHM_MAX_KEYS * bytes : MAX_ENCODED_BYTES;
}

HRESULT KeysFileTooMany(Failure *failure, const wchar_t *subject, KeysFormat format, uint64_t size)
{
    const uint64_t bytes = PackedBytes(format) != 0 ? PackedBytes(format) : sizeof(uint32_t);
    const uint64_t count = size / bytes + (size % bytes != 0); /* of a pipe no more is read than tells that */
    return FailureSet(failure, PERFECTHASH_E_KEYS_TOO_MANY, subject, NULL, count, CHM_MAX_KEYS, 0);
}

/* ---- by the bytes ---- */

HRESULT KeysRefuseForeign(Failure *failure, const wchar_t *subject, const void *bytes, size_t size)
{
    const size_t magicBytes = sizeof(TABLE_MAGIC) - 1;
    const wchar_t *what = NULL;
    if (size >= magicBytes && memcmp(bytes, TABLE_MAGIC, magicBytes) == 0)
        what = L"a table file";
    else if (size >= magicBytes && memcmp(bytes, PACK_MAGIC, magicBytes) == 0)
        what = L"a pack file";
    return what == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_KEYS_FOREIGN, subject, what, 0, 0, 0);
}

uint32_t KeysBytesAsked(const TableOptions *options, KeysFormat named, KeysFormat found)
{
    const uint32_t byName = found == KeysText && named == KeysPacked64 ? 8 : 0;
    return options->keySizeInBytes != 0 ? options->keySizeInBytes : byName;
}

/* ---- text keys ---- */

HRESULT KeysRefuseOptionOfNumbers(Failure *failure, const wchar_t *subject, const TableOptions *options)
{
    enum { ReasonChars = 160 };
    const wchar_t *const option = TableOptionsNotOfText(options);
    wchar_t reason[ReasonChars];
    TextLine line = TextLineIn(reason, ReasonChars);
    if (option == NULL)
        return S_OK;
    TextAdd(&line, option);
    TextAdd(&line, L": " TABLE_OPTION_NOT_OF_TEXT);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
}

uint64_t TextOptionsDigest(const TableOptions *options)
{
    enum { TextRevision = 1 };
    const uint64_t words[] = {LayoutText, options->ignoreCase, options->solve.rngSeed};
    const uint64_t digest = Hash64(words, sizeof words, TextRevision);
    return digest != 0 ? digest : 1;
}

HRESULT KeysLimitHeader(Failure *failure, const wchar_t *subject, size_t keys, TableOptions *options)
{
    if (keys <= TEXT_HEADER_KEYS)
        return S_OK;
    options->outputs &= (uint32_t)OutputTableFile;
    if (options->outputs != 0)
        return S_OK;
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject,
                      L"--Outputs: source code is for at most 1,048,576 text keys; --Outputs=TableFile is for all", 0,
                      0, 0);
}

/* ---- the plan ---- */

static HRESULT SubsetMissing(Failure *failure, uint64_t key)
{
    enum { SubjectChars = 48, HexDigits = 16 };
    wchar_t subject[SubjectChars], digits[HexDigits + 1];
    TextLine line = TextLineIn(subject, SubjectChars);
    size_t at = HexDigits;
    digits[at] = 0;
    do {
        digits[--at] = L"0123456789ABCDEF"[key & 15];
        key >>= 4;
    } while (key != 0);
    TextAdd(&line, L"--KeysSubset: 0x");
    TextAdd(&line, digits + at);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, L"this is none of the keys", 0, 0, 0);
}

HRESULT KeysPrepareCoverage(Failure *failure, TableOptions *options, const uint32_t *subset)
{
    SolveOptions *solve = &options->solve;
    const uint32_t type = options->bestCoverageType != 0 ? options->bestCoverageType
                                                         : (uint32_t)CoverageEmptyCacheLines | BEST_COVERAGE_HIGHEST;
    solve->coverageKind = (CoverageKind)(type & ~(uint32_t)BEST_COVERAGE_HIGHEST);
    solve->coverageHighest = (type & BEST_COVERAGE_HIGHEST) != 0;
    for (uint32_t i = 0; i < options->keysSubsetCount; i++) {
        if (subset[i] == UINT32_MAX)
            return SubsetMissing(failure, options->keysSubset[i]);
    }
    solve->coverageSubset = options->keysSubsetCount != 0 ? subset : NULL;
    solve->coverageSubsetCount = options->keysSubsetCount;
    return S_OK;
}

HRESULT KeysPlanFailed(Failure *failure, const wchar_t *subject, const SolveOptions *solve, const ChmError *error)
{
    enum { ReasonChars = 80 };
    const Family *family = FamilyOf(solve->hashFunction != 0 ? solve->hashFunction : HashQuadx);
    wchar_t reason[ReasonChars];
    if (error->status != ChmInvalidOption || family == NULL || solve->seedCount == 0 ||
        solve->seedCount == family->seedCount)
        return FailureChm(failure, subject, error);
    TextLine line = TextLineIn(reason, ReasonChars);
    TextAdd(&line, L"--Seeds: ");
    TextAdd(&line, HashFunctionName(solve->hashFunction != 0 ? solve->hashFunction : HashQuadx));
    TextAdd(&line, L" takes ");
    TextAddNumber(&line, family->seedCount);
    TextAdd(&line, L" numbers");
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
}

/* ---- programs ---- */

void KeysModule(const wchar_t *path, const void *bytes, size_t size, TableModule *module)
{
    ProgramIdentity identity;
    ProgramIdentify(bytes, size, &identity);
    module->timeDateStamp = identity.timeDateStamp;
    module->imageBytes = identity.imageBytes;
    module->machine = identity.machine;
    module->buildAge = identity.buildAge;
    memcpy(module->buildId, identity.buildId, sizeof module->buildId);
    TextToUtf8(PathNameOf(path), module->name, sizeof module->name);
    module->nameBytes = (uint32_t)strlen(module->name);
    memset(module->name + module->nameBytes, 0, sizeof module->name - module->nameBytes);
}
