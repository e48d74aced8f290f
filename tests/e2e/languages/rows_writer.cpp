/*
 * rows_writer LANGUAGE DIRECTORY [NAMESPACE]: writes tables with records as source code of a
 * language, and what their rows hold beside them. What a row holds is said here, by names and
 * values that the records' reader and writer never see.
 *   FILE            a table each, under the name that the language wants
 *   FILE.rows       a row each: its key's bytes and those of its cells, the length of 4 bytes
 *                   first; a cell is a text, a decimal number, true or false, an enumerator, or
 *                   the 16 hexadecimal digits of a double
 *   FILE.strangers  keys of no row, likewise
 *   records         a line each: the identifier, bytes of a key (0: text), the file, and
 *                   TYPE:NAME of each column; of an enum and its texts also
 *                   :TYPE:TEXT=ENUMERATOR,...
 */
#include <cstdlib>
#include <cstring>
#include <set>
#include <sstream>

#include "chm01/base/rng.h"
#include "source_writer.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/record_tables.h"

namespace {

enum Style { Pascal, Snake, Camel };

struct Column {
    std::string header, type;
    const char *names[3]; // UnitPrice, unit_price, unitPrice
    std::vector<std::string> cells, meant;
};

struct Table {
    std::string name;
    uint32_t keyBytes;           // 0: text
    std::vector<Column> columns; // the first one is the key
    bool ignoreCase = false;
};

std::string CsvOf(const Table &table)
{
    std::string csv;
    for (const Column &column : table.columns)
        csv += (csv.empty() ? "" : ",") + CsvQuoted(column.header);
    for (size_t row = 0; row < table.columns[0].cells.size(); row++)
        for (size_t i = 0; i < table.columns.size(); i++)
            csv += (i == 0 ? "\n" : ",") + CsvQuoted(table.columns[i].cells[row]);
    return csv;
}

std::string Bits(double number)
{
    uint64_t bits;
    char digits[17];
    std::memcpy(&bits, &number, sizeof bits);
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(bits));
    return digits;
}

void Put(std::string &bytes, const std::string &text)
{
    for (uint32_t i = 0; i < 4; i++)
        bytes += static_cast<char>(text.size() >> 8 * i);
    bytes += text;
}

class Writer {
public:
    Writer(const Language &of, std::string to, const SourceNames &in)
        : language(of), directory(std::move(to) + "/"), names(in)
    {
        const std::set<std::string> pascal = {"CSharp", "PowerShell", "Go"},
                                    camel = {"Java", "JavaScript", "TypeScript"};
        const std::string name = LanguageName(&of);
        style = pascal.count(name) != 0 ? Pascal : camel.count(name) != 0 ? Camel : Snake;
    }

    void Add(const Table &table)
    {
        RecordsReader reader;
        reader.choice.keyColumn = "1";
        reader.choice.ignoreCase = table.ignoreCase;
        reader.choice.keyBytes = table.keyBytes;
        reader.choice.wantsTexts = table.keyBytes == 0;
        Refuse(reader.Read(CsvOf(table)) != ChmOk, table.name + ": " + reader.Told());
        std::set<std::string> keys;
        std::string rows;
        for (size_t row = 0; row < table.columns[0].cells.size(); row++) {
            const std::string key = KeyOf(table, reader, row);
            keys.insert(key);
            Put(rows, key);
            for (const Column &column : table.columns)
                Put(rows, Told(column, row));
        }
        const std::string file = table.keyBytes == 0 ? WriteTexts(table, reader) : WriteNumbers(table, reader);
        Write(file + ".rows", rows);
        Write(file + ".strangers", Strangers(table, keys));
        char identifier[LanguageFileBytes];
        LanguageIdentifier(&language, &names, table.name.c_str(), identifier);
        lines += identifier + (" " + std::to_string(table.keyBytes)) + " " + file;
        for (const Column &column : table.columns)
            lines += " " + Described(column, identifier);
        lines += "\n";
    }

    void End() { Write("records", lines); }

private:
    // An enumerator stands for itself, in C++ for its number; two halves are hexadecimal.
    std::string Told(const Column &column, size_t row) const
    {
        const std::string name = LanguageName(&language);
        std::set<std::string> before;
        if (column.type == "u128" && name != "Rust" && name != "Python" && name != "JavaScript")
            return column.cells[row].substr(2);
        if (column.type != "enum" || name.rfind("Cpp", 0) != 0)
            return Meant(column, row);
        for (size_t i = 0; Meant(column, i) != Meant(column, row); i++)
            before.insert(Meant(column, i));
        return std::to_string(before.size());
    }
    static std::string Meant(const Column &column, size_t row)
    {
        return column.meant.empty() ? column.cells[row] : column.meant[row];
    }
    std::string Described(const Column &column, const std::string &table) const
    {
        std::string described = column.type + ":" + column.names[style];
        if (column.type != "enum" && column.type != "keys")
            return described;
        const std::string type = std::string(column.names[Pascal]) + "Value";
        std::string before = ":" + type + (type == table ? "_:" : ":");
        std::set<std::string> texts;
        for (size_t row = 0; row < column.cells.size() && texts.size() < 8; row++) { // compilers take long for more
            const std::string text = Meant(column, row);
            if (texts.insert(text).second) {
                described += before + text + "=" + (text == "class" ? "class_" : text[0] <= '9' ? "_" + text : text);
                before = ",";
            }
        }
        return described;
    }
    static std::string KeyOf(const Table &table, const RecordsReader &reader, size_t row)
    {
        if (table.keyBytes == 0)
            return table.columns[0].cells[row];
        return {reinterpret_cast<const char *>(reader.keys.get()) + row * table.keyBytes, table.keyBytes};
    }

    // Keys with a byte changed, cut or longer, and others.
    static std::string Strangers(const Table &table, const std::set<std::string> &keys)
    {
        std::string strangers;
        std::vector<std::string> members(keys.begin(), keys.end());
        for (uint64_t i = 0; i < 10000; i++) {
            std::string key = members[RngDraw(3, 0, i) % members.size()];
            if (key.empty() || i % 4 == 0)
                key.resize(table.keyBytes != 0 ? table.keyBytes : RngDraw(3, 1, i) % 40);
            for (size_t at = 0; at < key.size() && i % 4 == 0; at++)
                key[at] = static_cast<char>('a' + RngDraw(3, at + 9, i) % 26);
            if (!key.empty())
                key[RngDraw(3, 2, i) % key.size()] ^= static_cast<char>(i % 4 == 1 ? 1 : 0);
            if (table.keyBytes == 0 && i % 4 == 2)
                key += "x";
            if (table.keyBytes == 0 && i % 4 == 3 && !key.empty())
                key.pop_back();
            if (table.keyBytes != 0 && i % 4 >= 2)
                key[i / 4 % key.size()] ^= static_cast<char>(1 + i % 255);
            if (!IsMember(keys, key, table.ignoreCase))
                Put(strangers, key);
        }
        return strangers;
    }
    static std::string Small(std::string text)
    {
        for (char &c : text)
            c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        return text;
    }
    static bool IsMember(const std::set<std::string> &keys, const std::string &key, bool ignoreCase)
    {
        if (!ignoreCase)
            return keys.count(key) != 0;
        static std::set<std::string> folded;
        static const std::set<std::string> *of = nullptr;
        if (of != &keys) {
            folded.clear();
            for (const std::string &each : keys)
                folded.insert(Small(each));
            of = &keys;
        }
        return folded.count(Small(key)) != 0;
    }

    std::string WriteTexts(const Table &table, const RecordsReader &reader)
    {
        const BuiltTextTable built(table.columns[0].cells, table.ignoreCase);
        Refuse(built.status != ChmOk, table.name + " has no table");
        SourceOptions options{};
        options.names = &names;
        options.records = reader.records;
        return WriteSource({nullptr, &built.table, table.name.c_str(), &options});
    }
    std::string WriteNumbers(const Table &table, const RecordsReader &reader)
    {
        TableRecipe recipe = RecipeOfRecords(reader, table.name);
        recipe.omitKeys = table.keyBytes == 4; // the records have them
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        ChmError error;
        Refuse(TableOpen(image.data(), image.size(), &view, &error) != ChmOk, table.name + " can't be opened");
        SourceOptions options{};
        options.names = &names;
        options.records = reader.records;
        return WriteSource({&view, nullptr, table.name.c_str(), &options});
    }

    std::string WriteSource(const SourceInput &source)
    {
        const std::string text = SourceOf(language, source);
        std::string sliced(LanguageBound(&language, &source), '?');
        SourceText writing{};
        writing.out = sliced.data();
        for (bool isOver = false; !isOver;) {
            Work some = {700};
            isOver = LanguageWriteOn(&language, &source, &some, &writing);
        }
        sliced.resize(writing.length);
        Refuse(sliced != text, source.name + std::string(" is another text in slices"));
        char file[LanguageFileBytes];
        LanguageFile(&language, SourceAsIs, source.name, file);
        Write(file, text);
        return file;
    }
    void Write(const std::string &name, const std::string &bytes) { WriteFile(directory + name, bytes); }

    const Language &language;
    std::string directory, lines;
    SourceNames names;
    Style style;
};

// Every type at its ends, and texts with all that a language quotes.
std::vector<Column> EveryType()
{
    std::string hard =
        "a \"b\" \\ \?\?/ % \t\r\n \x01"
        "7 ${x} $(y) #{z} `q` 'w' */ // <!-- \xE2\x80\xA8 \xF0\x9F\x98\x80 \xC3\xA4 \x7F \xE2\x80\xAE\n\"\"\"";
    return {
        {"small", "u8", {"Small", "small", "small"}, {"0", "255", "7"}, {}},
        {"unit price", "u16", {"UnitPrice", "unit_price", "unitPrice"}, {"0", "65535", "1"}, {}},
        {"HTTPCode", "u32", {"HTTPCode", "http_code", "httpCode"}, {"1", "4294967295", "2"}, {}},
        {"2nd", "u64", {"C2nd", "c2nd", "c2nd"}, {"0", "0xFFFFFFFFFFFFFFFF", "1"}, {"0", "18446744073709551615", "1"}},
        {"i8", "i8", {"I8", "i8", "i8"}, {"-128", "127", "-1"}, {}},
        {"__proto__", "i16", {"Proto", "proto", "proto"}, {"-32768", "32767", "0"}, {}},
        {"I32", "i32", {"I32", "i32", "i32"}, {"-2147483648", "2147483647", "-0"}, {"-2147483648", "2147483647", "0"}},
        {"i64", "i64", {"I64", "i64", "i64"}, {"-9223372036854775808", "9223372036854775807", "-1"}, {}},
        {"weight:f64",
         "f64",
         {"Weight", "weight", "weight"},
         {"+5.", "-.25", "0.1"},
         {Bits(5), Bits(-0.25), Bits(0.1)}},
        {"big:f64",
         "f64",
         {"Big", "big", "big"},
         {"1.7976931348623157E+307", "123456789012345678901234", "007.5"},
         {Bits(1.7976931348623157E+307), Bits(123456789012345678901234.), Bits(7.5)}},
        {"least:f64",
         "f64",
         {"Least", "least", "least"},
         {"-0", "1e-320", "0e99999"},
         {Bits(-0.), Bits(1e-320), Bits(0)}},
        {"on", "bool", {"On", "on", "on"}, {"true", "FALSE", "true"}, {"true", "false", "true"}},
        {"off:bool", "bool", {"Off", "off", "off"}, {"0", "1", "true"}, {"false", "true", "true"}},
        {"a__b", "text", {"AB", "a_b", "aB"}, {hard, "", "plain"}, {}},
        {"", "text", {"Column_16_", "column_16_", "column_16_"}, {"-", "007", " x "}, {}},
        {"state:enum", "enum", {"State", "state", "state"}, {"open", "class", " open "}, {"open", "class", "open"}},
        {"default", "u8", {"Default", "default_", "default_"}, {"1", "2", "3"}, {}},
        {"Name", "u8", {"Name_19_", "name_19_", "name_19_"}, {"1", "2", "3"}, {}},
        {"NAME", "u8", {"NAME_20_", "name_20_", "name_20_"}, {"1", "2", "3"}, {}},
        {"find", "u8", {"Find", "find", "find"}, {"1", "2", "3"}, {}},
        {"text", "text", {"Text", "text", "text"}, {"\xEF\xBB\xBFmark", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}, {}},
        {"count", "u8", {"Count", "count", "count"}, {"1", "2", "3"}, {}},
        {"std", "u8", {"Std", "std_", "std_"}, {"1", "2", "3"}, {}}};
}

Table WithKey(const std::string &name, uint32_t keyBytes, Column key, std::vector<Column> columns)
{
    columns.insert(columns.begin(), std::move(key));
    return {name, keyBytes, std::move(columns)};
}

// Rows of numbers and texts, and an enum of more than 256 texts.
Table Many(const std::string &name, const std::vector<std::string> &keys, uint32_t keyBytes, bool ignoreCase = false)
{
    Column key{"id",
               keyBytes == 0    ? "text"
               : keyBytes == 16 ? "u128"
                                : "u" + std::to_string(8 * keyBytes),
               {"ID", "id", "id"},
               keys,
               {}};
    key.names[Pascal] = "Id";
    std::vector<Column> columns = {{"row", "u32", {"Row", "row", "row"}, {}, {}},
                                   {"note", "text", {"Note", "note", "note"}, {}, {}},
                                   {"ratio", "f64", {"Ratio", "ratio", "ratio"}, {}, {}},
                                   {"kind:enum", "enum", {"Kind", "kind", "kind"}, {}, {}},
                                   {"delta", "i16", {"Delta", "delta", "delta"}, {}, {}}};
    for (size_t i = 0; i < keys.size(); i++) {
        const uint64_t draw = RngDraw(11, 0, i);
        const double ratio = static_cast<double>(draw >> 11) / 3e9 + 0.5;
        char digits[40];
        std::snprintf(digits, sizeof digits, "%.17g", ratio);
        columns[0].cells.push_back(std::to_string(70000 + i));
        columns[1].cells.push_back(i % 5 == 0 ? ""
                                              : (i % 7 == 0 ? "n\xC3\xB6te\xE2\x82\xAC\xF0\x9F\x98\x80 " : "note ") +
                                                    std::to_string(draw >> (draw % 60)));
        columns[2].cells.push_back(digits);
        columns[2].meant.push_back(Bits(ratio));
        columns[3].cells.push_back("k" + std::to_string(i % 300));
        columns[4].cells.push_back(std::to_string(static_cast<int>(draw % 2000) - 1000));
    }
    Table table = WithKey(name, keyBytes, key, columns);
    table.ignoreCase = ignoreCase;
    return table;
}

std::vector<std::string> Numbers(size_t count, uint32_t bits)
{
    std::vector<std::string> numbers;
    for (const uint64_t key : RandomKeys(count, bits))
        numbers.push_back(std::to_string(key));
    return numbers;
}

std::vector<std::string> Guids(size_t count)
{
    std::vector<std::string> guids;
    char text[40];
    for (uint64_t i = 0; i < count; i++) {
        std::snprintf(text, sizeof text, "0x%llx%016llx", static_cast<unsigned long long>(RngDraw(5, 0, i) | 1),
                      static_cast<unsigned long long>(RngDraw(5, 1, i)));
        guids.push_back(text);
    }
    return guids;
}

std::vector<std::string> Decimals(const std::vector<std::string> &hex)
{
    std::vector<std::string> decimals;
    for (const std::string &each : hex) {
        std::string digits;
        auto number = static_cast<unsigned __int128>(0);
        for (const char c : each.substr(2))
            number = number << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
        for (; number != 0; number /= 10)
            digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        decimals.push_back(digits);
    }
    return decimals;
}

std::vector<std::string> Longer(size_t count)
{
    std::vector<std::string> keys = RandomStrings(count, 3, 9);
    for (std::string &key : keys)
        key.insert(0, "Many_keys_begin_alike_") += "_q";
    return keys;
}

// Texts of what the languages quote, drawn by a seed: PERFECTHASH_SEED, or 1.
std::vector<std::string> Quoted(size_t count, uint64_t stream)
{
    static const char *const pieces[] = {"\"",
                                         "\\",
                                         "'",
                                         "`",
                                         "$",
                                         "{",
                                         "}",
                                         "%",
                                         "#",
                                         "*/",
                                         "//",
                                         "/*",
                                         "\n",
                                         "\r",
                                         "\t",
                                         "\x01",
                                         "\x7F",
                                         "\"\"\"",
                                         "'''",
                                         "${x}",
                                         "#{x}",
                                         "$(x)",
                                         "<!--",
                                         "-->",
                                         "]]>",
                                         "?\?/",
                                         "@",
                                         "\\u0022",
                                         "\\n",
                                         "\\x41",
                                         "\\0",
                                         ";",
                                         "&amp;",
                                         "%s",
                                         "{0}",
                                         "0",
                                         "a",
                                         " ",
                                         "\xC3\xA4",
                                         "\xE2\x80\xA8",
                                         "\xF0\x9F\x98\x80",
                                         "\xEF\xBB\xBF",
                                         "\xE2\x80\xAE",
                                         "\xC2\x85",
                                         "\x1A",
                                         "\x0C"};
    const char *const given = std::getenv("PERFECTHASH_SEED");
    const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 1;
    std::set<std::string> seen;
    std::vector<std::string> texts;
    for (uint64_t i = 0; texts.size() < count; i++) {
        std::string text = "k"; // blanks around a cell are another matter
        const uint64_t length = RngDraw(seed, stream, 100 * i) % 12;
        for (uint64_t at = 1; at <= length; at++)
            text += pieces[RngDraw(seed, stream, 100 * i + at) % (sizeof pieces / sizeof *pieces)];
        if (seen.insert(text += "k").second)
            texts.push_back(text);
    }
    return texts;
}

Table Hard(const std::string &name, const std::vector<std::string> &keys, uint32_t keyBytes)
{
    Table table = Many(name, keys, keyBytes);
    table.columns[2].header = "note */ \" \\ // # ${}";
    table.columns[2].cells = Quoted(keys.size(), 2);
    return table;
}

// So many numbers beside a long text that strings for each would be too much for a method in Java.
Table LongText()
{
    Table table = Many("LongText", Numbers(9000, 32), 4);
    table.columns[2].cells[5000] = std::string(60000, 'x');
    return table;
}

// A file with a header row and cells without quotes, as TYPE:NAME of each column say what it is.
Table OfFile(const std::string &path, const std::string &name, uint32_t keyBytes, std::vector<Column> columns)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::stringstream cells(line);
        for (Column &column : columns) {
            std::string cell;
            std::getline(cells, cell, ',');
            column.cells.push_back(cell);
        }
    }
    Refuse(columns[0].cells.empty(), path + " has no rows");
    return {name, keyBytes, std::move(columns)};
}

// An enum of the words that languages, and what they include, keep for themselves; and a column
// that looks like one of numbers.
Table Words()
{
    static const char words[] =
        "k7 open shut Ok A9 b_c 9x 10 abstract alignas alignof and and_eq any arguments as asm assert async auto "
        "await base become bitand bitor bool Boolean boolean box break BUFSIZ byte case catch chan char char8_t "
        "checked class clone co_await co_return compl concept const consteval constexpr constructor continue "
        "crate debugger decimal declare def default defer del delegate delete do double dyn elif else enum EOF "
        "Equals errno eval event except explicit export extends extern fallthrough false False file final "
        "finalize finally fixed float fn for foreach from func function gen getClass GetHashCode GetType global "
        "go goto hashCode if impl implements implicit import in INFINITY init instanceof int interface internal "
        "is iota isinf lambda len let linux lock long loop macro main map match mod module move mut mutable "
        "namespace NAN NaN native new nil noexcept none None nonlocal not notify null NULL nullptr object "
        "operator or ordinal out override package params partial pass permits priv private protected prototype "
        "public pub raise readonly record ref register requires restrict return sbyte sealed select self Self "
        "short signed sizeof stackalloc static std stdin stdout strictfp string struct super switch synchronized "
        "template this thread_local throw throws ToString toString trait transient true True try type typedef "
        "typeid typeof typename u8 uint ulong undefined union unix unsafe unsized unsigned use ushort using "
        "valueOf values var virtual void volatile wchar_t when where while with xor yield";
    Column id{"id", "u32", {"Id", "id", "id"}, {}, {}};
    std::vector<Column> columns = {{"word:enum", "enum", {"Word", "word", "word"}, {}, {}},
                                   {"limit", "text", {"Limit", "limit", "limit"}, {}, {}}};
    std::istringstream all(words);
    for (std::string word; all >> word;) {
        static const char *const limits[] = {"inf", "-inf", "nan", "NaN", "Infinity", "1e999", "0x1p3", "1e", "1_000"};
        columns[1].cells.push_back(limits[id.cells.size() % (sizeof limits / sizeof *limits)]);
        id.cells.push_back(std::to_string(id.cells.size() * 7));
        columns[0].cells.push_back(word);
    }
    return WithKey("Words", 4, id, columns);
}

void AddAll(Writer &writer, const std::string &here)
{
    writer.Add(OfFile(here + "/statuses.csv", "Statuses", 4,
                      {{"code", "u32", {"Code", "code", "code"}, {}, {}},
                       {"phrase", "text", {"Phrase", "phrase", "phrase"}, {}, {}},
                       {"class:enum", "enum", {"Class", "class_", "class_"}, {}, {}},
                       {"rfc", "u16", {"Rfc", "rfc", "rfc"}, {}, {}},
                       {"cacheable", "bool", {"Cacheable", "cacheable", "cacheable"}, {}, {}}}));
    writer.Add(OfFile(here + "/statuses.csv", "ClassValue", 4, /* as the type of its enum */
                      {{"code", "u32", {"Code", "code", "code"}, {}, {}},
                       {"phrase", "text", {"Phrase", "phrase", "phrase"}, {}, {}},
                       {"class:enum", "enum", {"Class", "class_", "class_"}, {}, {}}}));
    writer.Add(WithKey("Things", 0,
                       {"name:enum", "keys", {"Name_1_", "name_1_", "name_1_"}, {"GET", "POST", "2nd_1"}, {}},
                       EveryType()));
    writer.Add(WithKey("Ids", 4, {"id", "u32", {"Id", "id", "id"}, {"0x10", "7", "4000000"}, {"16", "7", "4000000"}},
                       EveryType()));
    writer.Add(Many("Numbers32", Numbers(2000, 32), 4));
    writer.Add(Many("Numbers64", Numbers(1000, 64), 8));
    Table wide = Many("Guids", Guids(500), 16);
    wide.columns[0].meant = Decimals(wide.columns[0].cells);
    writer.Add(wide);
    writer.Add(Many("Few names", RandomStrings(40, 2, 6, 6), 0));
    writer.Add(Many("Names", RandomStrings(1000, 2, 30, 30), 0));
    writer.Add(Many("Folded", RandomStrings(300, 2, 15, 15), 0, true));
    writer.Add(Hard("Hard \" */ \\ ` ${x} #{x} %s", Quoted(400, 1), 0));
    writer.Add(Hard("HardFew", Quoted(12, 3), 0));
    writer.Add(Hard("HardNumbers", Numbers(400, 64), 8));
    writer.Add(LongText());
    writer.Add(Words());
    writer.Add(Many("LongNames", Longer(30), 0));
    writer.Add(Many("LongFolded", Longer(600), 0, true));
    writer.Add({"Sole",
                0,
                {{"key", "text", {"Key", "key", "key"}, {"a", ""}, {}},
                 {"note", "text", {"Note", "note", "note"}, {"", ""}, {}}}});
    writer.Add({"Empty",
                8,
                {{"key", "u64", {"Key", "key", "key"}, {"1", "2"}, {}},
                 {"note", "text", {"Note", "note", "note"}, {"", ""}, {}}}});
}

} // namespace

int main(int argumentCount, char **arguments)
{
    return Ended("rows_writer", argumentCount, arguments, 4, [&](const Language &language) {
        Writer writer(language, arguments[2], NamesIn(argumentCount, arguments, 4));
        AddAll(writer, arguments[3]);
        writer.End();
    });
}
