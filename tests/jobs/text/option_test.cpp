/*
 * These tests use the option parser with a table of one option per kind. Each kind stores its
 * value, and a wrong value stores nothing and says what was expected. An unknown name is reported
 * with the likely one. Written options can be read again.
 */
#include <cstdint>
#include <vector>

#include "jobs/text/option_text.h"
#include "support/option_table.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

// A command line that is parsed: its words, the first error and what came to the target. The texts
// in there are of the words.
struct Parsed {
    std::vector<WideText> words;
    Target target = {};
    WideText others, error;
    OptionStatus status;

    Parsed(std::initializer_list<const wchar_t *> line) : words(line.begin(), line.end())
    {
        std::vector<const wchar_t *> argv;
        for (const WideText &word : words)
            argv.push_back(word.c_str());
        const OptionGroup groups[] = {{nullptr, 0, nullptr}, {table, sizeof table / sizeof *table, &target}};
        OptionLine at = {groups, 2, int(argv.size()), argv.data(), 0, false};
        OptionError problem;
        const wchar_t *word;
        while ((status = OptionNext(&at, &word, &problem)) == OptionTaken || status == OptionWordTaken) {
            if (status == OptionWordTaken)
                others += word + WideText(L"|");
        }
        if (status != OptionEnd) {
            CHECK(problem.status == status);
            error = WideText(problem.subject) + L": " + problem.reason;
        }
    }
};

WideText ErrorOf(const wchar_t *argument)
{
    return Parsed({argument}).error;
}

} // namespace

TEST_CASE("each kind of option stores what it was given")
{
    CHECK(Parsed({L"--Flag"}).target.flag == 1);
    CHECK(Parsed({L"--Flag", L"--flag=No"}).target.flag == 0);
    CHECK(Parsed({L"--Narrow=yes"}).target.narrow == 1);
    CHECK(Parsed({L"--Number=18446744073709551615"}).target.number == UINT64_MAX);
    CHECK(Parsed({L"--number", L"0xFf"}).target.number == 255);
    CHECK(Parsed({L"--Seconds=60"}).target.small == 60);
    CHECK(Parsed({L"--Size=huge"}).target.choice == Huge);
    CHECK(Parsed({L"--Checked=Tiny"}).status == OptionEnd);
    CHECK(Parsed({L"--Parts=Tail,head"}).target.flags == 3);
    CHECK(Parsed({L"--Parts=Head", L"--Parts=None"}).target.flags == 0);
    const Parsed shard({L"--Shard=2/9"});
    CHECK(shard.target.part == 2);
    CHECK(shard.target.parts == 9);
    const Parsed numbers({L"--Numbers=1,0x10,3,4"});
    CHECK(numbers.target.listed == 4);
    CHECK(numbers.target.numbers[1] == 16);
    CHECK(numbers.target.numbers[3] == 4);
    const Parsed text({L"--Text", L"a b"});
    CHECK(text.target.text == WideText(L"a b"));
    const Parsed texts({L"--Texts=a", L"--Texts", L""});
    CHECK(texts.target.repeated == 2);
    CHECK(texts.target.texts[0] == WideText(L"a"));
    CHECK(texts.target.texts[1] == WideText());
}

TEST_CASE("a wrong value is told with what is wanted, and nothing is stored")
{
    const struct {
        const wchar_t *argument, *wanted;
    } cases[] = {
        {L"--Flag=maybe", L"expected true or false"},
        {L"--Number=4", L"expected a whole number from 5 to 18446744073709551615"},
        {L"--Number=18446744073709551616", L"expected a whole number from 5 to 18446744073709551615"},
        {L"--Number=12a", L"expected a whole number from 5 to 18446744073709551615"},
        {L"--Number=0x", L"expected a whole number from 5 to 18446744073709551615"},
        {L"--Seconds=61", L"expected a whole number of seconds from 0 to 60"},
        {L"--Seconds=", L"expected a whole number of seconds from 0 to 60"},
        {L"--Size=Big", L"expected Tiny or Huge"},
        {L"--Size=Hug", L"expected Tiny or Huge"},
        {L"--Size=Huger", L"expected Tiny or Huge"},
        {L"--Checked=Big", L"expected a size"},
        {L"--Parts=Head,None", L"expected Head, Tail or None (several are separated by commas)"},
        {L"--Parts=Head,", L"expected Head, Tail or None (several are separated by commas)"},
        {L"--Shard=3", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Shard=0/3", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Shard=4/3", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Shard=1/10", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Shard=a/3", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Shard=1/b", L"expected i/n, i from 1 to n, n at most 9"},
        {L"--Numbers=1,2,3,4,5", L"expected 1 to 4 whole numbers, separated by commas"},
        {L"--Numbers=1,,2", L"expected 1 to 4 whole numbers, separated by commas"},
    };
    const Target nothing = {};
    for (const auto &each : cases) {
        const Parsed parsed({each.argument});
        CHECK(parsed.status == OptionValueBad);
        CHECK(parsed.error == each.argument + WideText(L": ") + each.wanted);
        CHECK(std::memcmp(&parsed.target, &nothing, sizeof nothing) == 0);
    }
    CHECK(ErrorOf(L"--Text") == L"--Text: expected a value");
    CHECK(ErrorOf(L"--Text=!a") == L"--Text=!a: expected a value");
    CHECK(Parsed({L"--Texts=1", L"--Texts=2", L"--Texts=3"}).error == L"--Texts=3: expected a value, at most 2 times");
    CHECK(Parsed({L"--Number", L"x"}).error.substr(0, 12) == L"--Number=x: ");
}

TEST_CASE("an option or -- is no value of the one before it")
{
    CHECK(Parsed({L"--Text", L"--Flag"}).error == L"--Text: expected a value");
    CHECK(Parsed({L"--Text", L"--"}).error == L"--Text: expected a value");
    CHECK(Parsed({L"--Text", L"-"}).target.text == WideText(L"-"));
    CHECK(Parsed({L"--Text=--Flag"}).target.text == WideText(L"--Flag"));
}

TEST_CASE("what is meant as an option is never a word")
{
    for (const wchar_t *word : {L"-Number=5", L"/Number=5", L"/Number:5"})
        CHECK(ErrorOf(word) == WideText(word, 7) + L": ; did you mean --Number?");
    const WideText none = L": ; an option begins with --, and what follows -- alone is none.";
    for (const wchar_t *word : {L"-x", L"-5", L"/x", L"/"})
        CHECK(ErrorOf(word) == word + none);
    CHECK(Parsed({L"/x/y", L"/x\\y", L"//x/y", L"-", L".\\-x", L"--", L"-x", L"/x"}).others ==
          L"/x/y|/x\\y|//x/y|-|.\\-x|-x|/x|");
    CHECK(Parsed({L"--Text", L"-x"}).error == L"--Text: expected a value");
    CHECK(Parsed({L"--Text", L"-5"}).target.text == WideText(L"-5"));
    CHECK(Parsed({L"--Text", L"/x"}).target.text == WideText(L"/x"));
}

TEST_CASE("a quote that a backslash made a letter of is told, but in a command line")
{
    const WideText told = L": there is a quote in it: behind a backslash a quote does not end a text; "
                          L"write \"dir\" or \"dir\\\\\" instead of \"dir\\\"";
    CHECK(ErrorOf(L"a b\" --Flag") == L"a b\" --Flag" + told);
    CHECK(ErrorOf(L"--Text=a\"") == L"--Text=a\"" + told);
    CHECK(Parsed({L"--Texts", L"a\""}).error == L"--Texts=a\"" + told);
    CHECK(Parsed({L"--Line=\"a b\" c"}).target.line == WideText(L"\"a b\" c"));
}

TEST_CASE("an option that isn't there is told, with the one that was meant")
{
    CHECK(ErrorOf(L"--Nubmers=5") == L"--Nubmers: ; did you mean --Numbers?");
    CHECK(ErrorOf(L"--Second") == L"--Second: ; did you mean --Seconds?");
    CHECK(ErrorOf(L"--sec") == L"--sec: ; did you mean --Seconds?");
    CHECK(ErrorOf(L"--Nothing=like=it") == L"--Nothing: .");
    CHECK(ErrorOf(L"--=5") == L"--: .");
    const WideText longest = L"--" + WideText(100, L'x');
    CHECK(ErrorOf((longest + L"=1").c_str()) == longest + L"=1: .");
    const WideText line = L"--Number=" + WideText(1000, L'9');
    CHECK(ErrorOf(line.c_str()).substr(0, line.size()) == line);
    const WideText value(1000, L'9');
    CHECK(Parsed({L"--Number", value.c_str()}).error.find(L": ") == 9 + 400);
}

TEST_CASE("words go between options, and behind -- all is a word")
{
    CHECK(Parsed({L"a", L"--Flag", L"-", L"--Number", L"7", L"b"}).others == L"a|-|b|");
    CHECK(Parsed({L"a", L"--", L"--Flag", L"--", L"b"}).others == L"a|--Flag|--|b|");
    CHECK(Parsed({L"--"}).status == OptionEnd);
    CHECK(Parsed({}).status == OptionEnd);
}

TEST_CASE("an option by its place or by its name")
{
    Target target = {};
    const OptionGroup group = {table, sizeof table / sizeof *table, &target};
    OptionError error;
    int at = 1;
    size_t which = 7;
    const wchar_t *const words[] = {L"a", L"--Seconds", L"5", L"word"};
    CHECK(OptionRead(&group, 1, 4, words, &at, &which, &error) == OptionTaken);
    CHECK(at == 3);
    CHECK(which == 0);
    CHECK(OptionRead(&group, 1, 4, words, &at, nullptr, &error) == OptionUnknown);
    CHECK(error.subject == WideText(L"word"));
    CHECK(error.reason == WideText(L"; an option begins with --."));
    CHECK(at == 3);
    CHECK(OptionReadValue(&group, L"SECONDS", L"6", L"it", &error) == OptionTaken);
    CHECK(target.small == 6);
    CHECK(OptionReadValue(&group, L"Seconds", L"66", L"it", &error) == OptionValueBad);
    CHECK(error.subject == WideText(L"it"));
    CHECK(OptionReadValue(&group, L"Hours", L"6", L"it", &error) == OptionUnknown);
    CHECK(error.subject == WideText(L"Hours"));
    CHECK(error.reason == WideText(L"."));
}

TEST_CASE("what was read is written, and differs from what was not")
{
    const Target nothing = {};
    for (const wchar_t *argument :
         {L"--Flag=true", L"--Narrow=true", L"--Number=18446744073709551615", L"--Seconds=9", L"--Size=Huge",
          L"--Parts=Head,Tail", L"--Parts=Tail", L"--Shard=2/3", L"--Numbers=7,8", L"--Text=a b", L"--Texts=once"}) {
        const Parsed parsed({argument});
        REQUIRE(parsed.status == OptionEnd);
        size_t differing = 0;
        for (const Option &option : table) {
            if (!OptionDiffers(&option, &parsed.target, &nothing))
                continue;
            differing++;
            CHECK(Take(OptionWrite(&option, &parsed.target)) == argument);
        }
        CHECK(differing == 1);
    }
    const Option &flag = table[0], &parts_ = table[6], &text = table[9];
    CHECK(Take(OptionWrite(&flag, &nothing)) == L"--Flag=false");
    CHECK(Take(OptionWrite(&parts_, &nothing)) == L"--Parts=None");
    CHECK(Take(OptionWrite(&text, &nothing)) == L"--Text=other"); // what it stands for
    CHECK(Take(OptionValueText(&table[5], &nothing)) == L"Tiny"); // nothing is stored
    const Parsed a({L"--Text=a"}), again({L"--Text=a"}), b({L"--Text=b"}), few({L"--Numbers=1,2"}),
        other({L"--Numbers=1,3"});
    CHECK_FALSE(OptionDiffers(&text, &a.target, &again.target));
    CHECK(OptionDiffers(&text, &a.target, &b.target));
    CHECK(OptionDiffers(&text, &nothing, &b.target));
    CHECK(OptionDiffers(&table[8], &few.target, &other.target));
    CHECK_FALSE(OptionDiffers(&table[8], &few.target, &few.target));
}

#ifndef NDEBUG
TEST_CASE("without memory no option is written")
{
    const Target nothing = {};
    const OutOfMemory none(1);
    CHECK(OptionWrite(&table[0], &nothing) == nullptr);
}
#endif
