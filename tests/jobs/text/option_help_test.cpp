/*
 * A --help lists options by sections. These tests prove the order of sections and options, what a
 * page leaves out, and that an option without a section is still shown. A help that ran out of
 * memory remembers it.
 */
#include "jobs/text/option_help.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

constexpr Option Flag(const wchar_t *name, const wchar_t *value, const wchar_t *text, OptionSection section)
{
    return {{name, value, text, section}, OptionSwitch, 0, 0, nullptr, 0, 1, nullptr, 0, nullptr, nullptr, 0};
}

const Option first[] = {
    Flag(L"Loud", nullptr, L"print more", SectionMessages),
    Flag(L"Size", L"N", L"of the table", SectionTable),
    Flag(L"Alias", L"N", nullptr, SectionNone),
};
const Option second[] = {
    Flag(L"AVeryLongName", L"VALUE", L"too long", SectionTable),
    Flag(L"Hidden", nullptr, L"left out", SectionTable),
    Flag(L"Keys", nullptr, L"of a section without an example", SectionKeys),
    Flag(L"Lost", nullptr, L"has none", SectionNone),
};
const OptionGroup groups[] = {{first, 3, nullptr}, {second, 4, nullptr}};
bool IsHidden(const wchar_t *name)
{
    return TextEqual(name, L"Hidden");
}

const HelpPage page = {L"tool", "Table: a --Size=1\nRun: b\nMessages: c\n", groups, 2, 14, IsHidden};

} // namespace

TEST_CASE("each section has its title, its options in the order of the groups, and its example")
{
    Utf8Text out = {};
    HelpPutSections(&out, &page);
    CHECK(std::string(out.bytes, out.length) == "\nTable\n"
                                                "  --Size=N    of the table\n"
                                                "  --AVeryLongName=VALUE too long\n"
                                                "  Example: tool a --Size=1\n"
                                                "\nMessages\n"
                                                "  --Loud      print more\n"
                                                "  Example: tool c\n"
                                                "\nOthers\n"
                                                "  --Lost      has none\n"
                                                "\n");
    Utf8Free(&out);
}

#ifndef NDEBUG
TEST_CASE("a help that gets no memory ends, and says so")
{
    OutOfMemory none(1);
    Utf8Text out = {};
    HelpPutSections(&out, &page);
    CHECK(none.Reached());
    CHECK(out.failed);
    Utf8Free(&out);
}
#endif
