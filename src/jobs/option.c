/* See option.h. Arguments are hostile: nothing here depends on their length but a single walk over them. */
#include "option.h"

#include <stddef.h>
#include <stdio.h>

#include "PerfectHashErrors.h"
#include "text.h"

#define NAME_CHARS 64u          /* longer than any option's name: nothing that long is near one */
#define NUMBERS_MAX 64u
#define WANTED_CHARS 200u

static const OptionWord switchWords[] = {{L"true", 1}, {L"false", 0}, {L"yes", 1}, {L"no", 0}, {L"1", 1}, {L"0", 0}, {NULL, 0}};

BOOL OptionLike(const wchar_t *argument)
{
    return argument[0] == L'-' && argument[1] == L'-' && argument[2] != 0;
}

static size_t NameLength(const wchar_t *argument)
{
    const wchar_t *end = wcschr(argument, L'=');
    return end != NULL ? (size_t)(end - argument) : wcslen(argument);
}

static BOOL SameWord(const wchar_t *name, const wchar_t *text, size_t length)
{
    for (size_t i = 0; i < length; ++i) {
        if (name[i] == 0 || TextLower(name[i]) != TextLower(text[i]))
            return FALSE;
    }
    return name[length] == 0;
}

static const Option *Find(const OptionGroup *group, const wchar_t *name, size_t length)
{
    for (size_t i = 0; i < group->count; ++i) {
        if (SameWord(group->options[i].help.name, name, length))
            return &group->options[i];
    }
    return NULL;
}

/* Levenshtein's distance without regard to case; both shorter than NAME_CHARS. */
static size_t Distance(const wchar_t *a, size_t aLength, const wchar_t *b, size_t bLength)
{
    size_t row[NAME_CHARS + 1];
    for (size_t j = 0; j <= bLength; ++j)
        row[j] = j;
    for (size_t i = 1; i <= aLength; ++i) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= bLength; ++j) {
            const size_t replaced = diagonal + (TextLower(a[i - 1]) != TextLower(b[j - 1]) ? 1u : 0u);
            diagonal = row[j];
            row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
        }
    }
    return row[bLength];
}

/* The option that was meant, as far as one can tell: within a third of its letters, or the one that goes on from what was typed. */
static const Option *Nearest(const OptionGroup *groups, size_t groupCount, const wchar_t *name, size_t length)
{
    const Option *nearest = NULL;
    size_t best = NAME_CHARS;
    if (length >= NAME_CHARS)
        return NULL;
    for (size_t g = 0; g < groupCount; ++g) {
        for (size_t i = 0; i < groups[g].count; ++i) {
            const Option *option = &groups[g].options[i];
            const size_t optionLength = wcslen(option->help.name);
            size_t distance = Distance(name, length, option->help.name, optionLength);
            if (length >= 3 && length < optionLength && Distance(name, length, option->help.name, length) == 0)
                distance = 1;
            if (distance < best && distance <= max(2u, optionLength / 3)) {
                best = distance;
                nearest = option;
            }
        }
    }
    return nearest;
}

/* Reads a whole decimal or 0x number of `length` letters. */
static BOOL ReadNumber(const wchar_t *text, size_t length, uint64_t *out)
{
    unsigned base = 10;
    size_t at = 0;
    if (length > 2 && text[0] == L'0' && TextLower(text[1]) == L'x') {
        base = 16;
        at = 2;
    }
    uint64_t value = 0;
    for (; at < length; ++at) {
        const wchar_t c = TextLower(text[at]);
        const unsigned digit = c >= L'0' && c <= L'9' ? (unsigned)(c - L'0') : c >= L'a' && c <= L'f' ? (unsigned)(c - L'a') + 10u : 16u;
        if (digit >= base || value > (UINT64_MAX - digit) / base)
            return FALSE;
        value = value * base + digit;
    }
    *out = value;
    return length != 0;
}

static const OptionWord *FindWord(const OptionWord *words, const wchar_t *text, size_t length)
{
    for (; words->name != NULL; ++words) {
        if (SameWord(words->name, text, length))
            return words;
    }
    return NULL;
}

static BOOL ReadFlags(const OptionWord *words, const wchar_t *text, uint64_t *out)
{
    size_t parts = 0;
    BOOL alone = FALSE;
    *out = 0;
    for (const wchar_t *at = text;; ++at) {
        const size_t length = wcscspn(at, L",");
        const OptionWord *word = FindWord(words, at, length);
        if (word == NULL)
            return FALSE;
        *out |= word->value;
        alone = alone || word->value == 0;
        ++parts;
        at += length;
        if (*at == 0)
            return !alone || parts == 1;
    }
}

static BOOL ReadNumbers(const wchar_t *text, uint64_t *out, size_t most, uint32_t *count)
{
    *count = 0;
    for (const wchar_t *at = text;; ++at) {
        const size_t length = wcscspn(at, L",");
        if (*count == most || !ReadNumber(at, length, &out[*count]))
            return FALSE;
        ++*count;
        at += length;
        if (*at == 0)
            return TRUE;
    }
}

/* i/n; *out = {i, n}. */
static BOOL ReadPart(const wchar_t *text, uint64_t maximum, uint64_t out[2])
{
    const wchar_t *slash = wcschr(text, L'/');
    return slash != NULL && ReadNumber(text, (size_t)(slash - text), &out[0]) && ReadNumber(slash + 1, wcslen(slash + 1), &out[1]) &&
           out[0] >= 1 && out[0] <= out[1] && out[1] <= maximum;
}

static void PutField(void *target, size_t offset, size_t bytes, uint64_t value)
{
    const uint8_t narrow = (uint8_t)value;
    const uint32_t word = (uint32_t)value;
    void *field = (uint8_t *)target + offset;
    if (bytes == sizeof(narrow))
        memcpy(field, &narrow, sizeof(narrow));
    else if (bytes == sizeof(word))
        memcpy(field, &word, sizeof(word));
    else if (bytes == sizeof(value))
        memcpy(field, &value, sizeof(value));
}

/* What a value of this option looks like, for the error. */
static void DescribeWanted(const Option *option, wchar_t out[WANTED_CHARS])
{
    switch (option->kind) {
    case OptionSwitch:
        swprintf(out, WANTED_CHARS, L"true or false is wanted");
        return;
    case OptionNumber:
        swprintf(out, WANTED_CHARS, L"a whole number%ls%ls from %llu to %llu is wanted", option->unit != NULL ? L" of " : L"",
                 option->unit != NULL ? option->unit : L"", (unsigned long long)option->minimum, (unsigned long long)option->maximum);
        return;
    case OptionPart:
        swprintf(out, WANTED_CHARS, L"i/n is wanted, i from 1 to n, n at most %llu", (unsigned long long)option->maximum);
        return;
    case OptionNumbers:
        swprintf(out, WANTED_CHARS, L"1 to %llu whole numbers, parted by commas, are wanted", (unsigned long long)option->maximum);
        return;
    case OptionText:
        swprintf(out, WANTED_CHARS, L"a value is wanted");
        return;
    case OptionTexts:
        swprintf(out, WANTED_CHARS, L"a value is wanted, at most %llu times", (unsigned long long)option->maximum);
        return;
    case OptionChoice:
    case OptionFlags:
        break;
    }
    if (option->unit != NULL) {
        swprintf(out, WANTED_CHARS, L"%ls is wanted", option->unit);
        return;
    }
    const BOOL flags = option->kind == OptionFlags;
    size_t used = 0;
    for (const OptionWord *word = option->words; word->name != NULL; ++word) {
        const wchar_t *separator = word == option->words ? L"" : word[1].name == NULL ? L" or " : L", ";
        const int length = swprintf(out + used, WANTED_CHARS - used, L"%ls%ls", separator, word->name);
        used += length > 0 ? (size_t)length : 0;
    }
    swprintf(out + used, WANTED_CHARS - used, L" is wanted%ls", flags ? L" (several are parted by commas)" : L"");
}

static BOOL ReadValue(const Option *option, void *target, const wchar_t *value)
{
    uint64_t number = 0;
    uint64_t numbers[NUMBERS_MAX];
    uint32_t count = 0;
    const OptionWord *word;
    switch (option->kind) {
    case OptionSwitch:
        word = FindWord(switchWords, value, wcslen(value));
        if (word == NULL)
            return FALSE;
        number = word->value;
        break;
    case OptionChoice:
        word = FindWord(option->words, value, wcslen(value));
        if (word == NULL)
            return FALSE;
        number = word->value;
        break;
    case OptionFlags:
        if (!ReadFlags(option->words, value, &number))
            return FALSE;
        break;
    case OptionNumber:
        if (!ReadNumber(value, wcslen(value), &number) || number < option->minimum || number > option->maximum)
            return FALSE;
        break;
    case OptionPart:
        if (!ReadPart(value, option->maximum, numbers))
            return FALSE;
        PutField(target, option->countOffset, sizeof(count), numbers[1]);
        number = numbers[0];
        break;
    case OptionNumbers:
        if (!ReadNumbers(value, numbers, min(option->maximum, NUMBERS_MAX), &count))
            return FALSE;
        memcpy((uint8_t *)target + option->offset, numbers, count * sizeof(numbers[0]));
        PutField(target, option->countOffset, sizeof(count), count);
        return TRUE;
    case OptionText:
        memcpy((uint8_t *)target + option->offset, &value, sizeof(value));
        return TRUE;
    case OptionTexts:
        memcpy(&count, (uint8_t *)target + option->countOffset, sizeof(count));
        if (count >= option->maximum)
            return FALSE;
        memcpy((uint8_t *)target + option->offset + count * sizeof(value), &value, sizeof(value));
        PutField(target, option->countOffset, sizeof(count), (uint64_t)count + 1);
        return TRUE;
    }
    PutField(target, option->offset, option->bytes, number);
    return TRUE;
}

static HRESULT Store(const Option *option, void *target, const wchar_t *value, const wchar_t *subject, Failure *failure)
{
    if (value != NULL && ReadValue(option, target, value))
        return S_OK;
    wchar_t wanted[WANTED_CHARS];
    DescribeWanted(option, wanted);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, wanted, 0, 0, 0);
}

static HRESULT UnknownOption(const OptionGroup *groups, size_t groupCount, const wchar_t *argument, Failure *failure)
{
    wchar_t hint[NAME_CHARS + 32] = L".", subject[NAME_CHARS];
    const size_t length = NameLength(argument);
    const Option *nearest = length > 2 ? Nearest(groups, groupCount, argument + 2, length - 2) : NULL;
    if (!OptionLike(argument))
        wcscpy(hint, L"; an option begins with --.");
    else if (nearest != NULL)
        swprintf(hint, ARRAYSIZE(hint), L"; did you mean --%ls?", nearest->help.name);
    if (length >= ARRAYSIZE(subject))
        return FailureSet(failure, PERFECTHASH_E_OPTION_UNKNOWN, argument, hint, 0, 0, 0);
    memcpy(subject, argument, length * sizeof(wchar_t));
    subject[length] = 0;
    return FailureSet(failure, PERFECTHASH_E_OPTION_UNKNOWN, subject, hint, 0, 0, 0);
}

HRESULT OptionTake(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, int *at, size_t *group, Failure *failure)
{
    const wchar_t *argument = argv[*at];
    const size_t length = NameLength(argument);
    for (size_t g = 0; OptionLike(argument) && g < groupCount; ++g) {
        const Option *option = Find(&groups[g], argument + 2, length - 2);
        if (option == NULL)
            continue;
        int next = *at + 1;
        const wchar_t *value = NULL, *subject = argument;
        wchar_t both[FAILURE_SUBJECT_CHARS];
        if (argument[length] == L'=')
            value = argument + length + 1;
        else if (option->kind == OptionSwitch)
            value = L"true";
        else if (next < argc && !OptionLike(argv[next]) && wcscmp(argv[next], L"--") != 0) {
            value = argv[next++];
            swprintf(both, ARRAYSIZE(both), L"%.60ls=%.400ls", argument, value);
            subject = both;
        }
        const HRESULT code = Store(option, groups[g].target, value, subject, failure);
        if (SUCCEEDED(code)) {
            *at = next;
            if (group != NULL)
                *group = g;
        }
        return code;
    }
    return UnknownOption(groups, groupCount, argument, failure);
}

HRESULT OptionStore(const OptionGroup *group, const wchar_t *name, const wchar_t *value, const wchar_t *subject, Failure *failure)
{
    const Option *option = Find(group, name, wcslen(name));
    if (option == NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_UNKNOWN, name, L".", 0, 0, 0);
    return Store(option, group->target, value, subject, failure);
}

HRESULT OptionTakeAll(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, OptionTakeWord word, void *context,
                      Failure *failure)
{
    HRESULT code = S_OK;
    size_t position = 0;
    BOOL ended = FALSE;
    for (int at = 0; at < argc && SUCCEEDED(code);) {
        if (!ended && OptionLike(argv[at])) {
            code = OptionTake(groups, groupCount, argc, argv, &at, NULL, failure);
        } else if (!ended && wcscmp(argv[at], L"--") == 0) {
            ended = TRUE;
            ++at;
        } else {
            code = word(context, position++, argv[at++], failure);
        }
    }
    return code;
}
