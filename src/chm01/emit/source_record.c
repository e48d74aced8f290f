/* See source_record.h. */
#include "source_record.h"

#include <string.h>

#include "source_identifier.h"

static void PutAll(SourceText *text, const char *const *parts)
{
    for (; *parts != NULL; parts++)
        TextPut(text, *parts);
}

/* ---- names */

/*
 * Letters, digits and single _ between them are a name. Anything else becomes one by its column's
 * number and a _ behind it, which no name of a column has.
 */
void SourceField(const Records *records, uint32_t column, char *out)
{
    enum { NameBytes = 64 };
    const RecordCell name = records->columns[column].name;
    const uint8_t *const from = records->pool + name.start;
    SourceText text = {.out = out};
    bool isSame = name.length != 0 && name.length <= NameBytes;
    if (name.length == 0 || from[0] <= '9' || !RecordIsOfName(from[0])) {
        TextPut(&text, "c");
        isSame = false;
    }
    for (size_t i = 0; i < name.length && text.length < NameBytes; i++) {
        const bool isLine = !RecordIsOfName(from[i]);
        const char c[2] = {isLine ? '_' : (char)from[i], 0};
        const bool isSecond = isLine && text.length != 0 && out[text.length - 1] == '_';
        isSame = isSame && !isSecond && (!isLine || (from[i] == '_' && i + 1 != name.length));
        TextPut(&text, isSecond ? "" : c);
    }
    out[text.length] = 0;
    if (isSame && !SourceIsReserved(out))
        return;
    TextPut(&text, out[text.length - 1] == '_' ? "" : "_");
    TextDecimal(&text, records->columns[column].source + 1u);
    TextPut(&text, "_");
    out[text.length] = 0;
}

/* Writes <Name>_<column>, of an enum, which one of its texts may follow. */
static void PutEnumName(SourceText *text, const char *identifier, const char *field, const char *behind)
{
    const bool isOpen = identifier[strlen(identifier) - 1] == '_';
    const char *const parts[] = {identifier, isOpen ? "" : "_", field,
                                 behind[0] == '_' && field[strlen(field) - 1] == '_' ? behind + 1 : behind, NULL};
    PutAll(text, parts);
}

/* ---- cells */

static void PutLiteral(SourceText *text, const uint8_t *from, size_t length)
{
    enum { PieceBytes = 2000 }; /* longer ones are too long for some compilers */
    char quoted[5] = "";
    TextPut(text, "\"");
    for (size_t i = 0; i < length; i++) {
        const uint8_t c = from[i];
        const bool isPlain = RecordIsPlain(c);
        quoted[0] = isPlain ? (char)c : '\\';
        quoted[1] = isPlain ? 0 : (char)('0' + (c >> 6));
        quoted[2] = (char)('0' + (c >> 3 & 7));
        quoted[3] = (char)('0' + (c & 7));
        TextPut(text, i != 0 && i % PieceBytes == 0 ? "\" \"" : "");
        TextPut(text, quoted);
    }
    TextPut(text, "\"");
}

/* Writes letters, digits and the like as they are. */
static void PutPieces(SourceText *text, const uint8_t *from, size_t length)
{
    TextBytes(text, (const char *)from, length);
}

/* Are the digits before an exponent zeros? */
static bool IsZero(const uint8_t *from, size_t length)
{
    for (size_t i = 0; i < length && (from[i] | 0x20) != 'e'; i++)
        if (from[i] != '0' && from[i] != '.')
            return false;
    return true;
}

static bool IsDigitAt(const uint8_t *from, size_t length, size_t at)
{
    return at < length && from[at] >= '0' && from[at] <= '9';
}

/* Writes digits with a point or an exponent; a digit stands on both sides of the point. */
static void PutDigits(SourceText *text, const uint8_t *from, size_t length)
{
    size_t first = 0, point = 0;
    while (from[first] == '0' && IsDigitAt(from, length, first + 1))
        first++;
    TextPut(text, from[first] == '.' ? "0" : "");
    while (point < length && from[point] != '.')
        point++;
    if (point == length || IsDigitAt(from, length, point + 1)) {
        PutPieces(text, from + first, length - first);
        return;
    }
    PutPieces(text, from + first, point + 1 - first);
    TextPut(text, "0");
    PutPieces(text, from + point + 1, length - point - 1);
}

void SourceReal(SourceText *text, const uint8_t *from, size_t length, const char *minusZero)
{
    const RecordNumber number = RecordNumberOf(from, length);
    bool isFloating = false;
    from += number.signBytes;
    length -= number.signBytes;
    if (IsZero(from, length)) {
        TextPut(text, number.isNegative ? minusZero : "0.0");
        return;
    }
    TextPut(text, number.isNegative ? "-" : "");
    if (number.isWhole) {
        TextDecimal(text, number.magnitude);
    } else {
        for (size_t i = 0; i < length; i++)
            isFloating = isFloating || from[i] == '.' || (from[i] | 0x20) == 'e';
        PutDigits(text, from, length);
    }
    TextPut(text, isFloating ? "" : ".0");
}

static void PutWhole(SourceText *text, const RecordNumber *number, RecordType type)
{
    const char *const macro = type == RecordU64   ? "UINT64_C("
                              : type == RecordI64 ? "INT64_C("
                              : type == RecordU32 ? "UINT32_C("
                                                  : "";
    const uint64_t lowest = type == RecordI64 ? UINT64_C(1) << 63 : type == RecordI32 ? UINT64_C(1) << 31 : 0;
    const bool isLowest = lowest != 0 && number->magnitude == lowest && number->isNegative;
    TextPut(text, number->isNegative && number->magnitude != 0 ? "-" : "");
    TextPut(text, macro);
    TextDecimal(text, number->magnitude - isLowest); /* the lowest is no constant of its own */
    TextPut(text, *macro != 0 ? ")" : "");
    TextPut(text, isLowest ? " - 1" : "");
}

static void RecordPutKey(SourceText *text, const Records *records, RecordCell cell)
{
    uint64_t halves[2] = {0, 0};
    (void)RecordKeyOf(records->pool, cell, halves, NULL);
    const RecordNumber low = {.magnitude = halves[0]}, high = {.magnitude = halves[1]};
    TextPut(text, records->keyBytes == 16 ? "{" : "");
    PutWhole(text, &low, records->keyBytes == 4 ? RecordU32 : RecordU64);
    if (records->keyBytes != 16)
        return;
    TextPut(text, ", ");
    PutWhole(text, &high, RecordU64);
    TextPut(text, "}");
}

static void PutCell(SourceText *text, const char *identifier, const Records *records, size_t row, uint32_t column)
{
    char name[SourceFieldBytes];
    const RecordCell cell = *RecordsCell(records, row, column);
    const RecordType type = records->columns[column].type;
    if (RecordsHaveText(records, column)) {
        PutLiteral(text, records->pool + cell.start, cell.length);
        return;
    }
    if (column == records->key) {
        RecordPutKey(text, records, cell);
        return;
    }
    const RecordCell trimmed = RecordTrim(records->pool, cell);
    const uint8_t *const from = records->pool + trimmed.start;
    const RecordNumber number = RecordNumberOf(from, trimmed.length);
    switch (type) {
    case RecordBool: TextPut(text, RecordBoolOf(from, trimmed.length) == 1 || *from == '1' ? "true" : "false"); break;
    case RecordF64: SourceReal(text, from, trimmed.length, "-0.0"); break;
    case RecordEnum:
        SourceField(records, column, name);
        PutEnumName(text, identifier, name, "_");
        PutPieces(text, from, trimmed.length);
        break;
    default: PutWhole(text, &number, type); break;
    }
}

/* ---- types */

static const char *const fieldTypes[RecordTypes] = {"",         "const char *", "bool ",     "double ",   "",
                                                    "uint8_t ", "uint16_t ",    "uint32_t ", "uint64_t ", "int8_t ",
                                                    "int16_t ", "int32_t ",     "int64_t "};

static void PutField(SourceText *text, const char *identifier, const Records *records, uint32_t column)
{
    char name[SourceFieldBytes];
    const RecordType type = records->columns[column].type;
    const bool isKey = column == records->key;
    SourceField(records, column, name);
    TextPut(text, "    ");
    if (isKey)
        TextPut(text, records->keyBytes == 0   ? fieldTypes[RecordText]
                      : records->keyBytes == 4 ? fieldTypes[RecordU32]
                                               : fieldTypes[RecordU64]);
    else if (type == RecordEnum)
        PutEnumName(text, identifier, name, " ");
    else
        TextPut(text, fieldTypes[type]);
    TextPut(text, name);
    TextPut(text, isKey && records->keyBytes == 16 ? "[2]; /* the low half first */\n" : ";\n");
}

/* Counts rows, or the texts of an enum, without a look at them. True: that was all. */
static bool RecordCountOnly(SourceText *text, const Records *records, uint64_t cells)
{
    enum { CellChars = 100 + SourceIdentifierBytes + SourceFieldBytes, OddBytes = 3, PieceBytes = 500 };
    if (text->out != NULL || text->compared != NULL)
        return false;
    if (text->silent)
        return true;
    text->length +=
        (size_t)cells * CellChars + records->poolBytes + OddBytes * records->oddBytes + records->poolBytes / PieceBytes;
    return true;
}

/* Writes an enum; that of the keys counts their positions. */
static void PutEnum(SourceText *text, const char *identifier, const Records *records, uint32_t column)
{
    char name[SourceFieldBytes];
    const bool isKey = column == records->key;
    const RecordColumn *const of = records->columns + column;
    const size_t count = isKey ? records->rows : of->firstCount;
    SourceField(records, column, name);
    TextPut(text, "typedef enum ");
    PutEnumName(text, identifier, name, " {\n");
    const bool isCounted = RecordCountOnly(text, records, count);
    for (uint64_t i = isCounted ? count : TextArrayBegin(text, count); TextArrayLine(text, i, count, 4); i++) {
        const size_t row = isKey ? (size_t)i : of->firsts[i];
        const RecordCell cell = RecordTrim(records->pool, *RecordsCell(records, row, column));
        TextPut(text, "    ");
        PutEnumName(text, identifier, name, "_");
        PutPieces(text, records->pool + cell.start, cell.length);
        TextPut(text, i + 1 != count ? ",\n" : "\n");
    }
    TextPut(text, "} ");
    PutEnumName(text, identifier, name, ";\n\n");
}

static bool HasType(const Records *records, RecordType type)
{
    bool has = false;
    for (uint32_t i = 0; i < records->columnCount; i++)
        has = has || (i != records->key && records->columns[i].type == type);
    return has;
}

void SourceRecordIncludes(SourceText *text, const Records *records)
{
    if (HasType(records, RecordBool))
        TextPut(text, "#ifndef __cplusplus\n#include <stdbool.h>\n#endif\n");
}

static void RecordPutCell(SourceText *text, const char *identifier, const Records *records, uint64_t at)
{
    const uint32_t column = (uint32_t)(at % records->columnCount);
    TextPut(text, column == 0 ? "    {" : ", ");
    PutCell(text, identifier, records, (size_t)(at / records->columnCount), column);
    TextPut(text, column + 1 == records->columnCount ? "},\n" : "");
}

static uint64_t CellSteps(const Records *records, uint64_t at)
{
    enum { BytesAStep = 8 };
    return 1 + records->cells[at].length / BytesAStep;
}

static void RecordPutRows(SourceText *text, const char *identifier, const Records *records)
{
    const uint64_t cells = (uint64_t)records->rows * records->columnCount;
    if (RecordCountOnly(text, records, cells + records->rows))
        return;
    for (uint64_t at = TextArrayBegin(text, cells);
         TextArrayLine(text, at, cells, at < cells ? CellSteps(records, at) : 0); at++)
        RecordPutCell(text, identifier, records, at);
}

/* Writes the enums and the struct. */
static void RecordPutTypes(SourceText *text, const char *identifier, const Records *records)
{
    for (uint32_t i = 0; i < records->columnCount; i++)
        if (records->columns[i].type == RecordEnum)
            PutEnum(text, identifier, records, i);
    const char *const begin[] = {"typedef struct ", identifier, " {\n", NULL};
    PutAll(text, begin);
    for (uint32_t i = 0; i < records->columnCount; i++)
        PutField(text, identifier, records, i);
    const char *const end[] = {"} ", identifier, ";\n\n", NULL};
    PutAll(text, end);
}

void SourceRecordData(SourceText *text, const char *identifier, SourceStyle style, const Records *records,
                      SourcePart part)
{
    enum { Long = 4000 }; /* that a compiler may warn of */
    const bool isDeclared = part == SourceDeclarations, isLong = records->longest > Long && !isDeclared;
    char array[SourceIdentifierBytes + 8];
    SourceMember(identifier, "Records", style, array);
    if (part != SourceDefinitions)
        RecordPutTypes(text, identifier, records);
    const char *const between[] = {isLong ? "#if defined(__GNUC__) || defined(__clang__)\n#pragma GCC diagnostic push\n"
                                            "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#endif\n"
                                          : "",
                                   "/* in the order of the file */\nPERFECTHASH_CONST ",
                                   identifier,
                                   " ",
                                   array,
                                   "[",
                                   NULL};
    PutAll(text, between);
    if (isDeclared) {
        TextDecimal(text, records->rows);
        TextPut(text, "];\n\n");
        return;
    }
    TextPut(text, "] = {\n");
    RecordPutRows(text, identifier, records);
    TextPut(text, "};\n\n");
    TextPut(text, isLong ? "#if defined(__GNUC__) || defined(__clang__)\n#pragma GCC diagnostic pop\n#endif\n\n" : "");
}
