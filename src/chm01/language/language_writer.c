/* The macros. See language_writer.h. */
#include "language_writer.h"

#include <string.h>

#include "chm01/emit/source_identifier.h"

enum { MacroArguments = 9, MacroNameBytes = 40 };

typedef struct MacroText {
    const char *at;
    size_t length;
} MacroText;

/* A call: its arguments stand in the text of another one, whose arguments they may mention. */
typedef struct MacroCall {
    MacroText arguments[MacroArguments];
    uint32_t count;
    const struct MacroCall *outer;
} MacroCall;

static void MacroExpand(LanguageWriter *writer, MacroText text, const MacroCall *call);

/* ---- what is written */

static void MacroProbe(LanguageWriter *writer, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char c = bytes[i];
        writer->depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        writer->isJoined = writer->isJoined || (c == ' ' && writer->depth == 0);
    }
}

static void MacroPut(LanguageWriter *writer, const char *bytes, size_t count)
{
    if (writer->isProbe) {
        MacroProbe(writer, bytes, count);
        return;
    }
    for (size_t i = 0; i < count && writer->letters != 0; i++) {
        const char small = bytes[i], capital = (char)(small >= 'a' && small <= 'z' ? small - 'a' + 'A' : small);
        TextBytes(&writer->text, &capital, 1);
        if (writer->letters == '^') {
            writer->letters = 0;
            bytes += i + 1;
            count -= i + 1;
            break;
        }
    }
    if (writer->letters == 0)
        TextBytes(&writer->text, bytes, count);
}

static void MacroPutText(LanguageWriter *writer, const char *text)
{
    MacroPut(writer, text, strlen(text));
}

static void MacroPutNumber(LanguageWriter *writer, uint64_t number, bool isHex)
{
    char digits[24];
    SourceText text = {.out = digits};
    (isHex ? TextHex : TextDecimal)(&text, number);
    MacroPut(writer, digits, text.length);
}

static bool MacroIsOfName(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Writes the table's name, or a column's, for a comment of any language: letters, digits and blanks
 * as they are, bytes of anything else as (C3).
 */
static void MacroTitle(LanguageWriter *writer, const char *name, size_t length)
{
    enum { TitleBytes = 200 };
    for (size_t i = 0; i < length && i < TitleBytes; i++) {
        const uint8_t byte = (uint8_t)name[i];
        const char escaped[] = {'(', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15], ')'};
        const bool isPlain = MacroIsOfName(name[i]) || byte == ' ' || byte == '-' || byte == '_' || byte == '.';
        MacroPut(writer, isPlain ? name + i : escaped, isPlain ? 1 : sizeof escaped);
    }
}

static void MacroColumnTitle(LanguageWriter *writer)
{
    const RecordCell name = writer->records->columns[writer->column].name;
    MacroTitle(writer, (const char *)writer->records->pool + name.start, name.length);
}

/* ---- what is asked for */

static bool MacroIs(MacroText name, const char *word)
{
    return strlen(word) == name.length && memcmp(word, name.at, name.length) == 0;
}

/* Returns an argument's text where it is no argument of a call further out. */
static MacroText MacroArgument(const MacroCall *call, uint32_t i)
{
    MacroText text = i < call->count ? call->arguments[i] : (MacroText){"", 0};
    while (text.length == 2 && text.at[0] == '$' && call->outer != NULL) {
        const uint32_t of = (uint32_t)(text.at[1] - '1');
        call = call->outer;
        text = of < call->count ? call->arguments[of] : (MacroText){"", 0};
    }
    return text;
}

static const LanguageFact *MacroFact(const LanguageWriter *writer, MacroText name)
{
    for (size_t i = 0; i < writer->factCount; i++)
        if (MacroIs(name, writer->facts[i].name))
            return writer->facts + i;
    return NULL;
}

static uint64_t MacroNumber(const LanguageWriter *writer, MacroText name)
{
    const LanguageFact *const fact = MacroFact(writer, name);
    return fact != NULL ? fact->number : 0;
}

static const char *MacroFind(const char *macros, MacroText name)
{
    for (; macros != NULL && *macros != 0; macros += strlen(macros) + 1)
        if (strncmp(macros, name.at, name.length) == 0 && macros[name.length] == ' ')
            return macros + name.length + 1;
    return NULL;
}

static MacroText MacroOf(const LanguageWriter *writer, MacroText name)
{
    const char *found = NULL;
    for (uint32_t i = 0; i < 2 && found == NULL; i++)
        found = MacroFind(writer->language->macros[i], name);
    if (found == NULL)
        found = MacroFind(languageLookup, name);
    if (found == NULL && MacroIs(name, "extract"))
        found = writer->extract;
    return (MacroText){found, found != NULL ? strlen(found) : 0};
}

/* ---- calls */

/* Expands a short name into `out`, where the call stands. */
static MacroText MacroMade(LanguageWriter *writer, MacroText text, const MacroCall *call, char *out)
{
    const SourceText kept = writer->text;
    const bool isProbe = writer->isProbe;
    writer->text = (SourceText){.out = out};
    writer->isProbe = false;
    MacroExpand(writer, text, call);
    const MacroText made = {out, writer->text.length};
    writer->text = kept;
    writer->isProbe = isProbe;
    return made;
}

/* Expands argument i of a call where the call stands. */
static void MacroExpandArgument(LanguageWriter *writer, const MacroCall *call, uint32_t i)
{
    if (i < call->count)
        MacroExpand(writer, call->arguments[i], call->outer);
}

/* Is the argument an expression that needs parentheses as an operand? */
static bool MacroIsJoined(LanguageWriter *writer, const MacroCall *call, uint32_t i)
{
    writer->isProbe = true;
    writer->isJoined = false;
    writer->depth = 0;
    MacroExpandArgument(writer, call, i);
    writer->isProbe = false;
    return writer->isJoined;
}

static void MacroOperand(LanguageWriter *writer, const MacroCall *call, uint32_t i)
{
    const bool isJoined = writer->isProbe || MacroIsJoined(writer, call, i);
    MacroPutText(writer, isJoined ? "(" : "");
    MacroExpandArgument(writer, call, i);
    MacroPutText(writer, isJoined ? ")" : "");
}

/* Writes each array by the language's macro. */
static void MacroArrays(LanguageWriter *writer)
{
    static const char array[] = "@array";
    const TextTable *const texts = writer->input->texts;
    for (size_t i = 0; i < writer->arrayCount; i++) {
        writer->array = writer->arrays + i;
        for (uint32_t k = 0; k < 4; k++)
            writer->facts[k].number = writer->array->narrow == (uint32_t)1 << k;
        const LanguageSource source = writer->array->source;
        writer->facts[4].number = writer->array->count;
        writer->facts[5].number = source == SourceReals;
        writer->facts[6].number = source == SourceColumn && writer->array->column != writer->records->key &&
                                  writer->records->columns[writer->array->column].type >= RecordI8;
        writer->facts[7].number = source == SourceTexts;
        writer->facts[8].number = writer->array->count * writer->array->narrow <= FewBytes;
        writer->facts[9].number = texts != NULL && writer->array->numbers == texts->entries;
        MacroExpand(writer, (MacroText){array, sizeof array - 1}, NULL);
    }
}

/* ---- columns */

/* Expands a macro for each column. */
static void MacroColumns(LanguageWriter *writer, MacroText macro)
{
    for (uint32_t i = 0; i < writer->records->columnCount; i++) {
        LanguageColumn(writer, i);
        MacroExpand(writer, MacroOf(writer, macro), NULL);
    }
}

/* Expands a macro for each text of the column's enum. */
static void MacroEnumerators(LanguageWriter *writer, MacroText macro)
{
    const uint64_t count = LanguageEnumerators(writer);
    SourceText *const text = &writer->text;
    for (uint64_t i = TextArrayBegin(text, count); TextArrayLine(text, i, count, 4); i++) {
        LanguageEnumerator(writer, i);
        MacroExpand(writer, MacroOf(writer, macro), NULL);
    }
}

/* Writes a text of an enum; as an identifier with _ before a digit, and behind a reserved word. */
static void MacroEnumerator(LanguageWriter *writer, bool isIdentifier)
{
    enum { WordBytes = 24 };
    char word[WordBytes] = "";
    const Records *const records = writer->records;
    const RecordCell cell = *RecordsCell(records, writer->enumRow, writer->column);
    const char *const text = (const char *)records->pool + cell.start;
    if (cell.length < WordBytes)
        memcpy(word, text, cell.length);
    MacroPutText(writer, isIdentifier && *text <= '9' ? "_" : "");
    MacroPut(writer, text, cell.length);
    const bool isReserved = SourceIsReserved(word) || SourceIsAmong(writer->language->words, word);
    MacroPutText(writer, isIdentifier && isReserved ? "_" : "");
}

/*
 * Writes the type of the column's enum: UnitStateValue, of unit_state and of unitState, and
 * ClassValue of class_. A `_` is behind the name of the type or namespace that it stands in.
 */
static void MacroEnum(LanguageWriter *writer)
{
    char type[LanguageColumnBytes + sizeof "Value"];
    size_t length = 0;
    bool begins = true;
    for (const char *at = writer->columnNames[writer->column]; *at != 0; at++) {
        const char capital = (char)(*at - 'a' + 'A');
        const bool isSmall = *at >= 'a' && *at <= 'z', isBehindLetter = !begins && at[-1] > '9';
        const bool isLine = *at == '_' && ((at[1] >= 'a' && at[1] <= 'z') || (at[1] == 0 && isBehindLetter));
        type[length] = begins && isSmall ? capital : *at;
        length += !isLine;
        begins = isLine;
    }
    memcpy(type + length, "Value", sizeof "Value");
    MacroPutText(writer, type);
    MacroPutText(writer, strcmp(type, writer->identifier) == 0 ? "_" : "");
}

/*
 * Expands the macro that reads a number of an array, at1 to at8 by the bytes it has. What is no
 * macro and no array stays as it is, which tests see.
 */
static void MacroAt(LanguageWriter *writer, MacroText called, const MacroCall *call)
{
    char name[4] = "at", made[LanguageColumnArrayBytes];
    MacroText array = MacroArgument(call, 0);
    if (array.length != 0 && array.at[0] == '@')
        array = MacroMade(writer, array, NULL, made);
    for (size_t i = 0; i < writer->arrayCount && MacroIs(called, name); i++)
        if (MacroIs(array, writer->arrays[i].name))
            name[2] = (char)('0' + writer->arrays[i].narrow);
    if (name[2] != 0) {
        MacroExpand(writer, MacroOf(writer, (MacroText){name, 3}), call);
        return;
    }
    MacroPutText(writer, "@");
    MacroPut(writer, called.at, called.length);
}

static void MacroNamespace(LanguageWriter *writer, const MacroCall *call)
{
    for (const char *at = LanguageNamespace(writer); *at != 0; at++)
        if (*at == '.' && call->count == 0)
            LanguageExpand(writer, "@dot");
        else
            MacroPut(writer, at, 1);
}

static void MacroPackage(LanguageWriter *writer)
{
    const char *const whole = LanguageNamespace(writer), *const dot = strrchr(whole, '.');
    MacroPutText(writer, *whole == 0 ? writer->identifier : dot != NULL ? dot + 1 : whole);
}

/* Returns what the names of the header and of the programs begin with. */
static const char *MacroStem(const LanguageWriter *writer)
{
    const char *const stem = writer->input->options->stem;
    return stem != NULL ? stem : writer->identifier;
}

static void MacroMember(LanguageWriter *writer, const MacroCall *call)
{
    const SourceNames *const names = writer->input->options->names;
    char member[MacroNameBytes], out[LanguageFileBytes + MacroNameBytes];
    const MacroText made = MacroMade(writer, call->arguments[0], call->outer, member);
    member[made.length] = 0;
    SourceMember(writer->identifier, member, names != NULL ? names->style : SourceAsIs, out);
    MacroPutText(writer, out);
}

static void MacroCrateFile(LanguageWriter *writer)
{
    const SourceNames *const names = writer->input->options->names;
    char file[LanguageFileBytes];
    LanguageFile(LanguageNamed("Rust"), names != NULL ? names->style : SourceAsIs, MacroStem(writer), file);
    MacroPutText(writer, file);
}

static void MacroBuiltin(LanguageWriter *writer, MacroText name, const MacroCall *call)
{
    const char *const letters = MacroIs(name, "capital") ? "^" : MacroIs(name, "capitals") ? "_" : "";
    if (*letters != 0) {
        writer->letters = *letters;
        MacroExpandArgument(writer, call, 0);
        writer->letters = 0;
    } else if (MacroIs(name, "hex"))
        MacroPutNumber(writer, MacroNumber(writer, MacroArgument(call, 0)), true);
    else if (MacroIs(name, "name"))
        MacroPutText(writer, writer->identifier);
    else if (MacroIs(name, "stem"))
        MacroPutText(writer, MacroStem(writer));
    else if (MacroIs(name, "member"))
        MacroMember(writer, call);
    else if (MacroIs(name, "crateFile"))
        MacroCrateFile(writer);
    else if (MacroIs(name, "namespace"))
        MacroNamespace(writer, call);
    else if (MacroIs(name, "package"))
        MacroPackage(writer);
    else if (MacroIs(name, "title"))
        MacroTitle(writer, writer->input->name, strlen(writer->input->name));
    else if (MacroIs(name, "columns"))
        MacroColumns(writer, MacroArgument(call, 0));
    else if (MacroIs(name, "column"))
        MacroPutText(writer, writer->columnNames[writer->column]);
    else if (MacroIs(name, "columnTitle"))
        MacroColumnTitle(writer);
    else if (MacroIs(name, "columnArray"))
        MacroPutText(writer, writer->columnArrays[writer->column]);
    else if (MacroIs(name, "enum"))
        MacroEnum(writer);
    else if (MacroIs(name, "enumerators"))
        MacroEnumerators(writer, MacroArgument(call, 0));
    else if (MacroIs(name, "enumerator"))
        MacroEnumerator(writer, true);
    else if (MacroIs(name, "enumText"))
        MacroEnumerator(writer, false);
    else if (MacroIs(name, "guard"))
        LanguageGuard(writer);
    else if (MacroIs(name, "arrayName"))
        MacroPutText(writer, writer->array->name);
    else if (MacroIs(name, "arrays"))
        MacroArrays(writer);
    else if (MacroIs(name, "data"))
        LanguageData(writer);
    else
        MacroAt(writer, name, call);
}

static void MacroCallName(LanguageWriter *writer, MacroText name, const MacroCall *call)
{
    if (name.at[0] == '?') {
        const MacroText fact = {name.at + 1, name.length - 1};
        MacroExpandArgument(writer, call, MacroNumber(writer, fact) != 0 ? 0 : 1);
        return;
    }
    const LanguageFact *const fact = MacroFact(writer, name);
    const MacroText body = MacroOf(writer, name);
    if (body.at != NULL)
        MacroExpand(writer, body, call);
    else if (fact != NULL)
        MacroPutNumber(writer, fact->number, false);
    else
        MacroBuiltin(writer, name, call);
}

/* Lists the arguments between parentheses; returns the place behind them. */
static const char *MacroList(const char *at, const char *end, MacroCall *call)
{
    const char *from = ++at;
    for (int32_t depth = 1; at < end && depth != 0; at++) {
        const bool isEnd = *at == ')' && depth == 1;
        if (*at == '@' && strchr("(),@", at[1]) != NULL) {
            at++;
            continue;
        }
        depth += (*at == '(') - (*at == ')');
        if (!isEnd && (*at != ',' || depth != 1))
            continue;
        while (*from == ' ')
            from++;
        if (call->count < MacroArguments)
            call->arguments[call->count++] = (MacroText){from, (size_t)(at - from)};
        from = at + 1;
    }
    return at;
}

/* Reads a macro's name, in which $1 to $9 stand for arguments; returns the place behind it. */
static const char *MacroName(const char *at, const char *end, const MacroCall *call, char *name, size_t *length)
{
    for (*length = 0; at < end && (*at == '?' || *at == '$' || MacroIsOfName(*at));) {
        MacroText part = {at++, 1};
        if (*part.at == '$') {
            const MacroCall here = {.arguments = {{part.at, 2}}, .count = 1, .outer = call};
            part = MacroArgument(&here, 0);
            at++;
        }
        for (size_t i = 0; i < part.length && *length < MacroNameBytes; i++)
            name[(*length)++] = part.at[i];
    }
    return at;
}

/* Writes what stands behind "@"; returns the place behind it. */
static const char *MacroMark(LanguageWriter *writer, const char *at, const char *end, const MacroCall *outer)
{
    char name[MacroNameBytes];
    MacroText word = {name, 0};
    MacroCall call = {.outer = outer};
    if (*at == '>' || *at == '<')
        writer->indent += *at == '>' ? 1 : UINT32_MAX;
    else if (*at == '|')
        for (uint32_t i = 0; i < writer->indent; i++)
            LanguageExpand(writer, "@tab");
    else if (*at != '?' && *at != '$' && !MacroIsOfName(*at))
        MacroPut(writer, at, 1);
    else {
        at = MacroName(at, end, outer, name, &word.length);
        if (at < end && *at == '(')
            at = MacroList(at, end, &call);
        MacroCallName(writer, word, &call);
        return at;
    }
    return at + 1;
}

static void MacroExpand(LanguageWriter *writer, MacroText text, const MacroCall *call)
{
    const char *at = text.at, *const end = text.at + text.length;
    while (at < end) {
        const char *mark = at;
        while (mark < end && *mark != '@' && *mark != '$' && *mark != '%')
            mark++;
        MacroPut(writer, at, (size_t)(mark - at));
        at = mark;
        if (at == end)
            return;
        if (*at == '@') {
            at = MacroMark(writer, at + 1, end, call);
            continue;
        }
        const uint32_t i = (uint32_t)(at[1] - '1');
        if (at + 1 == end || i >= MacroArguments) { /* it is no argument */
            MacroPut(writer, at++, 1);
            continue;
        }
        if (*at == '$')
            MacroExpandArgument(writer, call, i);
        else
            MacroOperand(writer, call, i);
        at += 2;
    }
}

void LanguageExpand(LanguageWriter *writer, const char *text)
{
    MacroExpand(writer, (MacroText){text, strlen(text)}, NULL);
}
