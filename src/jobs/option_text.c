/* Options back to the text that they came from. */
#include "option_text.h"

#include <stdio.h>
#include <string.h>

#include "runtime/win32_calls.h"
#include "text.h"

enum { ValueChars = 64 * 21 + 1 };        /* of the longest list of numbers */

static uint64_t Field(const void *target, size_t offset, size_t bytes)
{
    uint8_t narrow = 0;
    uint32_t word = 0;
    uint64_t value = 0;
    const void *field = (const uint8_t *)target + offset;
    if (bytes == sizeof(narrow))
        memcpy(&narrow, field, sizeof(narrow));
    else if (bytes == sizeof(word))
        memcpy(&word, field, sizeof(word));
    else if (bytes == sizeof(value))
        memcpy(&value, field, sizeof(value));
    return narrow + (uint64_t)word + value;
}

static const wchar_t *Text(const Option *option, const void *target)
{
    const wchar_t *text;
    memcpy(&text, (const uint8_t *)target + option->offset, sizeof(text));
    return text;
}

static size_t NumberCount(const Option *option, const void *target)
{
    return (size_t)Field(target, option->countOffset, sizeof(uint32_t));
}

static BOOL Same(const Option *option, const void *a, const void *b)
{
    if (option->kind == OptionText) {
        const wchar_t *first = Text(option, a), *second = Text(option, b);
        return first == second || (first != NULL && second != NULL && wcscmp(first, second) == 0);
    }
    if (option->kind == OptionNumbers) {
        const size_t count = NumberCount(option, a);
        return count == NumberCount(option, b) &&
               memcmp((const uint8_t *)a + option->offset, (const uint8_t *)b + option->offset, count * sizeof(uint64_t)) == 0;
    }
    return Field(a, option->offset, option->bytes) == Field(b, option->offset, option->bytes);
}

/* The words that make up the value; a word of value 0 stands for none. */
static void PutWords(const Option *option, uint64_t value, wchar_t out[ValueChars])
{
    const BOOL flags = option->kind == OptionFlags;
    size_t used = 0;
    for (const OptionWord *word = option->words; word->name != NULL; ++word) {
        const BOOL holds = flags && word->value != 0 ? (value & word->value) == word->value : value == word->value;
        if (!holds || (used != 0 && !flags))
            continue;
        const int chars = swprintf(out + used, ValueChars - used, L"%ls%ls", used != 0 ? L"," : L"", word->name);
        used += chars > 0 ? (size_t)chars : 0;
    }
}

static void PutNumbers(const Option *option, const void *target, wchar_t out[ValueChars])
{
    size_t used = 0;
    for (size_t i = 0; i < NumberCount(option, target); ++i) {
        const uint64_t number = Field(target, option->offset + i * sizeof(uint64_t), sizeof(uint64_t));
        const int chars = swprintf(out + used, ValueChars - used, L"%ls%llu", i != 0 ? L"," : L"", (unsigned long long)number);
        used += chars > 0 ? (size_t)chars : 0;
    }
}

wchar_t *OptionWrite(const Option *option, const void *target)
{
    wchar_t value[ValueChars] = L"";
    const wchar_t *text = value;
    switch (option->kind) {
    case OptionSwitch:
        wcscpy(value, Field(target, option->offset, option->bytes) != 0 ? L"true" : L"false");
        break;
    case OptionNumber:
        swprintf(value, ValueChars, L"%llu", (unsigned long long)Field(target, option->offset, option->bytes));
        break;
    case OptionPart:
        swprintf(value, ValueChars, L"%llu/%llu", (unsigned long long)Field(target, option->offset, option->bytes),
                 (unsigned long long)Field(target, option->countOffset, sizeof(uint32_t)));
        break;
    case OptionChoice:
    case OptionFlags:
        PutWords(option, Field(target, option->offset, option->bytes), value);
        break;
    case OptionNumbers:
        PutNumbers(option, target, value);
        break;
    case OptionText:
    case OptionTexts:                       /* the first of them: what is written are options of runs, which have no others */
        text = Text(option, target) != NULL ? Text(option, target) : L"";
        break;
    }
    const size_t chars = wcslen(option->help.name) + wcslen(text) + 4;
    wchar_t *out = Win32Allocate(chars * sizeof(wchar_t));
    if (out != NULL)
        swprintf(out, chars, L"--%ls=%ls", option->help.name, text);
    return out;
}

BOOL OptionDiffers(const Option *option, const void *target, const void *defaults)
{
    return option->bytes != 0 && !Same(option, target, defaults);
}
