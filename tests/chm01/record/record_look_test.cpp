/*
 * A key that occurs twice is named with both lines; where rows agree the second may be dropped.
 * These tests prove that, also of keys that are written in two ways, and that the texts of an enum
 * are each found once.
 */
#include <doctest/doctest.h>

#include "support/chm01/records_reader.h"

namespace {

std::string Read(const std::string &text, bool drops, bool ignoreCase = false)
{
    RecordsReader reader;
    reader.choice.keyColumn = "k";
    reader.choice.ignoreCase = ignoreCase;
    reader.drops = drops;
    reader.slice = 3;
    if (reader.Read(text) != ChmOk)
        return reader.Told();
    std::string told;
    for (size_t row = 0; row < reader.records->rows; row++)
        told += reader.Cell(row, reader.records->key) + "|";
    return told;
}

} // namespace

TEST_CASE("a key that occurs twice is named")
{
    CHECK(Read("k,v\na,1\nb,2\na,1\n", false) == "line 2 and 4 [a]");
    CHECK(Read("k,v\n0xCB73,1\n\n52083,1\n", false) == "line 2 and 4 [0xCB73]");
    CHECK(Read("k,v\nGet,1\nGET,2\n", false) == "Get|GET|");
    CHECK(Read("k,v\nGet,1\nGET,2\n", false, true) == "line 2 and 3 [Get]");
    CHECK(Read("k,v\n00000000-0000-0000-0000-000000000001,1\n{00000000-0000-0000-0000-000000000001},1\n", false)
              .find("line 2 and 3") == 0);
}

TEST_CASE("rows that agree are dropped, others are not")
{
    CHECK(Read("k,v\na,1\nb,2\na,1\nc,3\na,1\n", true) == "a|b|c|");
    CHECK(Read("k,v\n1,1\n0x1,1\n2,x\n", true) == "1|2|");
    CHECK(Read("k,v,w\na,1,2\na,1,3\n", true) == "line 2 and 3 w [a]: their rows differ");
}

TEST_CASE("many rows are dropped")
{
    std::string text = "k,v\n", wanted;
    for (int i = 0; i < 4000; i++)
        text += std::to_string(i % 1000) + "," + std::to_string(i % 500) + "\n";
    for (int i = 0; i < 1000; i++)
        wanted += std::to_string(i) + "|";
    CHECK(Read(text, true) == wanted);
}

TEST_CASE("the texts of an enum are each found once, where they come first")
{
    RecordsReader reader;
    reader.choice.keyColumn = "k";
    reader.drops = true;
    REQUIRE(reader.Read("k,v:enum,w:enum\n1,red,a\n1,red,a\n2,blue,a\n3, red ,b\n4,green,b\n") == ChmOk);
    const RecordColumn &colours = reader.records->columns[1], &letters = reader.records->columns[2];
    REQUIRE((colours.firstCount == 3 && letters.firstCount == 2 && reader.records->rows == 4));
    CHECK((reader.Cell(colours.firsts[0], 1) == "red" && reader.Cell(colours.firsts[1], 1) == "blue" &&
           reader.Cell(colours.firsts[2], 1) == "green"));
    CHECK((letters.firsts[0] == 0 && letters.firsts[1] == 2));
    CHECK(reader.Cell(2, 1) == "red");
    CHECK(RecordsCell(reader.records, 2, 1)->start == RecordsCell(reader.records, 0, 1)->start);
    for (const auto &[row, index] : {std::pair<size_t, size_t>{0, 0}, {1, 1}, {2, 0}, {3, 2}})
        CHECK(RecordEnumIndex(reader.records, 1, row) == index);
}

TEST_CASE("each row of an enum of many texts has its own, whatever the slices")
{
    for (const uint64_t slice : {uint64_t{1}, uint64_t{7}, UINT64_MAX}) {
        RecordsReader reader;
        std::string text = "k,v:enum\n";
        reader.choice.keyColumn = "k";
        reader.slice = slice;
        for (int i = 0; i < 3000; i++)
            text += std::to_string(i) + ",t" + std::to_string(i * i % 1000) + "\n";
        REQUIRE(reader.Read(text) == ChmOk);
        const RecordColumn &column = reader.records->columns[1];
        for (size_t i = 0; i < 3000; i++) {
            const size_t index = RecordEnumIndex(reader.records, 1, i);
            REQUIRE(index < column.firstCount);
            REQUIRE(reader.Cell(column.firsts[index], 1) == "t" + std::to_string(i * i % 1000));
            REQUIRE(reader.Cell(i, 1) == "t" + std::to_string(i * i % 1000));
        }
    }
}

TEST_CASE("other records have another hash")
{
    RecordsReader a, b, c;
    REQUIRE((a.Read("k\nx\ny\n") == ChmOk && b.Read("k\nx\nz\n") == ChmOk && c.Read("k\r\n\"x\"\ny") == ChmOk));
    CHECK(a.records->hash != b.records->hash);
    CHECK(a.records->hash == c.records->hash);
}
