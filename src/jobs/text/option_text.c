/* Options back to the text that they came from. */
#include "option_text.h"

#include <string.h>

#include "runtime/pure/memory.h"
#include "text.h"

enum { ValueChars = 64 * 21 + 1 }; /* of the longest list of numbers */

static uint64_t OptionTextField(const void *target, size_t offset, size_t bytes)
{
    uint8_t narrow = 0;
    uint32_t word = 0;
    uint64_t value = 0;
    const void *field = (const uint8_t *)target + offset;
    if (bytes == sizeof narrow)
        memcpy(&narrow, field, sizeof narrow);
    else if (bytes == sizeof word)
        memcpy(&word, field, sizeof word);
    else if (bytes == sizeof value)
        memcpy(&value, field, sizeof value);
    return narrow + (uint64_t)word + value;
}

static const wchar_t *OptionTextOf(const Option *option, const void *target)
{
    const wchar_t *text;
    memcpy(&text, (const uint8_t *)target + option->offset, sizeof text);
    return text;
}

static size_t NumberCount(const Option *option, const void *target)
{
    return (size_t)OptionTextField(target, option->countOffset, sizeof(uint32_t));
}

static bool OptionTextSame(const Option *option, const void *a, const void *b)
{
    if (option->kind == OptionText || option->kind == OptionCommand) {
        const wchar_t *first = OptionTextOf(option, a), *second = OptionTextOf(option, b);
        return first == second || (first != NULL && second != NULL && TextEqual(first, second));
    }
    if (option->kind == OptionNumbers) {
        const size_t count = NumberCount(option, a);
        return count == NumberCount(option, b) &&
               memcmp((const uint8_t *)a + option->offset, (const uint8_t *)b + option->offset,
                      count * sizeof(uint64_t)) == 0;
    }
    return OptionTextField(a, option->offset, option->bytes) == OptionTextField(b, option->offset, option->bytes);
}

/* Puts the words that make up the value; a word of value 0 stands for none. */
static void OptionTextPutWords(TextLine *line, const Option *option, uint64_t value)
{
    const bool flags = option->kind == OptionFlags;
    const wchar_t *separator = L"";
    for (const OptionWord *word = option->words; word->name != NULL; word++) {
        const bool holds = flags && word->value != 0 ? (value & word->value) == word->value : value == word->value;
        if (!holds || (*separator != 0 && !flags))
            continue;
        TextAdd(line, separator);
        TextAdd(line, word->name);
        separator = L",";
    }
}

static void PutNumbers(TextLine *line, const Option *option, const void *target)
{
    for (size_t i = 0; i < NumberCount(option, target); i++) {
        TextAdd(line, i != 0 ? L"," : L"");
        TextAddNumber(line, OptionTextField(target, option->offset + i * sizeof(uint64_t), sizeof(uint64_t)));
    }
}

uint64_t OptionValueNumber(const Option *option, const void *target)
{
    return OptionTextField(target, option->offset, option->bytes);
}

/* Returns the value, which may be put into `value`. */
static const wchar_t *OptionTextValue(const Option *option, const void *target, wchar_t value[ValueChars])
{
    const uint64_t field = OptionValueNumber(option, target);
    TextLine line = TextLineIn(value, ValueChars);
    switch (option->kind) {
    case OptionSwitch: TextAdd(&line, field != 0 ? L"true" : L"false"); break;
    case OptionNumber: TextAddNumber(&line, field); break;
    case OptionPart:
        TextAddNumber(&line, field);
        TextAdd(&line, L"/");
        TextAddNumber(&line, OptionTextField(target, option->countOffset, sizeof(uint32_t)));
        break;
    case OptionChoice:
    case OptionFlags: OptionTextPutWords(&line, option, option->bytes != 0 ? field : option->words->value); break;
    case OptionNumbers: PutNumbers(&line, option, target); break;
    case OptionText:
    case OptionCommand:
    case OptionTexts: /* the first of them: what is written are options of runs, which have no others */
        if (OptionTextOf(option, target) != NULL)
            return OptionTextOf(option, target);
        TextAdd(&line, option->otherwise != NULL ? option->otherwise : L"");
        break;
    }
    return value;
}

/* Returns the three texts as one. */
static wchar_t *OptionTextJoin(const wchar_t *first, const wchar_t *second, const wchar_t *third)
{
    const size_t chars = TextLength(first) + TextLength(second) + TextLength(third) + 1;
    wchar_t *out = MemoryAllocate(chars * sizeof(wchar_t));
    if (out == NULL)
        return NULL;
    TextLine line = TextLineIn(out, chars);
    TextAdd(&line, first);
    TextAdd(&line, second);
    TextAdd(&line, third);
    return out;
}

wchar_t *OptionValueText(const Option *option, const void *target)
{
    wchar_t value[ValueChars];
    return OptionTextJoin(OptionTextValue(option, target, value), L"", L"");
}

wchar_t *OptionWrite(const Option *option, const void *target)
{
    wchar_t value[ValueChars], name[80];
    TextLine line = TextLineIn(name, sizeof name / sizeof *name);
    TextAdd(&line, L"--");
    TextAdd(&line, option->help.name);
    return OptionTextJoin(name, L"=", OptionTextValue(option, target, value));
}

bool OptionDiffers(const Option *option, const void *target, const void *defaults)
{
    return option->bytes != 0 && !OptionTextSame(option, target, defaults);
}
