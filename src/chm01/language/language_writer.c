/* The macros. See language_writer.h. */
#include "language_writer.h"

#include <string.h>

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
 * Writes the table's name for a comment of any language: letters, digits and blanks as they are,
 * bytes of anything else as (C3).
 */
static void MacroTitle(LanguageWriter *writer)
{
    for (const char *at = writer->input->name; *at != 0; at++) {
        const uint8_t byte = (uint8_t)*at;
        const char escaped[] = {'(', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15], ')'};
        const bool isPlain = MacroIsOfName(*at) || byte == ' ' || byte == '-' || byte == '_' || byte == '.';
        MacroPut(writer, isPlain ? at : escaped, isPlain ? 1 : sizeof escaped);
    }
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
    for (size_t i = 0; i < writer->arrayCount; i++) {
        writer->array = writer->arrays + i;
        for (uint32_t k = 0; k < 4; k++)
            writer->facts[k].number = writer->array->narrow == (uint32_t)1 << k;
        writer->facts[4].number = writer->array->count;
        MacroExpand(writer, (MacroText){array, sizeof array - 1}, NULL);
    }
}

/*
 * Expands the macro that reads a number of an array, at1 to at8 by the bytes it has. What is no
 * macro and no array stays as it is, which tests see.
 */
static void MacroAt(LanguageWriter *writer, MacroText called, const MacroCall *call)
{
    char name[4] = "at";
    const MacroText array = MacroArgument(call, 0);
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
    else if (MacroIs(name, "namespace"))
        MacroPutText(writer, LanguageNamespace(writer));
    else if (MacroIs(name, "title"))
        MacroTitle(writer);
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
