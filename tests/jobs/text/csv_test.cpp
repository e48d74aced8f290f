/*
 * The reader and the writer of CSV follow RFC 4180. These tests read fields with and without
 * quotes, records with each line end, and malformed texts. What Utf8PutCsv writes is read back, and
 * no cell of it is a formula to a spreadsheet.
 * Without memory a field is reported as sound but has no text.
 */
#include <vector>

#include "jobs/text/csv.h"
#include "jobs/text/utf8_text.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

enum { MostFields = 3 };

// What the text holds, a | between fields and a / behind each record; ! where it is malformed.
std::string Read(const std::string &bytes)
{
    CsvText text = {bytes.data(), bytes.data() + bytes.size()};
    std::string told;
    for (;;) {
        CsvField fields[MostFields];
        size_t count;
        const CsvAnswer answer = CsvNext(&text, fields, MostFields, &count);
        if (answer != CsvRecord)
            return told + (answer == CsvMalformed ? "!" : "");
        for (size_t i = 0; i < count; i++)
            told += (i ? "|" : "") + (i < MostFields ? std::string(fields[i].bytes, fields[i].length) : "...");
        told += "/";
    }
}

// The text of the field that all of these bytes are; "?" where it is none.
WideText TextOf(const std::string &bytes)
{
    const std::string line = bytes + "\n";
    CsvText text = {line.data(), line.data() + line.size()};
    CsvField field;
    size_t count;
    REQUIRE(CsvNext(&text, &field, 1, &count) == CsvRecord);
    REQUIRE(count == 1);
    bool sound;
    wchar_t *out = CsvFieldText(&field, &sound);
    REQUIRE(sound == (out != nullptr));
    return sound ? Take(out) : L"?";
}

} // namespace

TEST_CASE("records and their fields")
{
    CHECK(Read("") == "");
    CHECK(Read("a,b\nc\n") == "a|b/c/");
    CHECK(Read("a,b\r\nc\r\n") == "a|b/c/");
    CHECK(Read(",\n\n") == "|//");
    CHECK(Read("\"a,b\",\"c\nd\"\n") == "a,b|c\nd/");
    CHECK(Read("\"say \"\"so\"\"\"\n") == "say \"\"so\"\"/");
    CHECK(Read("\"\",x\n") == "|x/");
    CHECK(Read("\"a\"\r\n") == "a/");
    CHECK(Read("1,2,3,4,5\n") == "1|2|3|...|.../");
}

TEST_CASE("what is cut or has a quote out of place is malformed")
{
    for (const char *bytes : {"a", "a,", "a\r", "a\rb\n", "\"a", "\"a\"", "\"a\"b\n", "a\"b\n", "\"a\"\"\n", "\""}) {
        CAPTURE(bytes);
        CHECK(Read(bytes) == "!");
    }
    CHECK(Read("a\nb") == "a/!");
}

TEST_CASE("a field's bytes and its text")
{
    const CsvField field = {"Created", 7};
    CHECK(CsvFieldIs(&field, "Created"));
    CHECK_FALSE(CsvFieldIs(&field, "Create"));
    CHECK_FALSE(CsvFieldIs(&field, "Failed!"));
    CHECK(TextOf("a\u20ac") == L"a\u20ac");
    CHECK(TextOf("\"a\"\"b\"\"\"") == L"a\"b\"");
    CHECK(TextOf("") == L"");
    CHECK(TextOf("\xff") == L"?");
    CHECK(TextOf(std::string("a\0b", 3)) == L"?");
}

TEST_CASE("what Utf8PutCsv writes is read again")
{
    for (const wchar_t *word :
         {L"", L"plain", L"a,b", L"\"", L"\"\"", L"a\"b,c\"", L"line\nend", L"return\r", L"\u20ac\U0001f600"}) {
        Utf8Text out = {};
        Utf8PutCsv(&out, word);
        CHECK(TextOf(std::string(out.bytes ? out.bytes : "", out.length)) == word);
        Utf8Free(&out);
    }
}

namespace {

std::string CellOf(const WideText &word)
{
    Utf8Text out = {};
    Utf8PutCsv(&out, word.c_str());
    const std::string cell(out.bytes != nullptr ? out.bytes : "", out.length);
    Utf8Free(&out);
    return cell;
}

} // namespace

TEST_CASE("a cell that a spreadsheet takes for a formula is written with an apostrophe, and read without it")
{
    const struct {
        const wchar_t *word;
        const char *cell;
    } cases[] = {
        {L"=1+1", "'=1+1"},
        {L"+a", "'+a"},
        {L"-a", "'-a"},
        {L"@SUM(1)", "'@SUM(1)"},
        {L"=a,\"b\"", "\"'=a,\"\"b\"\"\""},
        {L"\ta", "'\ta"},
        {L"\na", "\"'\na\""},
        {L"\uFF1Da", "'\uFF1Da"},
        {L"'=a", "''=a"},
        {L"''-", "'''-"},
        {L"'a", "'a"},
        {L"a=b", "a=b"},
        {L" =a", " =a"},
        {L"'", "'"},
        {L"", ""},
    };
    for (const auto &each : cases) {
        CAPTURE(each.cell);
        CHECK(CellOf(each.word) == each.cell);
        CHECK(TextOf(each.cell) == each.word);
    }
    CHECK(TextOf("'a") == L"'a"); // of older files
}

TEST_CASE("any short text is read as it was written, and no cell is a formula")
{
    const WideText letters = L"'=-a,\"\n";
    for (size_t n = 0; n < 7 * 7 * 7 * 7; n++) {
        WideText word;
        for (size_t rest = n; rest != 0; rest /= letters.size())
            word += letters[rest % letters.size()];
        const std::string cell = CellOf(word);
        CHECK(TextOf(cell) == word);
        const char first = cell[cell[0] == '"'];
        CHECK((first != '=' && first != '-' && first != '\n'));
    }
}

#ifndef NDEBUG
TEST_CASE("without memory there is no text of a field, which is sound all the same")
{
    const CsvField field = {"a", 1};
    for (long nth = 1; nth <= 2; nth++) {
        bool sound = false;
        const OutOfMemory none(nth);
        CHECK(CsvFieldText(&field, &sound) == nullptr);
        CHECK(sound);
    }
}
#endif
