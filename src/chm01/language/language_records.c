/* Records: the names of their columns, and the numbers of their arrays. See language_writer.h. */
#include <string.h>

#include "chm01/emit/source.h"
#include "language_writer.h"

/* The facts of a column, in the order in which LanguageColumn sets them. */
static const char *const columnFacts[] = {"ofText", "ofReal", "ofBool", "ofEnum", "ofWide", "ofSigned",
                                          "of8",    "of16",   "of32",   "of64",   "ofKey",  "ofKeyEnum",
                                          "bits",   "textOf", "isLast", "values", "values8"};
enum { ColumnFacts = sizeof columnFacts / sizeof columnFacts[0] };

const char *LanguageRefusesRecords(const Language *language, const Records *records)
{
    if (records->isNoUtf8 && !language->takesBytes)
        return "records with a text that is not UTF-8";
    for (uint32_t i = 0; i < records->columnCount && language->mostValues != 0; i++) {
        const bool isKey = i == records->key;
        if (records->columns[i].type == RecordEnum &&
            (isKey ? records->rows : records->columns[i].firstCount) > language->mostValues)
            return "an enum of more than 2,500 texts";
    }
    return NULL;
}

/* ---- names */

static char ColumnCased(char c, bool isCapital)
{
    const bool isSmall = c >= 'a' && c <= 'z', isLetter = isSmall || (c >= 'A' && c <= 'Z');
    return isLetter && isSmall == isCapital ? (char)(c ^ 0x20) : c;
}

/* Does a word begin at letter i of a name, as in unitPrice and HTTPCode? */
static bool ColumnBegins(const uint8_t *name, size_t length, size_t i)
{
    const bool isCapital = name[i] >= 'A' && name[i] <= 'Z';
    if (i == 0 || !isCapital)
        return false;
    const bool wasCapital = name[i - 1] >= 'A' && name[i - 1] <= 'Z';
    return !wasCapital || (i + 1 != length && name[i + 1] >= 'a' && name[i + 1] <= 'z');
}

/* Makes a name of a column's words: UnitPrice, unit_price or unitPrice; returns its length. */
static size_t ColumnStyled(LanguageStyle style, const uint8_t *name, size_t length, char *out)
{
    enum { NameBytes = 60 };
    size_t used = 0;
    bool isBehind = false, isFirst = true; /* isBehind: a word is over; isFirst: the first one is not */
    for (size_t i = 0; i < length && used < NameBytes; i++) {
        if (!RecordIsOfName(name[i])) {
            isBehind = used != 0;
            continue;
        }
        if (used == 0 && name[i] <= '9')
            out[used++] = style == StylePascal ? 'C' : 'c';
        const bool begins = isBehind || ColumnBegins(name, length, i);
        isFirst = isFirst && (used == 0 || !begins);
        if (begins && used != 0 && style == StyleSmall)
            out[used++] = '_';
        const bool isKept = style != StyleSmall && !begins && used != 0 && !(style == StyleCamel && isFirst);
        const bool isCapital = style != StyleSmall && !(style == StyleCamel && isFirst);
        out[used++] = isKept ? (char)name[i] : ColumnCased((char)name[i], isCapital);
        isBehind = false;
    }
    return used;
}

static bool ColumnsAreOne(const char *one, const char *other)
{
    while (*one != 0 && ColumnCased(*one, false) == ColumnCased(*other, false)) {
        one++;
        other++;
    }
    return *one == *other;
}

/* Puts "_" behind a name that is reserved, and "_3_", a column's number, where two are one. */
static void ColumnEnd(LanguageWriter *writer, uint32_t column, bool isDouble)
{
    char *const name = writer->columnNames[column];
    const bool isWord = SourceIsAmong(writer->language->words, name) || SourceIsReserved(name);
    SourceText text = {.out = name, .length = strlen(name)};
    TextPut(&text, isDouble || isWord ? "_" : "");
    if (isDouble) {
        TextDecimal(&text, writer->records->columns[column].source + 1u);
        TextPut(&text, "_");
    }
    name[text.length] = 0;
}

static void ColumnNames(LanguageWriter *writer)
{
    const Records *const records = writer->records;
    bool isDouble[RecordMaxColumns];
    for (uint32_t i = 0; i < records->columnCount; i++) {
        const RecordCell name = records->columns[i].name;
        char *const out = writer->columnNames[i];
        const size_t length = ColumnStyled(writer->language->columns, records->pool + name.start, name.length, out);
        isDouble[i] = length == 0;
        out[length] = 0;
        if (length == 0)
            memcpy(out, writer->language->columns == StylePascal ? "Column" : "column", sizeof "column");
        for (uint32_t k = 0; k < i; k++) {
            const bool areOne = ColumnsAreOne(out, writer->columnNames[k]);
            isDouble[i] = isDouble[i] || areOne;
            isDouble[k] = isDouble[k] || areOne;
        }
    }
    for (uint32_t i = 0; i < records->columnCount; i++)
        ColumnEnd(writer, i, isDouble[i]);
}

/* ---- facts */

static uint32_t ColumnBytes(const Records *records, uint32_t column)
{
    const RecordColumn *const of = records->columns + column;
    if (column == records->key)
        return records->keyBytes == 4 ? 4 : 8;
    if (of->type == RecordEnum)
        return LanguageBytesBelow(of->firstCount);
    return of->type < RecordU8 ? 1 : 1u << (of->type - (of->type < RecordI8 ? RecordU8 : RecordI8));
}

static const char *ColumnArrayName(LanguageWriter *writer, uint32_t column)
{
    char *const name = writer->columnArrays[column];
    SourceText text = {.out = name};
    TextPut(&text, column == writer->records->key ? "keys" : "column");
    if (column != writer->records->key)
        TextDecimal(&text, column + 1u);
    name[text.length] = 0;
    return name;
}

static void ColumnArray(LanguageWriter *writer, uint32_t column)
{
    const Records *const records = writer->records;
    const bool isWide = column == records->key && records->keyBytes == 16;
    LanguageArray *const array = LanguageAddArray(writer, ColumnArrayName(writer, column), records->rows << isWide,
                                                  ColumnBytes(records, column));
    array->source = column != records->key && records->columns[column].type == RecordF64 ? SourceReals : SourceColumn;
    array->column = column;
}

/* Texts are one array of bytes, a row's behind another's, and one of where each begins. */
static void TextsArrays(LanguageWriter *writer)
{
    const Records *const records = writer->records;
    for (uint32_t i = 0; i < records->columnCount; i++)
        if (RecordsHaveText(records, i))
            writer->textColumns[writer->textCount++] = (uint8_t)i;
    if (writer->textCount == 0)
        return;
    const uint64_t starts = (uint64_t)records->rows * writer->textCount + 1;
    LanguageAddArray(writer, "textStarts", starts, LanguageBytesBelow((uint64_t)records->textBytes + 1))->source =
        SourceStarts;
    LanguageAddArray(writer, "texts", records->textBytes + (records->textBytes == 0), 1)->source = SourceTexts;
}

void LanguageRecordFacts(LanguageWriter *writer)
{
    const Records *const records = writer->records;
    LanguageAddFact(writer, "records", records != NULL);
    if (records == NULL)
        return;
    bool hasReals = false;
    uint32_t keyText = 0;
    TextsArrays(writer);
    for (uint32_t i = 0; i < records->columnCount; i++) {
        hasReals = hasReals || (i != records->key && records->columns[i].type == RecordF64);
        keyText += RecordsHaveText(records, i) && i < records->key;
        if (!RecordsHaveText(records, i))
            ColumnArray(writer, i);
    }
    ColumnNames(writer);
    LanguageAddFact(writer, "textColumns", writer->textCount);
    LanguageAddFact(writer, "hasTexts", writer->textCount > 1);
    LanguageAddFact(writer, "keyText", keyText);
    LanguageAddFact(writer, "hasReals", hasReals);
    LanguageAddFact(writer, "number", 0);
    for (size_t i = 0; i < ColumnFacts; i++)
        LanguageAddFact(writer, columnFacts[i], 0);
}

uint64_t LanguageEnumerators(const LanguageWriter *writer)
{
    const Records *const records = writer->records;
    const RecordColumn *const column = records->columns + writer->column;
    if (column->type != RecordEnum)
        return 0;
    return writer->column == records->key ? records->rows : column->firstCount;
}

void LanguageColumn(LanguageWriter *writer, uint32_t column)
{
    const Records *const records = writer->records;
    const RecordType type = records->columns[column].type;
    const bool isKey = column == records->key, isText = RecordsHaveText(records, column), isNumber = isKey && !isText;
    const uint32_t bits = 8 * ColumnBytes(records, column);
    writer->column = column;
    const uint64_t values = LanguageEnumerators(writer);
    uint32_t texts = 0;
    while (texts < writer->textCount && writer->textColumns[texts] < column)
        texts++;
    const uint64_t numbers[ColumnFacts] = {isText,
                                           !isKey && type == RecordF64,
                                           !isKey && type == RecordBool,
                                           !isKey && type == RecordEnum,
                                           isNumber && records->keyBytes == 16,
                                           !isKey && type >= RecordI8,
                                           bits == 8,
                                           bits == 16,
                                           bits == 32,
                                           bits == 64,
                                           isKey,
                                           isKey && type == RecordEnum,
                                           bits,
                                           texts,
                                           column + 1 == records->columnCount,
                                           values,
                                           values <= 256};
    LanguageFact *const facts = writer->facts + writer->factCount - ColumnFacts;
    for (size_t i = 0; i < ColumnFacts; i++)
        facts[i].number = numbers[i];
}

void LanguageEnumerator(LanguageWriter *writer, uint64_t i)
{
    const Records *const records = writer->records;
    writer->facts[writer->factCount - ColumnFacts - 1].number = i;
    writer->enumRow = writer->column == records->key ? (size_t)i : records->columns[writer->column].firsts[i];
}

/* ---- numbers */

static uint64_t ColumnNumber(const Records *records, uint32_t column, uint64_t i)
{
    uint64_t halves[2] = {0, 0};
    const bool isWide = column == records->key && records->keyBytes == 16;
    const size_t row = (size_t)(i >> isWide);
    const RecordType type = records->columns[column].type;
    const RecordCell cell = RecordTrim(records->pool, *RecordsCell(records, row, column));
    const uint8_t *const text = records->pool + cell.start;
    if (column == records->key) {
        (void)RecordKeyOf(records->pool, cell, halves, NULL);
        return halves[i & isWide];
    }
    if (type == RecordEnum)
        return RecordEnumIndex(records, column, row);
    const RecordNumber number = RecordNumberOf(text, cell.length);
    if (type == RecordBool)
        return RecordBoolOf(text, cell.length) == 1 || *text == '1';
    return number.isNegative ? 0 - number.magnitude : number.magnitude;
}

static RecordCell TextCell(const LanguageWriter *writer, uint64_t number)
{
    const size_t row = (size_t)(number / writer->textCount);
    return *RecordsCell(writer->records, row, writer->textColumns[number % writer->textCount]);
}

static size_t RecordTextLength(const LanguageWriter *writer, uint64_t number)
{
    return TextCell(writer, number).length;
}

void LanguageTextSeek(LanguageWriter *writer, LanguageSource source, LanguageLength *lengthOf, uint64_t to)
{
    SourceText *const at = &writer->text;
    if (at->textArray != at->array || (source == SourceTexts ? at->textStart : at->textNumber) > to) {
        at->textArray = at->array;
        at->textNumber = at->textStart = 0;
    }
    while (source == SourceTexts ? at->textStart + lengthOf(writer, at->textNumber) <= to : at->textNumber < to)
        at->textStart += lengthOf(writer, at->textNumber++);
}

uint64_t LanguageRecordNumber(LanguageWriter *writer, const LanguageArray *array, uint64_t i)
{
    if (array->source == SourceColumn)
        return ColumnNumber(writer->records, array->column, i);
    if (array->source == SourceTexts && writer->records->textBytes == 0)
        return 0; /* no language has an array of nothing */
    LanguageTextSeek(writer, array->source, RecordTextLength, i);
    if (array->source == SourceStarts)
        return writer->text.textStart;
    const RecordCell cell = TextCell(writer, writer->text.textNumber);
    return writer->records->pool[cell.start + (i - writer->text.textStart)];
}
