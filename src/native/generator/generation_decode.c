/*
 * See generation.h: the bytes of a keys file become keys. A text whose lines are no numbers has
 * text keys: that is known when reading numbers has failed, and none of the lines is one.
 */
#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/base/line_count.h"
#include "chm01/keys/keys_kinds.h"
#include "chm01/text/text_utf16.h"
#include "generation.h"
#include "jobs/pure/keys_file.h"
#include "jobs/pure/records_file.h"

static HRESULT GenerationDecodeFailed(Generation *generation, const ChmError *error)
{
    return KeysDecodeFailed(generation->failure, generation->subject, generation->text, error);
}

/* ---- UTF-16, which becomes UTF-8 ---- */

static HRESULT DecodeUtf16(Generation *generation)
{
    TextUtf16 utf16 = {.text = generation->file, .size = (size_t)generation->fileBytes};
    ChmError error = {ChmOk, NULL, {0}};
    Work work = WorkAll();
    if (FAILED(GenerationBlock(generation, &generation->utf8, TextUtf16Bound(utf16.size))))
        return generation->failure->code;
    utf16.out = generation->utf8;
    const ChmStatus status = TextUtf16DecodeOn(&utf16, &work, &error);
    generation->text = (KeysBytes){utf16.out, utf16.length};
    generation->named = KeysText;
    return status == ChmOk ? S_OK : GenerationDecodeFailed(generation, &error);
}

/* ---- text keys ---- */

void GenerationTakeTexts(Generation *generation)
{
    static const WorkPlace begin;
    WorkPlace place = begin;
    Work work = WorkAll();
    generation->areTexts = true;
    while (!TextTraitsOn(&generation->texts, &generation->traits, &place, &work))
        work = WorkAll();
}

static HRESULT DecodeTexts(Generation *generation)
{
    const KeysBytes text = generation->text;
    const size_t lineEnds = LineEndsOf(text.text, text.size), bound = TextKeysBoundOf(text.text, text.size, lineEnds);
    ChmError error = {ChmOk, NULL, {0}};
    TextReading reading;
    Work work = WorkAll();
    if (FAILED(GenerationBlock(generation, &generation->decoded, bound)))
        return generation->failure->code;
    ChmStatus status = TextKeysReadBegin(text.text, text.size, lineEnds, generation->decoded,
                                         bound > sizeof(uint64_t) ? bound : sizeof(uint64_t), &reading, &error);
    if (status == ChmOk)
        status = TextKeysReadOn(&reading, &work, &generation->texts, &error);
    if (status != ChmOk)
        return GenerationDecodeFailed(generation, &error);
    GenerationTakeTexts(generation);
    return S_OK;
}

/* ---- numbers ---- */

static HRESULT GenerationNumbersFailed(Generation *generation, const ChmError *error)
{
    GenerationDecodeFailed(generation, error);
    if (generation->found != generation->named && KeysFormatIsText(generation->found) && generation->named != KeysText)
        FailureAdd(generation->failure, KEYS_READ_AS_TEXT);
    return generation->failure->code;
}

/* The lines are not all numbers: are they all other texts? */
static HRESULT DecodeKinds(Generation *generation, const ChmError *error)
{
    KeysKinds kinds = KeysKindsOf(generation->text.text, generation->text.size);
    Work work = WorkAll();
    while (!KeysKindsOn(&kinds, &work))
        work = WorkAll();
    if (kinds.numberLine == 0 && kinds.otherLine != 0)
        return DecodeTexts(generation);
    if (kinds.otherLine != 0 && kinds.otherLine < kinds.numberLine)
        KeysTextFailed(generation->failure, generation->subject, KEYS_NUMBER_BEHIND_TEXT, generation->text,
                       kinds.numberLine, kinds.numberOffset);
    else
        GenerationNumbersFailed(generation, error);
    if (kinds.otherLine != 0)
        FailureAdd(generation->failure, KEYS_BOTH_KINDS);
    return generation->failure->code;
}

static ChmStatus GenerationReadNumbers(Generation *generation, size_t bound, ChmError *error)
{
    const TableOptions *options = &generation->options;
    KeysDecoding decoding;
    Work work = WorkAll();
    const uint32_t keyBytes = KeysBytesAsked(options, generation->named, generation->found);
    const ChmStatus status = KeysDecodeBegin(generation->found, generation->text.text, generation->text.size, keyBytes,
                                             generation->decoded, bound, &decoding, error);
    decoding.functions = (ProgramFunctions)options->functions;
    decoding.pieces = options->chainedEntries;
    return status == ChmOk ? KeysDecodeOn(&decoding, &work, &generation->keys, error) : status;
}

static HRESULT DecodeNumbers(Generation *generation)
{
    const TableOptions *options = &generation->options;
    const size_t bound = KeysDecodedBound(generation->found, generation->text.text, generation->text.size);
    ChmError error = {ChmOk, NULL, {0}};
    if (bound != 0 && FAILED(GenerationBlock(generation, &generation->decoded, bound)))
        return generation->failure->code;
    const ChmStatus status = GenerationReadNumbers(generation, bound, &error);
    if (status == ChmTextMalformed && options->keyType == KeyTypeUnsaid && options->keySizeInBytes == 0)
        return DecodeKinds(generation, &error);
    if (status != ChmOk)
        return GenerationNumbersFailed(generation, &error);
    if (options->ignoreCase)
        return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, generation->subject, KEYS_CASE_OF_NUMBERS, 0,
                          0, 0);
    if (generation->found == KeysPe) {
        KeysModule(generation->keysPath, generation->text.text, generation->text.size, &generation->module);
        generation->options.solve.module = &generation->module;
    }
    return S_OK;
}

/* A file that begins with a key that is a number has no header row: it is a text of keys. */
static bool TakesRecords(const Generation *generation)
{
    RecordChoice choice = {0};
    bool isNamed;
    if (!RecordsAreMeant(&generation->options, generation->keysPath))
        return false;
    RecordsChoose(&generation->options, generation->keysPath, &choice, &isNamed);
    return generation->options.keyColumn != NULL || choice.isJson ||
           !RecordsAreKeys(generation->text.text, generation->text.size);
}

HRESULT GenerationDecode(Generation *generation)
{
    const KeysBytes file = generation->text;
    if (FAILED(KeysRefuseForeign(generation->failure, generation->subject, file.text, file.size)))
        return generation->failure->code;
    const bool isText = generation->gperf.isGiven || RecordsAreMeant(&generation->options, generation->keysPath);
    if (isText)
        generation->named = KeysText;
    generation->found = KeysFormatOfBytes(generation->named, file.text, file.size);
    if ((isText || KeysFormatIsText(generation->found)) && TextIsUtf16(file.text, file.size)) {
        if (FAILED(DecodeUtf16(generation)))
            return generation->failure->code;
        generation->found = KeysFormatOfBytes(KeysText, generation->text.text, generation->text.size);
    }
    if (generation->gperf.isGiven)
        return GenerationDecodeGperf(generation);
    if (TakesRecords(generation))
        return GenerationDecodeRecords(generation);
    return generation->options.keyType == KeyTypeText ? DecodeTexts(generation) : DecodeNumbers(generation);
}
