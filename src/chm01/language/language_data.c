/* The numbers of an array, in each form. See language_writer.h. */

#include "language_writer.h"

enum { DataLineBytes = 48 }; /* of numbers: a multiple of 3 and of 8 */

static uint64_t DataNumber(const LanguageArray *array, uint64_t i)
{
    switch (array->bytes) {
    case 1: return ((const uint8_t *)array->numbers)[i];
    case 2: return ((const uint16_t *)array->numbers)[i];
    case 4: return ((const uint32_t *)array->numbers)[i];
    default: return ((const uint64_t *)array->numbers)[i];
    }
}

static uint32_t DataByte(const LanguageArray *array, uint64_t at)
{
    return (uint32_t)(DataNumber(array, at / array->narrow) >> (8 * (at % array->narrow))) & 0xFF;
}

static size_t DataEscape(char *out, const char *prefix, uint32_t value, uint32_t bitsEach, uint32_t digits)
{
    size_t length = 0;
    for (; prefix[length] != 0; length++)
        out[length] = prefix[length];
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
static size_t DataBase64(char *out, const LanguageArray *array, uint64_t at, uint64_t end)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t three = 0;
    for (uint32_t i = 0; i < 3; i++)
        three = three << 8 | (at + i < end ? DataByte(array, at + i) : 0);
    for (uint32_t i = 0; i < 4; i++)
        out[i] = i > end - at ? '=' : letters[three >> (18 - 6 * i) & 63];
    return 4;
}

/* Writes a line's bytes; numbers of one byte are a unit each. */
static size_t DataLine(LanguageForm form, const LanguageArray *array, uint64_t at, uint64_t end, char *out)
{
    const uint32_t step = form == FormBase64 ? 3 : form == FormUnits && array->narrow != 1 ? 2 : 1;
    size_t length = 0;
    for (; at < end; at += step) {
        const uint32_t low = DataByte(array, at);
        if (form == FormBase64)
            length += DataBase64(out + length, array, at, end);
        else if (form == FormBytes)
            length += DataEscape(out + length, "\\x", low, 4, 2);
        else
            length += DataUnit(out + length, step == 1 ? low : low | DataByte(array, at + 1) << 8);
    }
    return length;
}

static const char *DataLineEnd(const Language *language, uint64_t line, uint64_t lines)
{
    if (line + 1 == lines)
        return language->lines[DataLast];
    return language->lines[language->linesACut != 0 && (line + 1) % language->linesACut == 0 ? DataCut : DataBetween];
}

static void DataLines(LanguageWriter *writer)
{
    char line[6 * DataLineBytes];
    SourceText *const text = &writer->text;
    const LanguageArray *const array = writer->array;
    const uint64_t bytes = array->count * array->narrow, lines = (bytes + DataLineBytes - 1) / DataLineBytes;
    if (text->out == NULL && text->compared == NULL) {
        text->length += (size_t)lines * (sizeof line + 24);
        return;
    }
    for (uint64_t i = TextArrayBegin(text, lines); TextArrayLine(text, i, lines, DataLineBytes / array->narrow); i++) {
        const uint64_t from = i * DataLineBytes, to = from + DataLineBytes < bytes ? from + DataLineBytes : bytes;
        TextPut(text, writer->language->lines[DataBefore]);
        TextBytes(text, line, DataLine(writer->language->form, array, from, to, line));
        TextPut(text, DataLineEnd(writer->language, i, lines));
    }
}

void LanguageData(LanguageWriter *writer)
{
    const LanguageArray *const array = writer->array;
    if (writer->language->form != FormList)
        DataLines(writer);
    else if (array->narrow == 8)
        TextHexes(&writer->text, array->numbers, array->count, 8);
    else
        TextDecimalsOf(&writer->text, array->numbers, array->count, array->bytes, array->narrow);
}
