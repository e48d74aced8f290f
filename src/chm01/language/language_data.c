/* The numbers of an array, in each form. See language_writer.h. */

#include "chm01/emit/source_record.h"
#include "language_writer.h"

enum { DataLineBytes = 48, DataBufferBytes = DataLineBytes + 8 }; /* of numbers: multiples of 8, a line also of 3 */

static uint64_t DataNumber(LanguageWriter *writer, const LanguageArray *array, uint64_t i)
{
    if (array->source != SourceMemory)
        return writer->language->style == StyleHeader ? LanguageProgramNumber(writer, array, i)
                                                      : LanguageRecordNumber(writer, array, i);
    switch (array->bytes) {
    case 1: return ((const uint8_t *)array->numbers)[i];
    case 2: return ((const uint16_t *)array->numbers)[i];
    case 4: return ((const uint32_t *)array->numbers)[i];
    default: return ((const uint64_t *)array->numbers)[i];
    }
}

/* Makes the bytes of a line and those that a character may have behind it; zeros from `to` on. */
static void DataBytes(LanguageWriter *writer, uint64_t from, uint64_t to, uint8_t *bytes)
{
    const LanguageArray *const array = writer->array;
    for (uint32_t i = 0; i < DataBufferBytes; i += array->narrow) {
        const uint64_t number = from + i < to ? DataNumber(writer, array, (from + i) / array->narrow) : 0;
        for (uint32_t k = 0; k < array->narrow; k++)
            bytes[i + k] = (uint8_t)(number >> 8 * k);
    }
}

static size_t DataPut(char *out, const char *text)
{
    size_t length = 0;
    for (; text[length] != 0; length++)
        out[length] = text[length];
    return length;
}

static size_t DataEscape(char *out, const char *prefix, uint32_t value, uint32_t bitsEach, uint32_t digits)
{
    const size_t length = DataPut(out, prefix);
    for (uint32_t i = 0; i < digits; i++)
        out[length + i] = "0123456789abcdef"[value >> (bitsEach * (digits - 1 - i)) & ((1u << bitsEach) - 1)];
    return length + digits;
}

/* Java reads \u0022 as if a quotation mark stood there, and so on. */
static size_t DataUnit(char *out, uint32_t unit)
{
    return unit < 256 ? DataEscape(out, "\\", unit, 3, 3) : DataEscape(out, "\\u", unit, 4, 4);
}

/* Writes three bytes, or the last one or two, as four characters. */
static size_t DataBase64(char *out, const uint8_t *bytes, size_t left)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    for (uint32_t i = 0; i < 4; i++)
        out[i] = i > left ? '=' : letters[three >> (18 - 6 * i) & 63];
    return 4;
}

/* Writes a number of a list, that of eight bytes in hexadecimal. */
static size_t DataDecimal(char *out, const uint8_t *bytes, uint32_t count)
{
    uint64_t number = 0;
    for (uint32_t i = count; i-- != 0;)
        number = number << 8 | bytes[i];
    SourceText text = {.out = out};
    if (count == 8)
        TextHex(&text, number);
    else
        TextDecimal(&text, number);
    return text.length + DataPut(out + text.length, ",");
}

/* Writes a character of UTF-8 by its number; a byte that one before began is no character. */
static size_t DataCharacter(char *out, const uint8_t *bytes, size_t *taken)
{
    const uint32_t first = bytes[0];
    *taken = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0xC0) {
        *taken = 1;
        return first < 0x80 ? DataEscape(out, "\\x", first, 4, 2) : 0;
    }
    uint32_t number = first & (0x7Fu >> *taken);
    for (size_t i = 1; i < *taken; i++)
        number = number << 6 | (bytes[i] & 0x3Fu);
    const size_t length = DataEscape(out, "\\u{", number, 4, 6);
    return length + DataPut(out + length, "}");
}

/* Writes what of a line's bytes is one unit of a form; returns how many it took in *taken. */
static size_t DataPiece(LanguageForm form, uint32_t narrow, const uint8_t *bytes, size_t left, char *out, size_t *taken)
{
    switch (form) {
    case FormList: *taken = narrow; return DataDecimal(out, bytes, narrow);
    case FormBase64: *taken = 3; return DataBase64(out, bytes, left);
    case FormBytes: *taken = 1; return DataEscape(out, "\\x", *bytes, 4, 2);
    case FormString: return DataCharacter(out, bytes, taken);
    case FormUnits:
        *taken = narrow == 1 ? 1 : 2;
        return DataUnit(out, narrow == 1 ? bytes[0] : bytes[0] | (uint32_t)bytes[1] << 8);
    default: {
        *taken = 1;
        const size_t length = DataEscape(out, "'\\x", *bytes, 4, 2);
        return length + DataPut(out + length, "',");
    }
    }
}

static size_t DataLine(LanguageForm form, uint32_t narrow, const uint8_t *bytes, size_t count, char *out)
{
    size_t length = 0, taken;
    for (size_t at = 0; at < count; at += taken)
        length += DataPiece(form, narrow, bytes + at, count - at, out + length, &taken);
    return length;
}

/* Returns what stands behind a line. cuts: the string ends there. */
static const char *DataBehind(const Language *language, uint64_t line, uint64_t lines, bool cuts)
{
    if (language->form == FormList)
        return "\n";
    return language->lines[line + 1 == lines ? DataLast : cuts ? DataCut : DataBetween];
}

/* Counts that many bytes, where the text is only counted. True: that was all. */
static bool DataIsCounted(SourceText *text, uint64_t bytes)
{
    if (text->out != NULL || text->compared != NULL)
        return false;
    text->length += text->silent ? 0 : (size_t)bytes;
    return true;
}

static void DataLines(LanguageWriter *writer, LanguageForm form)
{
    enum { PieceChars = 8 }; /* of a byte, at most */
    char line[PieceChars * DataBufferBytes];
    uint8_t numbers[DataBufferBytes];
    SourceText *const text = &writer->text;
    const Language *const language = writer->language;
    const LanguageArray *const array = writer->array;
    const uint64_t bytes = array->count * array->narrow, lines = (bytes + DataLineBytes - 1) / DataLineBytes;
    if (DataIsCounted(text, lines * (sizeof line + 24)))
        return;
    for (uint64_t i = TextArrayBegin(text, lines); TextArrayLine(text, i, lines, DataLineBytes / array->narrow); i++) {
        const uint64_t from = i * DataLineBytes, to = from + DataLineBytes < bytes ? from + DataLineBytes : bytes;
        DataBytes(writer, from, bytes, numbers);
        TextPut(text, language->form == FormList ? "    " : language->lines[DataBefore]);
        TextBytes(text, line, DataLine(form, array->narrow, numbers, (size_t)(to - from), line));
        const uint32_t linesACut = language->linesACut;
        TextPut(text, DataBehind(language, i, lines, linesACut != 0 && (i + 1) % linesACut == 0));
    }
}

static RecordCell DataReal(const LanguageWriter *writer, uint64_t row)
{
    const Records *const records = writer->records;
    return RecordTrim(records->pool, *RecordsCell(records, (size_t)row, writer->array->column));
}

/*
 * Counts row's bytes in a string of numbers, which is cut each linesACut lines, and before it gets
 * too long. True: it is cut behind the row.
 */
static bool DataRealCuts(const LanguageWriter *writer, uint64_t row, size_t *bytes)
{
    enum { RealBytes = 4, StringBytes = 60000 }; /* beside a number's digits; of a string, which may have 65,535 */
    const Records *const records = writer->records;
    const uint64_t next = row + 1 < records->rows ? row + 1 : row;
    *bytes += DataReal(writer, row).length + RealBytes;
    const bool cuts =
        (row + 1) % writer->language->linesACut == 0 || *bytes + DataReal(writer, next).length > StringBytes;
    *bytes = cuts ? 0 : *bytes;
    return cuts;
}

/* Returns how many bytes a string has before a row, from which a slice goes on. */
static size_t DataRealsBefore(const LanguageWriter *writer, uint64_t row)
{
    size_t bytes = 0;
    for (uint64_t i = row - row % writer->language->linesACut; i < row; i++)
        (void)DataRealCuts(writer, i, &bytes);
    return bytes;
}

/* Writes numbers of a column as they are, a line each: "1.5," or in a string, with a blank. */
static void DataReals(LanguageWriter *writer)
{
    enum { RealChars = 40 }; /* of a number, beside its digits */
    SourceText *const text = &writer->text;
    const Language *const language = writer->language;
    const Records *const records = writer->records;
    const uint64_t rows = records->rows;
    const bool isString = language->form == FormUnits;
    const char *const minusZero = language->minusZero != NULL ? language->minusZero : "-0.0";
    if (DataIsCounted(text, rows * RealChars + records->poolBytes))
        return;
    uint64_t i = TextArrayBegin(text, rows);
    size_t bytes = isString && i < rows ? DataRealsBefore(writer, i) : 0;
    for (; TextArrayLine(text, i, rows, 4); i++) {
        const RecordCell cell = DataReal(writer, i);
        TextPut(text, isString ? language->lines[DataBefore] : "    ");
        SourceReal(text, records->pool + cell.start, cell.length, minusZero);
        TextPut(text, isString ? " " : ",\n");
        if (isString)
            TextPut(text, DataBehind(language, i, rows, DataRealCuts(writer, i, &bytes)));
    }
}

void LanguageData(LanguageWriter *writer)
{
    const LanguageArray *const array = writer->array;
    const LanguageForm form = array->source == SourceTexts ? writer->language->texts : writer->language->form;
    if (array->source == SourceReals)
        DataReals(writer);
    else if (form != FormList || array->source != SourceMemory)
        DataLines(writer, form);
    else if (array->narrow == 8)
        TextHexes(&writer->text, array->numbers, array->count, 8);
    else
        TextDecimalsOf(&writer->text, array->numbers, array->count, array->bytes, array->narrow);
}
