// Options for tests of their parser: one of each kind, and where their values go.
#pragma once

#include <cstddef>
#include <cstdint>

#include "jobs/text/option.h"

struct Target {
    uint32_t flag, choice, flags, part, parts, listed, repeated, small;
    uint64_t number, numbers[4];
    const wchar_t *text, *line, *texts[2];
    uint8_t narrow;
};

enum { Tiny = 1, Huge = 2 };

static const OptionWord sizes[] = {{L"Tiny", Tiny}, {L"Huge", Huge}, {nullptr, 0}};
static const OptionWord parts[] = {{L"Head", 1}, {L"Tail", 2}, {L"None", 0}, {nullptr, 0}};

#define AT(member) OPTION_FIELD(Target, member)

static bool AcceptsText(const wchar_t *value)
{
    return *value != L'!';
}

// Makes an option of several values: so many at most, and where their count goes.
static Option Several(const wchar_t *name, const wchar_t *value, OptionKind kind, size_t offset, size_t bytes,
                      uint64_t most, size_t countOffset)
{
    return {{name, value, nullptr}, kind, offset, bytes, nullptr, 0, most, nullptr, countOffset, nullptr, nullptr, 0};
}

static const Option table[] = {
    {{L"Flag", nullptr, nullptr}, OptionSwitch, AT(flag), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    {{L"Narrow", nullptr, nullptr}, OptionSwitch, AT(narrow), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    {{L"Number", L"N", nullptr}, OptionNumber, AT(number), nullptr, 5, UINT64_MAX, nullptr, 0, nullptr, nullptr, 0},
    {{L"Seconds", L"N", nullptr}, OptionNumber, AT(small), nullptr, 0, 60, L"seconds", 0, nullptr, nullptr, 0},
    {{L"Size", L"SIZE", nullptr}, OptionChoice, AT(choice), sizes, 0, 0, nullptr, 0, nullptr, nullptr, 0},
    {{L"Checked", L"SIZE", nullptr}, OptionChoice, 0, 0, sizes, 0, 0, L"a size", 0, nullptr, nullptr, 0},
    {{L"Parts", L"PART,...", nullptr}, OptionFlags, AT(flags), parts, 0, 0, nullptr, 0, nullptr, nullptr, 0},
    {{L"Shard", L"i/n", nullptr},
     OptionPart,
     AT(part),
     nullptr,
     0,
     9,
     nullptr,
     offsetof(Target, parts),
     nullptr,
     nullptr,
     0},
    Several(L"Numbers", L"N,...", OptionNumbers, AT(numbers[0]), 4, offsetof(Target, listed)),
    {{L"Text", L"TEXT", nullptr}, OptionText, AT(text), nullptr, 0, 1, nullptr, 0, L"other", AcceptsText, 0},
    {{L"Line", L"LINE", nullptr}, OptionCommand, AT(line), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    Several(L"Texts", L"TEXT", OptionTexts, AT(texts[0]), 2, offsetof(Target, repeated)),
};

#undef AT
