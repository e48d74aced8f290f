/* Finds which columns are chosen, and what they hold. See record_read.h. */
#include <string.h>

#include "record_read.h"

/* ---- names */

enum { NotWanted = RecordTypes, NoType }; /* beside a RecordType */

static bool IsText(const char *wanted, size_t length, const uint8_t *text, size_t textLength)
{
    return length == textLength && memcmp(wanted, text, length) == 0;
}

/* Is it that type's name, in capital or small letters? */
static bool IsTypeName(const char *type, const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const uint8_t small = text[i] >= 'A' && text[i] <= 'Z' ? text[i] | 0x20 : text[i];
        if (small != (uint8_t)type[i])
            return false;
    }
    return type[length] == 0;
}

/* Returns the type of that name, RecordUnsaid: it can't be meant as one, or NoType: it is none. */
static uint32_t TypeOf(const uint8_t *text, size_t length)
{
    if (length == 0 || !RecordIsOfName(text[0]) || text[0] <= '9')
        return RecordUnsaid;
    for (uint32_t type = RecordText; type < RecordTypes; type++)
        if (IsTypeName(recordTypeNames[type], text, length))
            return type;
    for (size_t i = 0; i < length; i++)
        if (!RecordIsOfName(text[i]))
            return RecordUnsaid;
    return NoType;
}

/* Returns the place behind a name's last colon, 0: there is none behind a letter. */
static size_t BehindColon(const uint8_t *text, size_t length)
{
    size_t colon = length;
    while (colon != 0 && text[colon - 1] != ':')
        colon--;
    return colon > 1 ? colon : 0;
}

/* Cuts :TYPE off a name. A name with another word there stays as it is. */
static uint32_t CutType(const uint8_t *text, size_t *length)
{
    const size_t colon = BehindColon(text, *length);
    if (colon == 0)
        return RecordUnsaid;
    const RecordCell said = RecordTrim(text, (RecordCell){(uint32_t)colon, (uint32_t)(*length - colon)});
    const uint32_t type = TypeOf(text + said.start, said.length);
    if (type > RecordUnsaid && type < RecordTypes)
        *length = RecordTrim(text, (RecordCell){0, (uint32_t)colon - 1}).length;
    return type;
}

static ChmStatus TypeFail(const RecordReading *reading, uint32_t column, const uint8_t *name, size_t length,
                          RecordError *error)
{
    const size_t colon = BehindColon(name, length);
    return RecordFail(error, "there is no such type (text, bool, f64, enum, u8, u16, u32, u64, i8, i16, i32, i64)",
                      reading, column, name + colon, length - colon);
}

static uint32_t FindColumn(const RecordReading *reading, const char *name, size_t length)
{
    for (uint32_t i = 0; i < reading->nameCount; i++)
        if (IsText(name, length, reading->text + reading->names[i].start, reading->names[i].length))
            return i;
    return RecordNoColumn;
}

/* Reports a column NAME:TYPE whose type does not exist; ChmOk: there is no such column. */
static ChmStatus FindMistyped(const RecordReading *reading, const char *name, size_t length, RecordError *error)
{
    for (uint32_t i = 0; i < reading->nameCount && !reading->choice.isJson; i++) {
        const RecordCell all = reading->names[i];
        size_t rest = all.length;
        if (BehindColon(reading->text + all.start, all.length) == length + 1 &&
            CutType(reading->text + all.start, &rest) == NoType && memcmp(reading->text + all.start, name, length) == 0)
            return TypeFail(reading, i, reading->text + all.start, all.length, error);
    }
    return ChmOk;
}

static uint32_t FindNumbered(const RecordReading *reading, const char *name)
{
    const RecordNumber number = RecordNumberOf((const uint8_t *)name, strlen(name));
    return number.isWhole && number.magnitude - 1 < reading->nameCount ? (uint32_t)number.magnitude - 1
                                                                       : (uint32_t)RecordNoColumn;
}

/* The names as the header row has them. */
static ChmStatus NamesFail(const RecordReading *reading, const char *reason, RecordError *error)
{
    enum { QuotedBytes = 200 };
    const RecordCell first = reading->names[0], last = reading->names[reading->nameCount - 1];
    const size_t length = last.start + last.length - first.start;
    return RecordFail(error, reason, reading, RecordNoColumn, reading->text + first.start,
                      length < QuotedBytes ? length : QuotedBytes);
}

/* Quotes the name that no column has, and those that they have. */
static ChmStatus KeyFail(const RecordReading *reading, const char *name, RecordError *error)
{
    (void)NamesFail(reading, "--KeyColumn: case counts, and no column has the name", error);
    error->wanted = name;
    return error->status;
}

static ChmStatus FindKey(const RecordReading *reading, uint32_t *key, RecordError *error)
{
    const char *const name = reading->choice.keyColumn;
    *key = name == NULL ? 0 : FindColumn(reading, name, strlen(name));
    if (name == NULL)
        return reading->nameCount == 1 || reading->choice.shapes != NULL
                   ? ChmOk
                   : NamesFail(reading, "there are several columns; --KeyColumn=NAME says which one is the key", error);
    if (*key == RecordNoColumn)
        *key = FindNumbered(reading, name);
    if (*key != RecordNoColumn)
        return ChmOk;
    const ChmStatus status = FindMistyped(reading, name, strlen(name), error);
    return status != ChmOk ? status : KeyFail(reading, name, error);
}

/* ---- the choice */

static ChmStatus ChooseOne(const RecordReading *reading, const char *word, size_t length, uint8_t *types,
                           RecordError *error)
{
    size_t nameLength = length;
    uint32_t column = FindColumn(reading, word, length);
    uint32_t type = RecordUnsaid;
    if (column == RecordNoColumn) {
        type = CutType((const uint8_t *)word, &nameLength);
        column = FindColumn(reading, word, nameLength);
    }
    if (column == RecordNoColumn && type == NoType &&
        FindColumn(reading, word, BehindColon((const uint8_t *)word, length) - 1) != RecordNoColumn)
        return TypeFail(reading, RecordNoColumn, (const uint8_t *)word, length, error);
    if (column == RecordNoColumn) {
        const ChmStatus status = FindMistyped(reading, word, nameLength, error);
        return status != ChmOk ? status
                               : RecordFail(error, "no column has this name", reading, RecordNoColumn,
                                            (const uint8_t *)word, length);
    }
    types[column] = (uint8_t)type;
    return ChmOk;
}

/* Notes the type of each chosen column, RecordUnsaid: as its name says, or its cells. */
static ChmStatus ChooseListed(const RecordReading *reading, uint8_t *types, RecordError *error)
{
    const char *word = reading->choice.columns;
    memset(types, word != NULL ? NotWanted : RecordUnsaid, RecordMaxColumns);
    ChmStatus status = ChmOk;
    while (word != NULL && status == ChmOk) {
        const char *const comma = strchr(word, ',');
        status = ChooseOne(reading, word, comma != NULL ? (size_t)(comma - word) : strlen(word), types, error);
        word = comma != NULL ? comma + 1 : NULL;
    }
    return status;
}

/* Is the column one that an option has by its whole name? */
static bool HasWholeName(const RecordReading *reading, uint32_t column, const uint8_t *types)
{
    const RecordCell name = reading->names[column];
    const char *const key = reading->choice.keyColumn;
    return (reading->choice.columns != NULL && types[column] != NotWanted) ||
           (key != NULL && IsText(key, strlen(key), reading->text + name.start, name.length));
}

/* Finds a chosen column that is declared to have a type that does not exist. */
static ChmStatus CheckTypes(const RecordReading *reading, const uint8_t *said, const uint8_t *types, uint32_t key,
                            RecordError *error)
{
    for (uint32_t i = 0; i < reading->nameCount; i++)
        if (said[i] == NoType && (types[i] != NotWanted || i == key) && !HasWholeName(reading, i, types))
            return TypeFail(reading, i, reading->text + reading->names[i].start, reading->names[i].length, error);
    return ChmOk;
}

static ChmStatus TakeKeyType(RecordReading *reading, const RecordColumn *column, RecordError *error)
{
    RecordChoice *const choice = &reading->choice;
    const RecordType type = column->type;
    if (type == RecordBool || type == RecordF64 || type >= RecordI8)
        return RecordFail(error, "a key is text, enum, u8, u16, u32 or u64", reading, column->source, NULL, 0);
    if (choice->wantsNumbers || choice->wantsTexts || type == RecordUnsaid)
        return ChmOk;
    choice->wantsNumbers = type >= RecordU8;
    choice->wantsTexts = type < RecordU8;
    if (choice->wantsNumbers && choice->keyBytes == 0)
        choice->keyBytes = 1u << (type - RecordU8);
    return ChmOk;
}

/* Finds two columns that have one name, which would be one member of the struct. */
static ChmStatus CheckNames(const RecordReading *reading, RecordError *error)
{
    for (uint32_t i = 1; i < reading->nameCount; i++) {
        const char *const name = (const char *)reading->text + reading->names[i].start;
        if (FindColumn(reading, name, reading->names[i].length) != i)
            return RecordFail(error, "two columns have this name", reading, i, NULL, 0);
    }
    return ChmOk;
}

/* A byte of a name as an identifier has it. */
static uint8_t NameByte(const RecordReading *reading, RecordCell name, uint32_t at)
{
    const uint8_t c = reading->text[name.start + at];
    return RecordIsOfName(c) ? c : '_';
}

/* Does the other name begin with this one and a _, or is it this one? */
static bool BeginsName(const RecordReading *reading, RecordCell name, RecordCell other)
{
    if (name.length > other.length)
        return false;
    for (uint32_t i = 0; i < name.length; i++)
        if (NameByte(reading, name, i) != NameByte(reading, other, i))
            return false;
    return name.length == other.length || NameByte(reading, other, name.length) == '_';
}

/* Finds two enums whose texts may become one name: x_y of column a, and y of column a_x. */
static ChmStatus CheckEnums(const RecordReading *reading, RecordError *error)
{
    const Records *const records = &reading->records;
    for (uint32_t i = 0; i < records->columnCount; i++)
        for (uint32_t j = 0; j < records->columnCount; j++) {
            const RecordColumn *const one = records->columns + i, *const other = records->columns + j;
            if (i != j && one->type == RecordEnum && other->type == RecordEnum &&
                BeginsName(reading, one->name, other->name))
                return RecordFail(error, "the name of an enum begins with that of another one", reading, other->source,
                                  NULL, 0);
        }
    return ChmOk;
}

ChmStatus RecordColumnsChoose(RecordReading *reading, RecordError *error)
{
    uint8_t said[RecordMaxColumns] = {0}, types[RecordMaxColumns];
    uint32_t key;
    for (uint32_t i = 0; !reading->choice.isJson && i < reading->nameCount; i++) {
        size_t length = reading->names[i].length;
        said[i] = (uint8_t)CutType(reading->text + reading->names[i].start, &length);
        reading->names[i].length = (uint32_t)length;
    }
    ChmStatus status = CheckNames(reading, error);
    if (status == ChmOk)
        status = FindKey(reading, &key, error);
    if (status == ChmOk)
        status = ChooseListed(reading, types, error);
    if (status == ChmOk)
        status = CheckTypes(reading, said, types, key, error);
    if (status != ChmOk)
        return status;
    Records *const records = &reading->records;
    for (uint32_t i = 0; i < reading->nameCount; i++) {
        if (types[i] == NotWanted && i != key)
            continue;
        const bool unsaid = types[i] == NotWanted || types[i] == RecordUnsaid;
        const uint8_t type = unsaid ? said[i] : types[i];
        RecordColumn column = {.name = reading->names[i], .source = i, .type = type == NoType ? RecordUnsaid : type};
        if (i != key && column.type == RecordUnsaid && reading->choice.shapes != NULL) {
            column.type = (RecordType)reading->choice.shapes[i].type;
            column.tag = reading->choice.shapes[i].tag;
        }
        if (i == key)
            records->key = records->columnCount;
        reading->columns[records->columnCount++] = column;
        reading->cellBytes += column.name.length;
    }
    records->ignoreCase = reading->choice.ignoreCase;
    if (CheckEnums(reading, error) != ChmOk)
        return error->status;
    return TakeKeyType(reading, &reading->columns[records->key], error);
}

/* ---- cells */

static ChmStatus CellFails(const RecordReading *reading, const RecordColumn *column, const char *reason,
                           RecordCell cell, RecordError *error)
{
    return RecordFail(error, reason, reading, column->source, reading->text + cell.start, cell.length);
}

/* A string of JSON is a number only where the options or the column's type say that keys are. */
static bool IsNumberKey(const RecordReading *reading, RecordCell cell, bool isString, uint64_t halves[2], bool *isGuid)
{
    const RecordChoice *const choice = &reading->choice;
    return (!isString || choice->wantsNumbers || choice->keyBytes != 0) &&
           RecordKeyOf(reading->text, cell, halves, isGuid);
}

static ChmStatus TakeKey(RecordReading *reading, RecordColumn *column, RecordCell cell, bool isString,
                         RecordError *error)
{
    uint64_t halves[2];
    bool isGuid;
    const RecordChoice *const choice = &reading->choice;
    if (choice->wantsTexts)
        return ChmOk;
    if (!IsNumberKey(reading, cell, isString, halves, &isGuid)) {
        column->plain = column->plain.line == 0 ? RecordPlaceOf(reading, column->source) : column->plain;
        return choice->wantsNumbers ? CellFails(reading, column, "the key is no number", cell, error) : ChmOk;
    }
    column->number = column->number.line == 0 ? RecordPlaceOf(reading, column->source) : column->number;
    const bool isWide = isGuid || halves[1] != 0;
    if (choice->keyBytes != 0 && choice->keyBytes < sizeof halves &&
        (isWide || (choice->keyBytes < 8 && halves[0] >> 8 * choice->keyBytes != 0)))
        return CellFails(reading, column, "the key has more bits than its type or --KeySizeInBytes says", cell, error);
    column->most = halves[0] > column->most ? halves[0] : column->most;
    column->seen |= isWide ? RecordSeenWide : 0;
    return ChmOk;
}

static bool IsIdentifier(const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const uint8_t c = text[i];
        const bool isLine = c == '_' && i != 0 && i + 1 != length && text[i - 1] != '_';
        if (!isLine && !RecordIsOfName(c))
            return false;
    }
    return length != 0;
}

static bool CellFits(RecordType type, const RecordNumber *number, const uint8_t *text, size_t length)
{
    switch (type) {
    case RecordUnsaid:
    case RecordText: return true;
    case RecordBool: return RecordBoolOf(text, length) >= 0 || (length == 1 && (*text == '0' || *text == '1'));
    case RecordF64: return number->isNumber;
    case RecordEnum: return IsIdentifier(text, length);
    default: return RecordNumberFits(number, type);
    }
}

/* Notes what kinds of texts an undeclared column has. */
static void SeeCell(RecordColumn *column, const RecordNumber *number, bool isBool, bool isString)
{
    if (isBool && !isString)
        column->seen |= RecordSeenBool;
    else if (isString || !number->isNumber || number->isPadded)
        column->seen |= RecordSeenText;
    else if (!number->isWhole)
        column->seen |= RecordSeenFraction;
    else if (number->isNegative && number->magnitude != 0) {
        column->seen |= RecordSeenNegative;
        column->least = number->magnitude > column->least ? number->magnitude : column->least;
    } else {
        column->seen |= RecordSeenNumber;
        column->most = number->magnitude > column->most ? number->magnitude : column->most;
    }
}

ChmStatus RecordColumnTake(RecordReading *reading, RecordColumn *column, RecordCell cell, bool isString,
                           RecordError *error)
{
    const RecordCell trimmed = RecordTrim(reading->text, cell);
    const uint8_t *const text = reading->text + trimmed.start;
    if (column->type == RecordEnum && !IsIdentifier(text, trimmed.length))
        return CellFails(reading, column, "an enum's text has letters, digits and single _ between them", cell, error);
    if (column == reading->columns + reading->records.key)
        return TakeKey(reading, column, cell, isString, error);
    const RecordNumber number = RecordNumberOf(text, trimmed.length);
    if (column->type == RecordUnsaid)
        SeeCell(column, &number, RecordBoolOf(text, trimmed.length) >= 0, isString);
    if (CellFits(column->type, &number, text, trimmed.length))
        return ChmOk;
    (void)CellFails(reading, column, "the cell is not of its column's type", cell, error);
    error->type = recordTypeNames[column->type];
    return error->status;
}

/* ---- types */

static RecordType WholeType(const RecordColumn *column)
{
    const bool isSigned = (column->seen & RecordSeenNegative) != 0;
    const RecordNumber most = {.isWhole = true, .magnitude = column->most};
    const RecordNumber least = {.isWhole = true, .isNegative = isSigned, .magnitude = column->least};
    const RecordType first = isSigned ? RecordI8 : RecordU8;
    for (RecordType type = first; type <= first + 3; type++)
        if (RecordNumberFits(&most, type) && RecordNumberFits(&least, type))
            return type;
    return RecordF64;
}

static RecordType SeenType(const RecordColumn *column)
{
    const uint32_t seen = column->seen;
    if (seen == RecordSeenBool)
        return RecordBool;
    if ((seen & (RecordSeenText | RecordSeenBool)) != 0 || seen == 0)
        return RecordText;
    return (seen & RecordSeenFraction) != 0 ? RecordF64 : WholeType(column);
}

static ChmStatus KeysAreMixed(const RecordReading *reading, const RecordColumn *column, RecordError *error)
{
    const bool isPlain = column->plain.line > column->number.line;
    const RecordPlace place = isPlain ? column->plain : column->number;
    (void)RecordFail(error,
                     isPlain ? "the key is no number, but an earlier one is; --KeyType=Text makes all keys texts"
                             : "the key is a number, but an earlier one is not; --KeyType=Text makes all keys texts",
                     reading, column->source, NULL, 0);
    error->line = place.line;
    error->column = place.column;
    return error->status;
}

/* Looks whether all keys are of one kind. */
static ChmStatus SettleKey(RecordReading *reading, RecordColumn *column, RecordError *error)
{
    const RecordChoice *const choice = &reading->choice;
    const bool isNumber = choice->wantsNumbers || column->number.line != 0;
    if (isNumber && column->plain.line != 0)
        return KeysAreMixed(reading, column, error);
    const bool isWide = choice->keyBytes == 16 || (column->seen & RecordSeenWide) != 0;
    if (isNumber)
        reading->records.keyBytes = isWide ? 16 : choice->keyBytes == 8 || column->most > UINT32_MAX ? 8 : 4;
    else if (column->type == RecordUnsaid)
        column->type = RecordText;
    return ChmOk;
}

ChmStatus RecordColumnsSettle(RecordReading *reading, RecordError *error)
{
    Records *const records = &reading->records;
    for (uint32_t i = 0; i < records->columnCount; i++) {
        RecordColumn *const column = reading->columns + i;
        if (i != records->key && column->type == RecordUnsaid)
            column->type = SeenType(column);
    }
    return SettleKey(reading, &reading->columns[records->key], error);
}
