// record_writer DIRECTORY: writes tables with records as C headers, for record_check to compile and
// try. What a row holds is said here as C text, which the records' reader and writer never see.
//   NAME.h        a table
//   headers.inc   includes all headers, as lists.inc does
//   small.inc     includes those that small machines can address
//   twin.h        another table with the name of one in headers.inc
//   cases.inc     what must hold of a row, a function each, and CheckAll, which calls them
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

#include "chm01/emit/source.h"
#include "chm01/emit/source_find.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/record_tables.h"

namespace {

// A cell: as the file has it, and as C says what it is. A text is compared by its bytes.
struct Cell {
    std::string written, meant;
};

Cell Number(const std::string &written)
{
    return {written, written};
}

// As an array of numbers, which no escape can spoil.
std::string BytesOf(const std::string &text)
{
    std::string bytes;
    for (const char c : text)
        bytes += std::to_string(static_cast<unsigned char>(c)) + ",";
    return "{" + bytes + "0}";
}

struct Column {
    std::string header, member;
    bool isText;
    std::vector<Cell> cells;
};

struct Table {
    std::string name;
    Column key;                  // its cells' texts are C's arguments for numbers
    std::vector<Column> columns; // as many cells each
    bool ignoreCase = false;
    uint32_t keyBytes = 0; // 0: texts
    bool isSmall = true;
};

std::string CsvOf(const Table &table)
{
    std::string csv = CsvQuoted(table.key.header);
    for (const Column &column : table.columns)
        csv += "," + CsvQuoted(column.header);
    for (size_t row = 0; row < table.key.cells.size(); row++) {
        csv += "\n" + CsvQuoted(table.key.cells[row].written);
        for (const Column &column : table.columns)
            csv += "," + CsvQuoted(column.cells[row].written);
    }
    return csv;
}

class Writer {
public:
    Writer(std::string directory_, bool pairs_) : directory(std::move(directory_) + "/"), pairs(pairs_) {}

    void Add(const Table &table)
    {
        const std::string file = "records" + std::to_string(++count), include = "#include \"" + file + ".h\"\n";
        Write(file + ".h", TextOf(table, pairs ? SourceDeclarations : SourceWhole, file));
        if (pairs)
            Write(file + ".c", TextOf(table, SourceDefinitions, file));
        headers += include;
        small += table.isSmall ? include : "";
        for (size_t row = 0; row<table.key.cells.size(); row += table.key.cells.size()> 60 ? 7 : 1)
            AddCase(table.keyBytes == 0 ? TextChecks(table, row) : NumberChecks(table, row));
    }
    void Finish(const Table &twin)
    {
        Write("twin.h", TextOf(twin, SourceWhole, "twin"));
        Write("headers.inc", headers);
        Write("lists.inc", headers);
        Write("small.inc", small);
        Write("cases.inc", cases + "static void CheckAll(void)\n{\n" + calls + "}\n");
    }

private:
    void Write(const std::string &name, const std::string &bytes)
    {
        std::ofstream file(directory + name, std::ios::binary);
        if (!(file << bytes).flush())
            throw std::runtime_error("can't write " + name);
    }
    // Compilers take long for one large function.
    void AddCase(const std::string &checks)
    {
        const std::string name = "Case" + std::to_string(++caseCount) + "(";
        cases += "static void " + name + "void)\n{\n" + checks + "}\n";
        calls += "    " + name + ");\n";
    }
    static std::string Member(const Table &table, size_t row, const Column &column)
    {
        return table.name + "Records[" + std::to_string(row) + "]." + column.member;
    }
    static std::string CellChecks(const Table &table, size_t row)
    {
        std::string checks;
        for (const Column &column : table.columns) {
            const std::string &meant = column.cells[row].meant, member = Member(table, row, column);
            checks += column.isText ? "{ static const unsigned char t[] = " + BytesOf(meant) + "; CHECK_TEXT(" +
                                          member + ", t); }\n"
                                    : "CHECK(" + member + " == " + meant + ");\n";
        }
        return checks;
    }
    static std::string TextChecks(const Table &table, size_t row)
    {
        const std::string &key = table.key.cells[row].written, at = std::to_string(row);
        std::string other = key, foreign = key + "x";
        for (char &c : other)
            c = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? static_cast<char>(c ^ 0x20) : c;
        const std::string record = "&" + table.name + "Records[" + at + "]", find = table.name + "Find(CHARS(";
        return "static const unsigned char k[] = " + BytesOf(key) + ", f[] = " + BytesOf(foreign) +
               ", o[] = " + BytesOf(other) + ";\nCHECK_TEXT(" + Member(table, row, table.key) + ", k);\nCHECK(" + find +
               "k), sizeof k - 1) == " + record + ");\nCHECK(" + table.name +
               "FindIndex(CHARS(k), sizeof k - 1) == " + at + ");\nCHECK(!" + find + "f), sizeof f - 1));\nCHECK(" +
               find + "o), sizeof o - 1) == " + (table.ignoreCase ? record : "NULL") + ");\n" + CellChecks(table, row);
    }
    static std::string NumberChecks(const Table &table, size_t row)
    {
        const std::string &key = table.key.cells[row].meant;
        const std::string foreign = key + " ^ UINT32_C(0x40000000)"; // no key has the bit
        return "CHECK(" + table.name + "Find(" + key + ") == &" + table.name + "Records[" + std::to_string(row) +
               "]);\nCHECK(!" + table.name + "Find(" + foreign + "));\n" + CellChecks(table, row);
    }

    static std::string TextOf(const Table &table, SourcePart part, const std::string &file)
    {
        RecordsReader reader;
        reader.choice.keyColumn = "1";
        reader.choice.ignoreCase = table.ignoreCase;
        reader.choice.keyBytes = table.keyBytes;
        reader.choice.wantsTexts = table.keyBytes == 0;
        if (reader.Read(CsvOf(table)) != ChmOk)
            throw std::runtime_error(table.name + ": " + reader.Told());
        return table.keyBytes == 0 ? OfTexts(table, reader, part, file) : OfNumbers(table, reader, part, file);
    }
    // Slices of few steps write the text that is written at once.
    template <class Write> static void MustBeSliced(const std::string &name, const std::string &text, Write write)
    {
        std::string sliced(text.size() + 4096, ' ');
        SourceText writing = {};
        writing.out = sliced.data();
        bool isOver;
        do {
            Work work = {40};
            isOver = write(&work, &writing);
        } while (!isOver);
        sliced.resize(writing.length);
        if (sliced != text)
            throw std::runtime_error(name + " is another text in slices");
    }
    static std::string OfTexts(const Table &table, const RecordsReader &reader, SourcePart part,
                               const std::string &file)
    {
        std::vector<std::string> strings;
        for (const Cell &cell : table.key.cells)
            strings.push_back(cell.written);
        const BuiltTextTable built(strings, table.ignoreCase);
        if (built.status != ChmOk)
            throw std::runtime_error(table.name + " has no table");
        const SourceOptions options = {false, false, reader.records, nullptr, part, file.c_str(), nullptr, 0, nullptr};
        std::string text(SourceFindBound(&built.table, table.name.c_str(), &options), ' ');
        const size_t length = SourceFindWrite(&built.table, table.name.c_str(), &options, text.data());
        if (length > text.size())
            throw std::runtime_error(table.name + " is longer than its bound");
        text.resize(length);
        if (!SourceFindIsSame(&built.table, table.name.c_str(), &options, text.data(), text.size()))
            throw std::runtime_error(table.name + " is not what it is compared with");
        MustBeSliced(table.name, text, [&](Work *work, SourceText *writing) {
            return SourceFindWriteOn(&built.table, table.name.c_str(), &options, work, writing);
        });
        return text;
    }
    static std::string OfNumbers(const Table &table, const RecordsReader &reader, SourcePart part,
                                 const std::string &file)
    {
        const TableRecipe recipe = RecipeOfRecords(reader, table.name);
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        ChmError error;
        if (TableOpen(image.data(), image.size(), &view, &error) != ChmOk)
            throw std::runtime_error(table.name + " can't be opened");
        const SourceOptions options = {true, false, reader.records, nullptr, part, file.c_str(), nullptr, 0, nullptr};
        std::string text(SourceBound(&view, &options), ' ');
        const size_t length = SourceWrite(&view, &options, text.data());
        if (length > text.size())
            throw std::runtime_error(table.name + " is longer than its bound");
        text.resize(length);
        MustBeSliced(table.name, text,
                     [&](Work *work, SourceText *writing) { return SourceWriteOn(&view, &options, work, writing); });
        return text;
    }

    std::string directory, headers, small, cases, calls;
    size_t count = 0, caseCount = 0;
    bool pairs;
};

// Every type at its ends, texts that are hard to write, and names that are no identifiers.
std::vector<Column> EveryType()
{
    const std::string hard = "a \"b\" \\ \?\?/ % \t\r\n \xC3\xA4 \x01"
                             "7";
    return {
        {"small", "small", false, {Number("0"), Number("255"), Number("7")}},
        {"unit price", "unit_price_3_", false, {Number("0"), Number("65535"), Number("1")}},
        {"int", "int_4_", false, {Number("1"), Number("4294967295"), Number("2")}},
        {"2nd", "c2nd_5_", false, {Number("0"), {"0xFFFFFFFFFFFFFFFF", "UINT64_C(0xFFFFFFFFFFFFFFFF)"}, Number("1")}},
        {"i8", "i8", false, {Number("-128"), Number("127"), Number("0")}},
        {"x_", "x_7_", false, {Number("-32768"), Number("32767"), Number("0")}},
        {"i32", "i32", false, {{"-2147483648", "INT32_MIN"}, Number("2147483647"), Number("-0")}},
        {"i64",
         "i64",
         false,
         {{"-9223372036854775808", "INT64_MIN"}, {"9223372036854775807", "INT64_MAX"}, Number("-1")}},
        {"weight:f64", "weight", false, {{"+5.e0", "5.0e0"}, {"-.25", "-0.25"}, {"0x10", "16.0"}}},
        {"big:f64",
         "big",
         false,
         {{"1e307", "1e307"}, {"123456789012345678901234", "123456789012345678901234.0"}, {"007", "7.0"}}},
        {"on", "on", false, {Number("true"), {"FALSE", "false"}, Number("true")}},
        {"off:bool", "off", false, {{"0", "false"}, {"1", "true"}, {"true", "true"}}},
        {"a__b", "a_b_14_", true, {{hard, hard}, {"", ""}, {"plain", "plain"}}},
        {"", "c_15_", true, {{"-", "-"}, {"007", "007"}, {" x ", " x "}}},
        {"state:enum", "state", false, {{"open", "0"}, {"closed", "1"}, {" open ", "0"}}},
        {"linux", "linux_17_", false, {Number("1"), Number("2"), Number("3")}},
        {"errno", "errno_18_", false, {Number("1"), Number("2"), Number("3")}}};
}

Table OfTexts(const std::string &name, const std::vector<std::string> &keys, bool ignoreCase)
{
    Table table{name, {"key", "key", true, {}}, {{"row", "row", false, {}}, {"text", "text", true, {}}}, ignoreCase};
    for (size_t i = 0; i < keys.size(); i++) {
        table.key.cells.push_back({keys[i], ""});
        table.columns[0].cells.push_back(Number(std::to_string(i)));
        table.columns[1].cells.push_back({"t" + std::to_string(i), "t" + std::to_string(i)});
    }
    table.isSmall = keys.size() < 100;
    return table;
}

Table OfNumbers(const std::string &name, uint32_t keyBytes)
{
    Table table{
        name, {"id", "id", false, {}}, {{"row", "row", false, {}}, {"text", "text", true, {}}}, false, keyBytes};
    for (uint32_t i = 0; i < 60; i++) {
        const std::string number = std::to_string(i * 7919), high = std::to_string(i + 3);
        table.key.cells.push_back(keyBytes == 16
                                      ? Cell{"0x" + high + "00000000000" + std::to_string(10000 + i),
                                             "UINT64_C(0x" + std::to_string(10000 + i) + "), UINT64_C(0x" + high + ")"}
                                      : Number(number));
        table.columns[0].cells.push_back(Number(std::to_string(i)));
        table.columns[1].cells.push_back({"t" + number, "t" + number});
    }
    return table;
}

std::vector<std::string> Longer(size_t count)
{
    std::vector<std::string> keys;
    for (const std::string &end : RandomStrings(count, 3, 9))
        keys.push_back("many_keys_begin_alike_" + end + "_q");
    return keys;
}

void WriteAll(const std::string &directory, bool pairs)
{
    Writer writer(directory, pairs);
    writer.Add({"Things",
                {"name:enum", "name", true, {{"GET", ""}, {"POST", ""}, {"head_1", ""}}},
                EveryType(),
                false,
                0,
                false});
    writer.Add({"Ids",
                {"id", "id", false, {{"0x10", "16"}, {"7", "7"}, {"4000000", "4000000"}}},
                EveryType(),
                false,
                4,
                false});
    writer.Add(OfTexts("LongNames", Longer(30), false));
    writer.Add(OfTexts("FoldedNames", Longer(30), true));
    writer.Add(OfTexts("ManyNames", Longer(400), false));
    writer.Add(OfTexts("ManyFolded", Longer(400), true));
    writer.Add(OfNumbers("Numbers32", 4));
    writer.Add(OfNumbers("Numbers64", 8));
    writer.Add(OfNumbers("Numbers128", 16));
    const std::string essay(5000, 'e'), book(20000, 'b');
    Table texts{"Texts",
                {"key", "key", true, {{"essay", ""}, {"book", ""}}},
                {{"text", "text", true, {{essay, essay}, {book, book}}}}};
    texts.isSmall = false;
    writer.Add(texts);
    writer.Finish(OfTexts("Things", {"GET", "POST"}, false));
}

} // namespace

int main(int argumentCount, char **arguments)
try {
    WriteAll(arguments[1], argumentCount == 3);
    return 0;
} catch (const std::exception &failure) {
    std::fprintf(stderr, "record_writer: %s\n", failure.what());
    return 1;
}
