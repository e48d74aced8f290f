/*
 * Rows that a caller has come as cells that a NUL ends. These tests prove that a cell may hold what
 * would end it in a file, that a column has the type and the tag of its caller's unless its name
 * declares another, and that rows are counted from the first behind the names.
 */
#include <doctest/doctest.h>

#include "support/chm01/records_reader.h"

namespace {

// A key's column and one of values, whose type is said; rows of two cells each.
struct GivenReader : RecordsReader {
    RecordShape shapes[2] = {{RecordUnsaid, 0}, {RecordText, 8}};
    std::string text;
    explicit GivenReader(std::initializer_list<const char *> cells)
    {
        for (const char *cell : cells)
            text += std::string(cell) + '\0';
        choice.shapes = shapes;
        choice.shapeCount = 2;
        choice.givenRows = cells.size() / 2 - 1;
        choice.wantsTexts = true;
    }
    std::string Rows() { return RecordsReader::Rows(text); }
};

} // namespace

TEST_CASE("a cell holds line ends, quotes and separators")
{
    GivenReader reader({"k", "v", "a\nb", "\"1,2\"", "\r\n", "", "", " x\t"});
    reader.slice = 1;
    CHECK(reader.Rows() == "a\nb|\"1,2\"|\n\r\n||\n| x\t|\n");
    CHECK(reader.records->columns[1].tag == 8);
    CHECK(reader.Type(1) == "text");
}

TEST_CASE("a type in the column's name takes the place of the caller's, and its tag goes")
{
    GivenReader reader({"k", "v:u16", "a", "443"});
    CHECK(reader.Rows() == "a|443|\n");
    CHECK(reader.Type(1) == "u16");
    CHECK(reader.records->columns[1].tag == 0);
    reader.text.replace(0, 8, std::string("k\0v\0", 4));
    reader.choice.columns = "v:u32";
    CHECK(reader.Rows() == "a|443|\n");
    CHECK(reader.Type(1) == "u32");
}

TEST_CASE("without a type the cells say it")
{
    GivenReader reader({"k", "v", "a", "443", "b", "-1"});
    reader.shapes[1] = {RecordUnsaid, 3};
    CHECK(reader.Rows() == "a|443|\nb|-1|\n");
    CHECK(reader.Type(1) == "i16");
    CHECK(reader.records->columns[1].tag == 3);
}

TEST_CASE("an error names the row and the column")
{
    GivenReader reader({"k", "port", "a\nb", "1", "c", ""});
    reader.shapes[1].type = RecordU8;
    CHECK(reader.Rows() == "line 2 column 2 port []: the cell is not of its column's type u8");
    GivenReader twice({"k", "port", "a", "1", "b", "2", "a", "1"});
    CHECK(twice.Rows().find("line 1 and 3") == 0);
    twice.drops = true;
    CHECK(twice.Rows() == "a|1|\nb|2|\n");
    GivenReader none({"k", "port"});
    CHECK(none.Rows() == "line 0: there are no rows");
    GivenReader named({"k", "k", "a", "1"});
    CHECK(named.Rows() == "line 0 column 2 k: two columns have this name");
}

TEST_CASE("a cell that is too long, or has no end, is refused")
{
    const std::string most(65535, 'x');
    GivenReader reader({"k", "v", "a", most.c_str()});
    CHECK(reader.Rows() == "a|" + most + "|\n");
    GivenReader longer({"k", "v", "a", (most + "y").c_str()});
    CHECK(longer.Rows().find("line 1 column 2 v [xxx") == 0);
    CHECK(longer.Rows().find(": the cell has more than 65,535 bytes") != std::string::npos);
    reader.text.pop_back();
    CHECK(reader.Rows() == "line 1 column 2 v: the last cell has no end");
}
