#include "csv.h"

#include <string.h>

#include "runtime/pure/memory.h"
#include "text.h"
#include "utf8_text.h"

/* A field from *at on; moves *at to what ends it: a comma, a line's end or the end of all. */
static bool TakeField(CsvText *text, CsvField *field)
{
    const bool quoted = text->at < text->end && *text->at == '"';
    if (!quoted) {
        field->bytes = text->at;
        while (text->at < text->end && *text->at != ',' && *text->at != '\r' && *text->at != '\n') {
            if (*text->at++ == '"')
                return false;
        }
        field->length = (size_t)(text->at - field->bytes);
        return true;
    }
    field->bytes = ++text->at;
    for (;;) {
        const char *quote = memchr(text->at, '"', (size_t)(text->end - text->at));
        if (quote == NULL)
            return false;
        text->at = quote + 1;
        if (text->at == text->end || *text->at != '"') {
            field->length = (size_t)(quote - field->bytes);
            return text->at == text->end || *text->at == ',' || *text->at == '\r' || *text->at == '\n';
        }
        text->at++;
    }
}

CsvAnswer CsvNext(CsvText *text, CsvField *fields, size_t most, size_t *count)
{
    if (text->at == text->end)
        return CsvEnd;
    for (*count = 0;; ++*count) {
        CsvField field;
        if (!TakeField(text, &field))
            return CsvMalformed;
        if (*count < most)
            fields[*count] = field;
        if (text->at == text->end || *text->at != ',')
            break;
        text->at++;
    }
    ++*count;
    if (text->at < text->end && *text->at == '\r')
        text->at++;
    if (text->at == text->end || *text->at != '\n')
        return CsvMalformed; /* the last line has its end too: one that was cut is told so */
    text->at++;
    return CsvRecord;
}

bool CsvIsFormula(const wchar_t *text)
{
    static const wchar_t first[] = {L'=', L'+', L'-', L'@', L'\t', L'\r', L'\n', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};
    while (*text == L'\'')
        text++;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        if (*text == first[i])
            return true;
    }
    return false;
}

bool CsvFieldIs(const CsvField *field, const char *text)
{
    return field->length == strlen(text) && memcmp(field->bytes, text, field->length) == 0;
}

wchar_t *CsvFieldText(const CsvField *field, bool *sound)
{
    char *bytes = MemoryAllocate(field->length + 1);
    size_t length = 0;
    *sound = true;
    if (bytes == NULL)
        return NULL;
    for (size_t i = 0; i < field->length; i++) {
        bytes[length++] = field->bytes[i];
        if (field->bytes[i] == '"')
            i++; /* the second of two */
    }
    wchar_t *text = Utf8ToWide(bytes, length, sound);
    MemoryFree(bytes);
    if (text != NULL && *text == L'\'' && CsvIsFormula(text))
        memmove(text, text + 1, (TextLength(text + 1) + 1) * sizeof *text);
    return text;
}
