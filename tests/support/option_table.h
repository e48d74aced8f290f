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

static constexpr OptionHelp Named(const wchar_t *name, const wchar_t *value)
{
    return {name, value, nullptr, SectionNone};
}

// Makes an option of several values: so many at most, and where their count goes.
static Option Several(const wchar_t *name, const wchar_t *value, OptionKind kind, uint32_t offset, uint32_t bytes,
                      uint64_t most, size_t countOffset)
{
    return {Named(name, value), kind, offset, bytes, nullptr, 0, most, nullptr, countOffset, nullptr, nullptr, 0};
}

static const Option table[] = {
    {Named(L"Flag", nullptr), OptionSwitch, AT(flag), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    {Named(L"Narrow", nullptr), OptionSwitch, AT(narrow), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    {Named(L"Number", L"N"), OptionNumber, AT(number), nullptr, 5, UINT64_MAX, nullptr, 0, nullptr, nullptr, 0},
    {Named(L"Seconds", L"N"), OptionNumber, AT(small), nullptr, 0, 60, L"seconds", 0, nullptr, nullptr, 0},
    {Named(L"Size", L"SIZE"), OptionChoice, AT(choice), sizes, 0, 0, nullptr, 0, nullptr, nullptr, 0},
    {Named(L"Checked", L"SIZE"), OptionChoice, 0, 0, sizes, 0, 0, L"a size", 0, nullptr, nullptr, 0},
    {Named(L"Parts", L"PART,..."), OptionFlags, AT(flags), parts, 0, 0, nullptr, 0, nullptr, nullptr, 0},
    {Named(L"Shard", L"i/n"), OptionPart, AT(part), nullptr, 0, 9, nullptr, offsetof(Target, parts), nullptr, nullptr,
     0},
    Several(L"Numbers", L"N,...", OptionNumbers, AT(numbers[0]), 4, offsetof(Target, listed)),
    {Named(L"Text", L"TEXT"), OptionText, AT(text), nullptr, 0, 1, nullptr, 0, L"other", AcceptsText, 0},
    {Named(L"Line", L"LINE"), OptionCommand, AT(line), nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0},
    Several(L"Texts", L"TEXT", OptionTexts, AT(texts[0]), 2, offsetof(Target, repeated)),
};

#undef AT
