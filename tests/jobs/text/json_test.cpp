/*
 * The reader and the writer of JSON follow RFC 8259. These tests list texts that are JSON and texts
 * that are not. They walk members and elements, and decode strings and numbers. What Utf8PutJson
 * writes is read back. Without memory a string is reported as sound but has no text.
 */
#include <cstdint>

#include "jobs/text/json_scan.h"
#include "jobs/text/utf8_text.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

// Is the text JSON, looked at in slices of so many bytes?
bool SoundInSlices(const std::string &bytes, size_t slice, JsonMember *members = nullptr, size_t room = 0,
                   size_t *count = nullptr)
{
    JsonScan scan;
    JsonScanBegin(&scan, bytes.data(), bytes.size(), true, members, room);
    JsonScanAnswer answer = JsonScanMore;
    while (answer == JsonScanMore) {
        const char *const before = scan.at;
        answer = JsonScanOn(&scan, slice);
        CHECK(scan.at <= bytes.data() + bytes.size());
        CHECK(size_t(scan.at - before) <= slice + JsonMostNumberBytes);
        CHECK((answer != JsonScanMore || scan.at > before));
    }
    if (count != nullptr)
        *count = scan.memberCount;
    return answer == JsonScanSound;
}

bool Sound(const std::string &bytes)
{
    JsonSlice value;
    const bool sound = JsonWhole(bytes.data(), bytes.size(), &value);
    for (const size_t slice : {1, 2, 7, 1000})
        CHECK(SoundInSlices(bytes, slice) == sound);
    return sound;
}

JsonSlice Slice(const char *bytes)
{
    JsonSlice value;
    REQUIRE(JsonWhole(bytes, std::strlen(bytes), &value));
    return value;
}

std::string Bytes(const JsonSlice &slice)
{
    return std::string(slice.bytes, slice.length);
}

// The text of a string; "?" where it is none.
WideText TextOf(const char *bytes)
{
    const JsonSlice value = Slice(bytes);
    bool sound;
    wchar_t *text = JsonText(&value, &sound);
    REQUIRE(sound == (text != nullptr));
    return sound ? Take(text) : L"?";
}

// The value's number; 77 where it is none.
uint64_t NumberOf(const char *bytes)
{
    uint64_t number;
    const JsonSlice value = {bytes, std::strlen(bytes)};
    return JsonNumber(&value, &number) ? number : 77;
}

} // namespace

TEST_CASE("texts of JSON")
{
    // clang-format off
    for (const char *bytes : {"{}", "[]", " [ ] ", "{ }", "\"\"", "0", "-0", "12.5", "1e9", "1E+9", "1.5e-9", "true",
                              "false", "null", "\t\r\n1 ", "[1,2, 3 ,\"x\"]", "{\"a\":1,\"b\":[{}]}",
                              " { \"a\" : { \"b\" : null } } ", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF\"", "\"\u20ac\"",
                              "[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]"}) {
        // clang-format on
        CAPTURE(bytes);
        CHECK(Sound(bytes));
    }
}

TEST_CASE("what is no text of JSON")
{
    // clang-format off
    for (const char *bytes : {"", " ", "{", "[", "\"", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "[1,]",
                              "[1 2]", "[,]", "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x1", "tru", "nulls", "True",
                              "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\\"", "\"a\nb\"", "1 1", "[]]", "{}{}",
                              "{\"a\" 1}", "\"\\u123", "[1", "{\"a\":1", "'a'", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"}) {
        // clang-format on
        CAPTURE(bytes);
        CHECK_FALSE(Sound(bytes));
    }
    CHECK_FALSE(Sound(std::string("\"\\\0\"", 4)));
    CHECK_FALSE(Sound(std::string("1\0", 2)));
    CHECK_FALSE(Sound(std::string(100000, '[')));
}

TEST_CASE("members of an object, by order and by name")
{
    const JsonSlice object = Slice(" { \"a\" : 1 , \"b\":{\"a\":[2]},\"a\":3} ");
    JsonMembers members = JsonMembersOf(&object);
    JsonSlice name, value;
    std::string told;
    while (JsonNextMember(&members, &name, &value))
        told += Bytes(name) + Bytes(value) + ";";
    CHECK(told == "\"a\"1;\"b\"{\"a\":[2]};\"a\"3;");
    REQUIRE(JsonFind(&object, "a", &value));
    CHECK(Bytes(value) == "1");
    REQUIRE(JsonFind(&object, "b", &value));
    CHECK(Bytes(value) == "{\"a\":[2]}");
    CHECK_FALSE(JsonFind(&object, "c", &value));
    CHECK_FALSE(JsonFind(&object, "", &value));
    const JsonSlice array = Slice("[\"a\",1]"), empty = {"", 0};
    CHECK_FALSE(JsonFind(&array, "a", &value));
    CHECK_FALSE(JsonFind(&empty, "a", &value));
}

TEST_CASE("a text of any length is looked at in slices, which find an object's own members")
{
    const std::string blanks(100000, ' '), letters(100000, 'x');
    const std::string text = blanks + "{" + blanks + "\"" + letters + "\":" + blanks + "[{\"in\": 1}, 2]," + blanks +
                             "\"b\":\"" + letters + "\\n\", \"c\": {} }" + blanks;
    JsonMember members[3] = {};
    for (const size_t room : {0, 2, 3}) {
        size_t count = 0;
        REQUIRE(SoundInSlices(text, 1000, members, room, &count));
        CHECK(count == 3);
    }
    CHECK(Bytes(members[0].name) == "\"" + letters + "\"");
    CHECK(Bytes(members[0].value) == "[{\"in\": 1}, 2]");
    CHECK(Bytes(members[1].name) == "\"b\"");
    CHECK(Bytes(members[1].value) == "\"" + letters + "\\n\"");
    CHECK(Bytes(members[2].name) == "\"c\"");
    CHECK(Bytes(members[2].value) == "{}");
    size_t count = 7;
    CHECK(SoundInSlices("[{\"a\": 1}]", 3, members, 3, &count));
    CHECK(count == 0);
    CHECK(Sound(std::string(JsonMostNumberBytes, '1')));
    CHECK_FALSE(Sound(std::string(JsonMostNumberBytes + 1, '1')));
}

TEST_CASE("elements of an array, and none of anything else")
{
    const JsonSlice array = Slice("[ 1,\"b\" , [3] ]"), text = Slice("\"[1]\""), none = Slice("[]"), digit = Slice("7");
    JsonMembers elements = JsonMembersOf(&array);
    JsonSlice value;
    std::string told;
    while (JsonNextElement(&elements, &value))
        told += Bytes(value) + ";";
    CHECK(told == "1;\"b\";[3];");
    for (const JsonSlice &each : {text, none, digit}) {
        JsonMembers members = JsonMembersOf(&each);
        if (each.bytes != none.bytes)
            CHECK(members.end == members.at);
        CHECK_FALSE(JsonNextElement(&members, &value));
    }
}

TEST_CASE("the same bytes, names and numbers")
{
    const JsonSlice a = Slice("\"ab\""), b = Slice("\"ab\""), c = Slice("\"ac\""), d = Slice("\"abc\"");
    CHECK(JsonSame(&a, &b));
    CHECK_FALSE(JsonSame(&a, &c));
    CHECK_FALSE(JsonSame(&a, &d));
    CHECK(JsonNameIs(&a, "ab"));
    CHECK_FALSE(JsonNameIs(&c, "ab"));
    CHECK_FALSE(JsonNameIs(&d, "ab"));
    CHECK(NumberOf("0") == 0);
    CHECK(NumberOf("18446744073709551615") == UINT64_MAX);
    for (const char *bytes : {"", "18446744073709551616", "99999999999999999999", "-1", "1.0", "\"1\""})
        CHECK(NumberOf(bytes) == 77);
}

TEST_CASE("the text of a string")
{
    CHECK(TextOf("\"\"") == L"");
    CHECK(TextOf("\"a\u20ac\"") == L"a\u20ac");
    CHECK(TextOf("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"") == L"\"\\/\b\f\n\r\t");
    CHECK(TextOf("\"x\\u20AC\\u00e4\\ud83d\\ude00y\"") == L"x\u20ac\u00e4\U0001f600y");
    CHECK(TextOf("\"\u20ac\\n\u20ac\\n\"") == L"\u20ac\n\u20ac\n");
    for (const char *bytes : {"\"\\u0000\"", "\"\xff\"", "1", "[]", "true"})
        CHECK(TextOf(bytes) == L"?");
    const JsonSlice shortest = {"\"", 1};
    bool sound = true;
    CHECK(JsonText(&shortest, &sound) == nullptr);
    CHECK_FALSE(sound);
}

TEST_CASE("what Utf8PutJson writes is read again")
{
    for (const wchar_t *word :
         {L"", L"plain", L"\"", L"\\", L"C:\\dir\\", L"tab\there\n\r\x1f\x01", L"\u20ac\U0001f600\x7f"}) {
        Utf8Text out = {};
        Utf8PutJson(&out, word);
        Utf8PutBytes(&out, "", 1);
        CHECK(TextOf(out.bytes) == word);
        Utf8Free(&out);
    }
}

#ifndef NDEBUG
TEST_CASE("without memory there is no text of a string, which is sound all the same")
{
    const JsonSlice value = Slice("\"a\"");
    bool sound = false;
    const OutOfMemory none(1);
    CHECK(JsonText(&value, &sound) == nullptr);
    CHECK(sound);
}
#endif
