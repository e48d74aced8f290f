/*
 * See option.h. Arguments are hostile: nothing here depends on their length but a single walk over
 * them.
 */
#include "option.h"

#include <string.h>

#include "text.h"

#define NAME_CHARS 64u /* longer than any option's name: nothing that long is near one */
#define NUMBERS_MAX 64u

static const OptionWord switchWords[] = {{L"true", 1}, {L"false", 0}, {L"yes", 1}, {L"no", 0},
                                         {L"1", 1},    {L"0", 0},     {NULL, 0}};

enum { OptionDashes = 2 };

/*
 * Returns how many characters stand before the name: OptionDashes for an option, 1 for what was
 * meant as one (-Name, or /Name where no path goes on), 0 for a word.
 */
static size_t OptionPrefix(const wchar_t *argument)
{
    if (argument[0] == L'-' && argument[1] != 0)
        return argument[1] != L'-' ? 1 : argument[2] != 0 ? OptionDashes : 0;
    if (argument[0] != L'/')
        return 0;
    const wchar_t *rest = argument + 1;
    return rest[TextUntil(rest, L'/')] == 0 && rest[TextUntil(rest, L'\\')] == 0 ? 1 : 0;
}

bool OptionLike(const wchar_t *argument)
{
    return OptionPrefix(argument) != 0;
}

/*
 * Returns whether the argument may be the value of the option before it: a path or a negative
 * number may.
 */
static bool OptionTakesValue(const wchar_t *argument)
{
    const bool dash = argument[0] == L'-' && argument[1] != 0;
    return !dash || (argument[1] >= L'0' && argument[1] <= L'9');
}

static size_t NameLength(const wchar_t *argument)
{
    const size_t length = TextUntil(argument, L'='), colon = TextUntil(argument, L':');
    return argument[0] == L'/' && colon < length ? colon : length;
}

static bool SameWord(const wchar_t *name, const wchar_t *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (name[i] == 0 || TextLower(name[i]) != TextLower(text[i]))
            return false;
    }
    return name[length] == 0;
}

static const Option *OptionFind(const OptionGroup *group, const wchar_t *name, size_t length)
{
    for (size_t i = 0; i < group->count; i++) {
        if (SameWord(group->options[i].help.name, name, length))
            return &group->options[i];
    }
    return NULL;
}

/* Finds the option that an argument names, by its name or its letter. */
static const Option *OptionOf(const OptionGroup *group, const wchar_t *argument, size_t length)
{
    if (OptionPrefix(argument) == OptionDashes)
        return OptionFind(group, argument + OptionDashes, length - OptionDashes);
    if (argument[0] != L'-' || argument[1] == 0 || argument[2] != 0)
        return NULL;
    for (size_t i = 0; i < group->count; i++)
        if (group->options[i].letter == argument[1])
            return &group->options[i];
    return NULL;
}

static size_t OptionLeast(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance without regard to case; both shorter than NAME_CHARS. */
static size_t OptionDistance(const wchar_t *a, size_t aLength, const wchar_t *b, size_t bLength)
{
    size_t row[NAME_CHARS + 1];
    for (size_t j = 0; j <= bLength; j++)
        row[j] = j;
    for (size_t i = 1; i <= aLength; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= bLength; j++) {
            const size_t replaced = diagonal + (TextLower(a[i - 1]) != TextLower(b[j - 1]) ? 1u : 0u);
            diagonal = row[j];
            row[j] = OptionLeast(replaced, OptionLeast(row[j], row[j - 1]) + 1);
        }
    }
    return row[bLength];
}

/*
 * The option that was meant, as far as one can tell: within a third of its letters, or the one that
 * goes on from what was typed.
 */
static const Option *OptionNearest(const OptionGroup *groups, size_t groupCount, const wchar_t *name, size_t length)
{
    const Option *nearest = NULL;
    size_t best = NAME_CHARS;
    if (length >= NAME_CHARS)
        return NULL;
    for (size_t g = 0; g < groupCount; g++) {
        for (size_t i = 0; i < groups[g].count; i++) {
            const Option *option = &groups[g].options[i];
            const size_t optionLength = TextLength(option->help.name);
            size_t distance = OptionDistance(name, length, option->help.name, optionLength);
            if (length >= 3 && length < optionLength && OptionDistance(name, length, option->help.name, length) == 0)
                distance = 1;
            if (distance < best && distance <= (optionLength < 6 ? 2 : optionLength / 3)) {
                best = distance;
                nearest = option;
            }
        }
    }
    return nearest;
}

/* Reads a whole decimal or 0x number of `length` letters. */
static bool OptionReadNumber(const wchar_t *text, size_t length, uint64_t *out)
{
    unsigned base = 10;
    size_t at = 0;
    if (length > 2 && text[0] == L'0' && TextLower(text[1]) == L'x') {
        base = 16;
        at = 2;
    }
    uint64_t value = 0;
    for (; at < length; at++) {
        const wchar_t c = TextLower(text[at]);
        const unsigned digit = c >= L'0' && c <= L'9'   ? (unsigned)(c - L'0')
                               : c >= L'a' && c <= L'f' ? (unsigned)(c - L'a') + 10u
                                                        : 16u;
        if (digit >= base || value > (UINT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = value;
    return length != 0;
}

static const OptionWord *FindWord(const OptionWord *words, const wchar_t *text, size_t length)
{
    for (; words->name != NULL; words++) {
        if (SameWord(words->name, text, length))
            return words;
    }
    return NULL;
}

static bool ReadFlags(const OptionWord *words, const wchar_t *text, uint64_t *out)
{
    size_t parts = 0;
    bool alone = false;
    *out = 0;
    for (const wchar_t *at = text;; at++) {
        const size_t length = TextUntil(at, L',');
        const OptionWord *word = FindWord(words, at, length);
        if (word == NULL)
            return false;
        *out |= word->value;
        alone = alone || word->value == 0;
        parts++;
        at += length;
        if (*at == 0)
            return !alone || parts == 1;
    }
}

static bool ReadNumbers(const wchar_t *text, uint64_t *out, size_t most, uint32_t *count)
{
    *count = 0;
    for (const wchar_t *at = text;; at++) {
        const size_t length = TextUntil(at, L',');
        if (*count == most || !OptionReadNumber(at, length, &out[*count]))
            return false;
        ++*count;
        at += length;
        if (*at == 0)
            return true;
    }
}

/* i/n; *out = {i, n}. */
static bool ReadPart(const wchar_t *text, uint64_t maximum, uint64_t out[2])
{
    const size_t first = TextUntil(text, L'/');
    const wchar_t *const second = text + first + 1;
    return text[first] != 0 && OptionReadNumber(text, first, &out[0]) &&
           OptionReadNumber(second, TextLength(second), &out[1]) && out[0] >= 1 && out[0] <= out[1] &&
           out[1] <= maximum;
}

static void OptionPutField(void *target, size_t offset, size_t bytes, uint64_t value)
{
    const uint8_t narrow = (uint8_t)value;
    const uint32_t word = (uint32_t)value;
    void *field = (uint8_t *)target + offset;
    if (bytes == sizeof narrow)
        memcpy(field, &narrow, sizeof narrow);
    else if (bytes == sizeof word)
        memcpy(field, &word, sizeof word);
    else if (bytes == sizeof value)
        memcpy(field, &value, sizeof value);
}

/* Puts the words of an option, "a, b or c". */
static void OptionPutWords(TextLine *line, const OptionWord *words)
{
    for (const OptionWord *word = words; word->name != NULL; word++) {
        TextAdd(line, word == words ? L"" : word[1].name == NULL ? L" or " : L", ");
        TextAdd(line, word->name);
    }
}

/* Puts what a value of this option looks like, for the error. */
static void PutWanted(TextLine *line, const Option *option)
{
    switch (option->kind) {
    case OptionSwitch: TextAdd(line, L"expected true or false"); break;
    case OptionNumber:
        TextAdd(line, L"expected a whole number");
        if (option->unit != NULL) {
            TextAdd(line, L" of ");
            TextAdd(line, option->unit);
        }
        TextAdd(line, L" from ");
        TextAddNumber(line, option->minimum);
        TextAdd(line, L" to ");
        TextAddNumber(line, option->maximum);
        break;
    case OptionPart:
        TextAdd(line, L"expected i/n, i from 1 to n, n at most ");
        TextAddNumber(line, option->maximum);
        break;
    case OptionNumbers:
        TextAdd(line, L"expected 1 to ");
        TextAddNumber(line, option->maximum);
        TextAdd(line, L" whole numbers, separated by commas");
        break;
    case OptionText:
    case OptionCommand:
        TextAdd(line, L"expected ");
        TextAdd(line, option->unit != NULL ? option->unit : L"a value");
        break;
    case OptionTexts:
        TextAdd(line, L"expected a value, at most ");
        TextAddNumber(line, option->maximum);
        TextAdd(line, L" times");
        break;
    case OptionChoice:
    case OptionFlags:
        TextAdd(line, L"expected ");
        if (option->unit != NULL)
            TextAdd(line, option->unit);
        else
            OptionPutWords(line, option->words);
        if (option->kind == OptionFlags && option->unit == NULL)
            TextAdd(line, L" (several are separated by commas)");
        break;
    }
}

static bool ReadValue(const Option *option, void *target, const wchar_t *value)
{
    uint64_t number = 0;
    uint64_t numbers[NUMBERS_MAX];
    uint32_t count = 0;
    const OptionWord *word;
    switch (option->kind) {
    case OptionSwitch:
        word = FindWord(switchWords, value, TextLength(value));
        if (word == NULL)
            return false;
        number = word->value;
        break;
    case OptionChoice:
        word = FindWord(option->words, value, TextLength(value));
        if (word == NULL)
            return false;
        number = word->value;
        break;
    case OptionFlags:
        if (!ReadFlags(option->words, value, &number))
            return false;
        break;
    case OptionNumber:
        if (!OptionReadNumber(value, TextLength(value), &number) || number < option->minimum ||
            number > option->maximum)
            return false;
        break;
    case OptionPart:
        if (!ReadPart(value, option->maximum, numbers))
            return false;
        OptionPutField(target, option->countOffset, sizeof count, numbers[1]);
        number = numbers[0];
        break;
    case OptionNumbers:
        if (!ReadNumbers(value, numbers, OptionLeast((size_t)option->maximum, NUMBERS_MAX), &count))
            return false;
        memcpy((uint8_t *)target + option->offset, numbers, count * sizeof numbers[0]);
        OptionPutField(target, option->countOffset, sizeof count, count);
        return true;
    case OptionText:
    case OptionCommand:
        if (option->accepts != NULL && !option->accepts(value))
            return false;
        memcpy((uint8_t *)target + option->offset, &value, sizeof value);
        return true;
    case OptionTexts:
        memcpy(&count, (uint8_t *)target + option->countOffset, sizeof count);
        if (count >= option->maximum)
            return false;
        memcpy((uint8_t *)target + option->offset + count * sizeof value, &value, sizeof value);
        OptionPutField(target, option->countOffset, sizeof count, (uint64_t)count + 1);
        return true;
    }
    OptionPutField(target, option->offset, option->bytes, number);
    return true;
}

/* Says of a text with a quote in it how that came there. */
static OptionStatus OptionFailQuote(const wchar_t *subject, OptionError *error)
{
    TextLine reason = TextLineIn(error->reason, OPTION_REASON_CHARS);
    TextAdd(&reason, L"there is a quote in it: behind a backslash a quote does not end a text; "
                     L"write \"dir\" or \"dir\\\\\" instead of \"dir\\\"");
    error->subject = subject;
    return error->status = OptionValueBad;
}

static bool OptionHasQuote(const wchar_t *text)
{
    return text[TextUntil(text, L'"')] != 0;
}

static OptionStatus OptionStoreValue(const Option *option, void *target, const wchar_t *value, const wchar_t *subject,
                                     OptionError *error)
{
    if (value != NULL && option->kind != OptionCommand && OptionHasQuote(value))
        return OptionFailQuote(subject, error);
    if (value != NULL && ReadValue(option, target, value))
        return OptionTaken;
    TextLine reason = TextLineIn(error->reason, OPTION_REASON_CHARS);
    PutWanted(&reason, option);
    error->subject = subject;
    return error->status = OptionValueBad;
}

/* Finds the option whose letter the argument begins with, and has more behind. */
static const Option *OptionOfLetter(const OptionGroup *groups, size_t groupCount, const wchar_t *argument)
{
    const wchar_t letter[] = {argument[0], argument[0] != 0 ? argument[1] : 0, 0};
    const Option *option = NULL;
    for (size_t g = 0; g < groupCount && option == NULL; g++)
        option = OptionOf(&groups[g], letter, 2);
    return option;
}

/* Says how an option with a letter is written, of which the argument is another form. */
static OptionStatus OptionFailLetter(const Option *option, const wchar_t *argument, OptionError *error)
{
    TextLine reason = TextLineIn(error->reason, OPTION_REASON_CHARS);
    const wchar_t letter[] = {option->letter, 0};
    TextAdd(&reason, L"; it is written -");
    TextAdd(&reason, letter);
    TextAdd(&reason, L" ");
    TextAdd(&reason, option->help.value);
    TextAdd(&reason, L".");
    error->subject = argument;
    return error->status = OptionUnknown;
}

static OptionStatus OptionFailUnknown(const OptionGroup *groups, size_t groupCount, const wchar_t *argument,
                                      OptionError *error)
{
    const Option *const ofLetter = OptionOfLetter(groups, groupCount, argument);
    if (ofLetter != NULL)
        return OptionFailLetter(ofLetter, argument, error);
    TextLine reason = TextLineIn(error->reason, OPTION_REASON_CHARS),
             subject = TextLineIn(error->text, OPTION_SUBJECT_CHARS);
    const size_t length = NameLength(argument), prefix = OptionPrefix(argument);
    const Option *nearest =
        length > prefix && prefix != 0 ? OptionNearest(groups, groupCount, argument + prefix, length - prefix) : NULL;
    if (prefix == 0) {
        TextAdd(&reason, L"; an option begins with --.");
    } else if (nearest != NULL) {
        TextAdd(&reason, L"; did you mean --");
        TextAdd(&reason, nearest->help.name);
        TextAdd(&reason, L"?");
    } else {
        TextAdd(&reason, prefix == 1 ? L"; an option begins with --, and what follows -- alone is none." : L".");
    }
    TextAddMost(&subject, argument, length);
    error->subject = length < NAME_CHARS ? error->text : argument;
    return error->status = OptionUnknown;
}

OptionStatus OptionRead(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, int *at,
                        size_t *group, OptionError *error)
{
    const wchar_t *argument = argv[*at];
    const size_t length = NameLength(argument);
    for (size_t g = 0; g < groupCount; g++) {
        const Option *option = OptionOf(&groups[g], argument, length);
        if (option == NULL)
            continue;
        int next = *at + 1;
        const wchar_t *value = NULL, *subject = argument;
        if (argument[length] == L'=') {
            value = argument + length + 1;
        } else if (option->kind == OptionSwitch) {
            value = L"true";
        } else if (next < argc && OptionTakesValue(argv[next])) {
            value = argv[next++];
            TextLine both = TextLineIn(error->text, OPTION_SUBJECT_CHARS);
            TextAddMost(&both, argument, 60);
            TextAdd(&both, L"=");
            TextAddMost(&both, value, 400);
            subject = error->text;
        }
        const OptionStatus status = OptionStoreValue(option, groups[g].target, value, subject, error);
        if (status == OptionTaken) {
            *at = next;
            if (group != NULL)
                *group = g;
        }
        return status;
    }
    return OptionFailUnknown(groups, groupCount, argument, error);
}

const Option *OptionNamed(const OptionGroup *group, const wchar_t *name)
{
    return OptionFind(group, name, TextLength(name));
}

OptionStatus OptionReadValue(const OptionGroup *group, const wchar_t *name, const wchar_t *value,
                             const wchar_t *subject, OptionError *error)
{
    const Option *option = OptionNamed(group, name);
    if (option != NULL)
        return OptionStoreValue(option, group->target, value, subject, error);
    TextLine reason = TextLineIn(error->reason, OPTION_REASON_CHARS);
    TextAdd(&reason, L".");
    error->subject = name;
    return error->status = OptionUnknown;
}

OptionStatus OptionNext(OptionLine *line, const wchar_t **word, OptionError *error)
{
    if (!line->ended && line->at < line->argc) {
        if (OptionLike(line->argv[line->at]))
            return OptionRead(line->groups, line->groupCount, line->argc, line->argv, &line->at, NULL, error);
        line->ended = TextEqual(line->argv[line->at], L"--");
        line->at += line->ended;
    }
    if (line->at == line->argc)
        return OptionEnd;
    *word = line->argv[line->at++];
    return OptionHasQuote(*word) ? OptionFailQuote(*word, error) : OptionWordTaken;
}
