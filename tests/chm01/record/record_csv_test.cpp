/*
 * Records of CSV are read as RFC 4180 has them. These tests prove that every cell comes back as it
 * was, however it is quoted and in whatever slices it is read, and that the separator is found.
 * What is malformed is refused with its line, its column and its text.
 */
#include <doctest/doctest.h>

#include <random>

#include "support/chm01/records_reader.h"

namespace {

std::vector<std::vector<std::string>> RowsOf(const RecordsReader &reader)
{
    std::vector<std::vector<std::string>> rows;
    for (size_t row = 0; row < reader.records->rows; row++) {
        rows.emplace_back();
        for (uint32_t column = 0; column < reader.records->columnCount; column++)
            rows.back().push_back(reader.Cell(row, column));
    }
    return rows;
}

std::string Read(const std::string &text, RecordsReader &reader)
{
    if (reader.choice.keyColumn == nullptr)
        reader.choice.keyColumn = "1";
    return reader.Rows(text);
}

std::string Read(const std::string &text)
{
    RecordsReader reader;
    return Read(text, reader);
}

std::string Quoted(const std::string &cell)
{
    std::string quoted = "\"";
    for (const char c : cell)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string RandomCell(std::mt19937 &random)
{
    static const char letters[] = "ab,;\t\"\r\n '1.-\xC3\xA4";
    std::string cell;
    for (size_t left = random() % 9; left != 0; left--)
        cell += letters[random() % (sizeof letters - 1)];
    return cell;
}

} // namespace

TEST_CASE("cells, quoted or not, come back")
{
    const std::string cases[][2] = {{"a,b\n1,2\n3,4\n", "1|2|\n3|4|\n"},
                                    {"a,b\r\nx,\"y,\"\"z\"\"\n\"\r\nq,\"\"", "x|y,\"z\"\n|\nq||\n"},
                                    {"\xEF\xBB\xBFk;v;w,x\n1;2,3;4\n", "1|2,3|4|\n"},
                                    {"k\tv\n1\t2;3\n\n\n4\t", "1|2;3|\n4||\n"},
                                    {"\"k,;;;\",v\n1,2;;;\n", "1|2;;;|\n"},
                                    {"k\nx y \n", "x y |\n"}};
    for (const auto &each : cases)
        CHECK(Read(each[0]) == each[1]);
}

TEST_CASE("what is malformed is refused with line, column and text")
{
    const std::vector<std::string> texts = {"a,b\n1,2\nx\"y,3\n",
                                            "a,b\n1,\"2\"x\n",
                                            "a,b\n\"1\n\n\",2\n3,\"4\n",
                                            "a,b\n1\n",
                                            "a,b\n1,2,3\n",
                                            std::string("a,b\n1,x\0y\n", 11),
                                            "",
                                            "a,b\n\n",
                                            "a,b,a\n1,2,3\n"};
    const std::vector<std::string> said = {
        "line 3 column 1 a [x\"]: a quote is within a cell that does not begin with one",
        "line 2 column 3 b [2]: something stands behind the closing quote",
        "line 5 column 3 b [4]: the closing quote is missing",
        "line 2 column 2 b: the row has fewer cells than the header row",
        "line 2 column 5: the row has more cells than the header row",
        "line 2 column 3 b []: the cell holds a NUL",
        "line 0: there is no header row",
        "line 0: there is no row behind the header row",
        "line 1 column 5 a: two columns have this name"};
    for (size_t i = 0; i < texts.size(); i++)
        CHECK(Read(texts[i]) == said[i]);
    const std::string longest(RecordMaxCell, 'x'), more = longest + "x";
    CHECK(Read("a,b\n" + longest + ",\"" + longest + "\"\n") == longest + "|" + longest + "|\n");
    for (const std::string &cell : {more, "\"" + more + "\"", "\"" + more + more})
        CHECK(Read("a,b\n1," + cell + ",\n").find("more than 65,535 bytes") != std::string::npos);
}

TEST_CASE("the key column is known by name or number, or is the only one")
{
    RecordsReader reader;
    CHECK(reader.Read("k\nx\n") == ChmOk);
    CHECK(reader.Read("k,v\nx,1\n") != ChmOk);
    CHECK(reader.Told() == "line 1 [k,v]: there are several columns; --KeyColumn=NAME says which one is the key");
    reader.choice.keyColumn = "v";
    CHECK(Read("k,v\nx,1\n", reader) == "x|1|\n");
    CHECK((reader.records->key == 1 && reader.records->keyBytes == 4));
    reader.choice.keyColumn = "w";
    CHECK(Read("k,v\nx,1\n", reader) == "line 1 [k,v]: --KeyColumn: case counts, and no column has the name w");
    reader.choice.keyColumn = "3";
    CHECK(Read("k,v\nx,1\n", reader) == "line 1 [k,v]: --KeyColumn: case counts, and no column has the name 3");
    CHECK(Read("3,v\n1,x\n", reader) == "1|x|\n");
}

TEST_CASE("a cell's place is its first character in the line as the file has it")
{
    const std::string told = ": the cell is not of its column's type u8";
    for (const auto &[row, place] :
         std::vector<std::pair<std::string, std::string>>{{"abc,300", "line 2 column 5"},
                                                          {"\xC3\xA4\xE2\x82\xAC,300", "line 2 column 4"},
                                                          {"\"\xC3\xA4\"\"b\",300", "line 2 column 8"},
                                                          {"\"a\r\n\xC3\xA4,\"\"\",\"300\"", "line 3 column 7"},
                                                          {"\n\r\nx, 300 ", "line 4 column 3"}}) {
        const std::string cell = row.find(" 300 ") != std::string::npos ? " 300 " : "300";
        CHECK(Read("\xEF\xBB\xBFk,v:u8\n" + row + "\n").find(place + " v [" + cell + "]" + told) == 0);
    }
}

TEST_CASE("columns are chosen, in the order of the file")
{
    RecordsReader reader;
    reader.choice.keyColumn = "b";
    reader.choice.columns = "d,a:u16";
    CHECK(Read("a,b,c,d\n1,2,3,4\n", reader) == "1|2|4|\n");
    CHECK((reader.Type(0) == "u16" && reader.Type(2) == "u8" && reader.records->key == 1));
    reader.choice.columns = "a,e:u8";
    CHECK(Read("a,b,c,d\n1,2,3,4\n", reader) == "line 1 [e:u8]: no column has this name");
}

TEST_CASE("a slice may end within a row, which has a limit")
{
    const size_t columns = 200, cellBytes = 5000;
    std::string header = "key", row = "k";
    for (size_t i = 1; i < columns; i++) {
        header += ",c" + std::to_string(i);
        row += "," + std::string(cellBytes, 'x');
    }
    RecordsReader reader;
    reader.choice.keyColumn = "key";
    reader.slice = 500; // of 16 bytes and of 32
    REQUIRE(reader.Read(header + "\n" + row + "\n") == ChmOk);
    const size_t cellSteps = cellBytes / 16 + 1;
    CHECK(reader.slices[0] > columns * cellSteps / (reader.slice + cellSteps));
    CHECK(reader.slices[2] > columns * (cellBytes / 32) / (reader.slice + cellSteps));
    CHECK(reader.Cell(0, columns - 1) == std::string(cellBytes, 'x'));

    for (size_t i = 1; i < 18; i++)
        header += ",d" + std::to_string(i), row += "," + std::string(60000, 'y');
    CHECK(Read(header + "\n" + row + "\n", reader) == "line 2: the row has more than 1,048,576 bytes");
    std::string names = "key";
    for (size_t i = 1; i < 20; i++)
        names += "," + std::string(60000, char('a' + i));
    CHECK(Read(names + "\nk\n", reader) == "line 1: the row has more than 1,048,576 bytes");
}

TEST_CASE("every slice gives the rows that were written")
{
    std::mt19937 random(20261130);
    for (int turn = 0; turn < 400; turn++) {
        const char separator = ",;\t"[turn % 3];
        const size_t columns = 1 + random() % 5;
        std::vector<std::vector<std::string>> rows;
        std::string text = turn % 2 != 0 ? "\xEF\xBB\xBF" : "";
        for (size_t i = 0; i < columns; i++)
            text += (i != 0 ? std::string(1, separator) : "") + "c" + std::to_string(i);
        for (size_t row = 0; row < 1 + random() % 20; row++) {
            rows.emplace_back();
            text += turn % 5 != 0 ? "\n" : "\r\n";
            for (size_t i = 0; i < columns; i++) {
                const std::string cell = i == 0 ? "k" + std::to_string(row) : RandomCell(random);
                const bool must = cell.find_first_of(",;\t\"\r\n") != std::string::npos;
                text += (i != 0 ? std::string(1, separator) : "") + (must || random() % 3 == 0 ? Quoted(cell) : cell);
                rows.back().push_back(cell);
            }
        }
        RecordsReader reader;
        reader.choice.keyColumn = "c0";
        reader.choice.separator = columns == 1 ? separator : '\0';
        reader.slice = 1 + random() % 40;
        REQUIRE_MESSAGE(reader.Read(text) == ChmOk, reader.Told());
        REQUIRE(RowsOf(reader) == rows);
    }
}
