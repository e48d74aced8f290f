/*
 * Records of JSON Lines are objects, one a line, whose values are strings, numbers, true and false.
 * These tests prove that strings are unescaped, that members may come in any order, and that what
 * is malformed is refused with its line and its text.
 */
#include <doctest/doctest.h>

#include <random>

#include "support/chm01/records_reader.h"

namespace {

std::string Read(const std::string &text, uint64_t slice = UINT64_MAX)
{
    RecordsReader reader;
    reader.choice.keyColumn = "k";
    reader.choice.isJson = true;
    reader.slice = slice;
    std::string told = reader.Rows(text);
    for (uint32_t column = 0; reader.records != nullptr && column < reader.records->columnCount; column++)
        told += reader.Type(column) + ";";
    return told;
}

// Each text, an arrow, and what is said of it.
void MustRead(const std::vector<std::string> &cases)
{
    for (const std::string &each : cases) {
        const size_t arrow = each.find("=> ");
        CHECK(Read(each.substr(0, arrow)) == each.substr(arrow + 3));
    }
}

} // namespace

TEST_CASE("objects become rows")
{
    MustRead({"{\"k\":\"a\",\"v\":1}\n{\"v\" : -2 , \"k\":\"b\"}\n"
              "=> "
              "a|1|\nb|-2|\ntext;i8;",
              "\xEF\xBB\xBF \n{\"v\":true,\"k\":5}\r\n\n{ \"k\" : 6,\"v\":false }"
              "=> "
              "true|5|\nfalse|6|\nbool;;",
              "{\"k\":\"\\u00e4\\n\\\"\\\\\\/\\b\\f\\r\\t\",\"v\":\"\\uD83D\\ude00\"}"
              "=> "
              "\xC3\xA4\n\"\\/\b\f\r\t|\xF0\x9F\x98\x80|\ntext;text;"});
    CHECK(Read("{\"k\":\"x\",\"v\":\"12\"}") == "x|12|\ntext;text;"); // a string is no number
    CHECK(Read("{\"k\":\"01\"}\n{\"k\":\"1\"}") == "01|\n1|\ntext;"); // nor is it a key
    CHECK(Read("{\"k\":\"x\",\"v\":1.5e3}\n{\"k\":\"y\",\"v\":2}") == "x|1.5e3|\ny|2|\ntext;f64;");
    CHECK(Read("{\"\\u006b\":\"x\"}\n{\"k\":\"y\"}") == "x|\ny|\ntext;");
}

TEST_CASE("what is malformed is refused with its line and text")
{
    MustRead({"{}"
              "=> "
              "line 1 column 2 [}]: the name of a member is expected",
              "[1]"
              "=> "
              "line 1 column 1 [[1]]: an object is expected",
              "{\"k\":1}\n{\"k\":2"
              "=> "
              "line 2 column 7 []: a comma or the object's end is expected",
              "{\"k\":1}\n{\"k\" 2}"
              "=> "
              "line 2 column 6 [2}]: a colon is expected",
              "{\"k\":1} {\"k\":2}"
              "=> "
              "line 1 column 9 [{\"k\":2}]: something stands behind the object",
              "{\"k\":1,\"k\":2}"
              "=> "
              "line 1 column 8 [k]: the object has two members of a name",
              "{\"k\":1}\n\n{\"k\":2,\"w\":3}"
              "=> "
              "line 3 column 8 [w]: the object has a member that the first one lacks",
              "{\"k\":1,\"v\":2}\n{\"k\":3}"
              "=> "
              "line 2 column 7 v: the object lacks a member that the first one has"});
    for (const char *const value : {"null", "[1]", "{}", "01", "+1", ".5", "1.", "0x10", "TRUE", "1e999", "-", "1.5.2"})
        CHECK(Read(std::string("{\"k\":") + value + "}").find("a value is a string, a number, true or false") !=
              std::string::npos);
    for (const char *const escape : {"\\x", "\\u12", "\\uD800", "\\uDC00", "\\uD800\\u0041", "\\u0000", "\\"})
        CHECK(Read(std::string("{\"k\":\"") + escape + "\"}").find("line 1 ") == 0);
    CHECK(Read("{\"k\":\"a\nb\"}").find("control character") != std::string::npos);
    CHECK(Read("{\"k\":\"abc").find("a string has no end") != std::string::npos);
}

TEST_CASE("every slice gives the strings that were written")
{
    std::mt19937 random(16);
    for (int turn = 0; turn < 200; turn++) {
        std::string text, wanted;
        for (int row = 0; row < 1 + turn % 7; row++) {
            std::string written, meant;
            for (size_t left = random() % 12; left != 0; left--) {
                static const char *const escaped[] = {"a", "\\u0041", "\\\"", "\\uD83D\\uDE00", "\xC3\xA4", "\\n", "}"};
                static const char *const plain[] = {"a", "A", "\"", "\xF0\x9F\x98\x80", "\xC3\xA4", "\n", "}"};
                const size_t form = random() % 7;
                written += escaped[form];
                meant += plain[form];
            }
            text += "{\"k\":\"" + std::to_string(row) + "-\",\"v\":\"" + written + "\"}\n";
            wanted += std::to_string(row) + "-|" + meant + "|\n";
        }
        CHECK(Read(text, 1 + random() % 9) == wanted + "text;text;");
    }
}
