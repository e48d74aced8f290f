/*
 * A column's type is the smallest that holds all of its cells, or the one that it is declared to
 * have. These tests prove both, that a cell which does not fit is named, and what keys are.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "support/chm01/records_reader.h"

namespace {

// The type of a second column with these cells.
std::string TypeOf(const std::vector<std::string> &cells)
{
    RecordsReader reader;
    reader.choice.keyColumn = "k";
    std::string text = "k,v\n";
    for (size_t i = 0; i < cells.size(); i++)
        text += "k" + std::to_string(i) + "," + cells[i] + "\n";
    return reader.Read(text) == ChmOk ? reader.Type(1) : reader.Told();
}

// What is said of a cell of a declared column; nothing where it is taken.
std::string Declared(const std::string &type, const std::string &cell)
{
    RecordsReader reader;
    reader.choice.keyColumn = "k";
    return reader.Read("k,v:" + type + "\nx," + cell + "\n") == ChmOk ? "" : reader.Told();
}

std::string Keys(const std::string &text, RecordsReader &reader)
{
    reader.choice.keyColumn = "k";
    return reader.Read(text) == ChmOk ? std::to_string(reader.records->keyBytes) : reader.Told();
}

} // namespace

TEST_CASE("the smallest type that holds all cells is taken")
{
    const std::pair<std::vector<std::string>, std::string> cases[] = {{{"0", "255"}, "u8"},
                                                                      {{"256"}, "u16"},
                                                                      {{"0x10000"}, "u32"},
                                                                      {{"4294967296", "18446744073709551615"}, "u64"},
                                                                      {{"18446744073709551616"}, "f64"},
                                                                      {{"-128", "127"}, "i8"},
                                                                      {{"-1", "128"}, "i16"},
                                                                      {{"-32769"}, "i32"},
                                                                      {{"-9223372036854775808"}, "i64"},
                                                                      {{"-9223372036854775809"}, "f64"},
                                                                      {{"-1", "18446744073709551615"}, "f64"},
                                                                      {{"1", "2.5", "-1e10"}, "f64"},
                                                                      {{".5", "1e-323"}, "f64"},
                                                                      {{"+49301234"}, "text"},
                                                                      {{"5."}, "text"},
                                                                      {{"true", "FALSE"}, "bool"},
                                                                      {{"true", "1"}, "text"},
                                                                      {{"1", ""}, "text"},
                                                                      {{"007"}, "text"},
                                                                      {{"1e999"}, "text"},
                                                                      {{" 5 "}, "u8"}};
    for (const auto &each : cases)
        CHECK(TypeOf(each.first) == each.second);
}

TEST_CASE("a cell that is not of its declared type is named")
{
    for (const char *const taken :
         {"u16=65535", "u16=007", "i8=-128", "f64=12345678901234567890123", "f64=-0.5E-300", "f64=0e999", "f64=.5",
          "f64=-.5", "f64=5.", "f64=+1", "f64=+1.e3", "f64=1e-308", "f64=1e-323", "u8=+5", "i8=+5", "bool=1",
          "bool=False", "text=x", "enum=two_words"}) {
        const char *const equals = std::strchr(taken, '=');
        CHECK(Declared(std::string(taken, equals), equals + 1) == "");
    }
    CHECK(Declared("u16", "65536") == "line 2 column 3 v [65536]: the cell is not of its column's type u16");
    CHECK(Declared("u8", "-1").find("[-1]") != std::string::npos);
    for (const char *const cell :
         {"1e308", "1e-324", "nan", "inf", ".", "+", "+.", "++1", "+-1", "-.e1", "+0x1", "1e", "0x1p3", ""})
        CHECK(Declared("f64", cell).find("f64") != std::string::npos);
    CHECK(Declared("i8", "128").find("i8") != std::string::npos);
    CHECK(Declared("bool", "yes").find("bool") != std::string::npos);
    for (const char *const cell : {"two words", "", "_x", "x_", "a__b", "\xC3\xA4"})
        CHECK(Declared("enum", cell).find("an enum's text") != std::string::npos);
}

TEST_CASE("a word behind a colon is a type, or a column is named with it")
{
    const std::string list = ": there is no such type (text, bool, f64, enum, u8, u16, u32, u64, i8, i16, i32, i64)";
    const auto read = [](const char *names, const char *columns, const char *key = "k") {
        RecordsReader reader;
        reader.choice.keyColumn = key;
        reader.choice.columns = columns;
        return reader.Read(std::string(names) + "\nx,1\n") == ChmOk ? reader.Name(1) + ":" + reader.Type(1)
                                                                    : reader.Told();
    };
    CHECK(read("k,v: U16 ", nullptr) == "v:u16");
    CHECK(read("k,v :u16", "v:I8") == "v:i8");
    for (const char *const type : {"uint16", "u99", "string", "x"})
        CHECK(read((std::string("k,v:") + type).c_str(), nullptr) ==
              std::string("line 1 column 3 v:") + type + " [" + type + "]" + list);
    CHECK(read("k,v:uint16", "v").find("line 1 column 3 v:uint16 [uint16]: ") == 0);
    CHECK(read("k:txt,v", nullptr).find("line 1 column 1 k:txt [txt]: ") == 0);
    CHECK(read("k:txt,v", nullptr, "1").find("line 1 column 1 k:txt [txt]: ") == 0);
    CHECK(read("k,v", "v:u3") == "line 1 [u3]" + list);
    for (const char *const name : {"v:", ":u8", "08:00", "v: 1st", "v: a b"})
        CHECK(read((std::string("k,") + name).c_str(), nullptr) == std::string(name) + ":u8");
    CHECK(read("k,xml:lang", "xml:lang") == "xml:lang:u8");
    CHECK(read("k,xml:lang", "xml:lang:u32") == "xml:lang:u32");
    CHECK(read("xml:lang,v", nullptr, "xml:lang") == "v:u8");
}

TEST_CASE("keys are numbers, or texts, and not both")
{
    RecordsReader reader;
    CHECK(Keys("k\n1\n0x10\n", reader) == "4");
    CHECK(reinterpret_cast<uint32_t *>(reader.keys.get())[1] == 16);
    CHECK(Keys("k\n4294967296\n", reader) == "8");
    CHECK(Keys("k\n{00112233-4455-6677-8899-aabbccddeeff}\n", reader) == "16");
    CHECK(reader.keys[0] == 0x6677445500112233u);
    CHECK(Keys("k\na\nb\n", reader) == "0");
    CHECK(Keys("k\n1\nb\n", reader) ==
          "line 3 column 1 k: the key is no number, but an earlier one is; --KeyType=Text makes all keys texts");
    CHECK(Keys("k\na\n2\n", reader) ==
          "line 3 column 1 k: the key is a number, but an earlier one is not; --KeyType=Text makes all keys texts");
    CHECK(Keys("k:text\n1\n2\n", reader) == "0");
    CHECK(Keys("k:u8\n1\n256\n", reader) ==
          "line 3 column 1 k [256]: the key has more bits than its type or --KeySizeInBytes says");
    CHECK(Keys("k:u64\n1\n", reader) == "8");
    for (const char *const names : {"k,a:enum,a_b:enum", "a-b:enum,k,a b:enum"})
        CHECK(Keys(std::string(names) + "\n", reader).find("the name of an enum begins with that") !=
              std::string::npos);
    CHECK(Keys("k,a:enum,ab:enum,a_b\n1,b_c,c,d\n", reader) == "4");
    CHECK(Keys("k:f64\n1\n", reader) == "line 1 column 1 k: a key is text, enum, u8, u16, u32 or u64");
    reader.choice.wantsTexts = true;
    CHECK(Keys("k\n1\nb\n", reader) == "0");
    reader.choice.wantsTexts = false;
    reader.choice.wantsNumbers = true;
    CHECK(Keys("k\n1\nb\n", reader) == "line 3 column 1 k [b]: the key is no number");
}

TEST_CASE("a text whose first line is a number is no records")
{
    const auto areKeys = [](const std::string &text) {
        return RecordsAreKeys(reinterpret_cast<const uint8_t *>(text.data()), text.size());
    };
    for (const char *const text : {"1", "0x1F\r\n2", "\xEF\xBB\xBF 7 \n", "00112233-4455-6677-8899-aabbccddeeff\n"})
        CHECK(areKeys(text));
    for (const char *const text : {"", "id\n1\n", "1,2\n", "-1\n", "\n1\n"})
        CHECK_FALSE(areKeys(text));
}

TEST_CASE("one small column beside numbers is values of a table")
{
    RecordsReader reader;
    CHECK(Keys("k,v\n1,7\n2,65535\n", reader) == "4");
    CHECK(RecordsValueBits(reader.records) == 16);
    CHECK(reinterpret_cast<uint16_t *>(reader.values.get())[1] == 65535);
    CHECK(Keys("v,k\ntrue,7\nfalse,8\n", reader) == "4");
    CHECK((RecordsValueBits(reader.records) == 8 && reinterpret_cast<uint8_t *>(reader.values.get())[0] == 1));
    for (const char *const text :
         {"k,v\n1,-7\n", "k,v\nx,7\n", "k,v\n1,x\n", "k,v,w\n1,2,3\n", "k,v\n1,5000000000\n"}) {
        CHECK(Keys(text, reader) != "");
        CHECK(RecordsValueBits(reader.records) == 0);
    }
}

TEST_CASE("it is noted whether texts are UTF-8")
{
    for (const auto &[cell, isUtf8] :
         std::vector<std::pair<std::string, bool>>{{"plain", true},
                                                   {"\xC3\xA4\xE2\x80\xA8\xF0\x9F\x98\x80", true},
                                                   {"\xF4\x8F\xBF\xBF", true},
                                                   {"\xED\x9F\xBF", true},
                                                   {"\xC3", false},
                                                   {"\xE2\x80", false},
                                                   {"\xF0\x9F\x98", false},
                                                   {"\x80", false},
                                                   {"\xC0\xAF", false},
                                                   {"\xE0\x9F\xBF", false},
                                                   {"\xF0\x8F\xBF\xBF", false},
                                                   {"\xED\xA0\x80", false},
                                                   {"\xF4\x90\x80\x80", false},
                                                   {"\xF5\x80\x80\x80", false},
                                                   {"\xC3(", false},
                                                   {"a\xFF", false}}) {
        CAPTURE(cell);
        RecordsReader reader;
        reader.choice.keyColumn = "k";
        REQUIRE(reader.Read("k,v\nx,a\ny," + cell + "\nz,b\n") == ChmOk);
        CHECK(reader.records->isNoUtf8 != isUtf8);
        CHECK(reader.records->textBytes == 5 + cell.size());
    }
}
