/*
 * Tables as source code of other languages. Slices of any size make the same bytes, every macro is
 * defined, and what a language can't have is refused. tests/e2e/languages compiles the code.
 */
#include "chm01/language/language.h"

#include <doctest/doctest.h>

#include <cctype>
#include <cstring>
#include <set>
#include <string>

#include "chm01/output/outputs.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/records_reader.h"
#include "support/chm01/source_slices.h"
#include "support/chm01/table_maker.h"

namespace {

TableView Opened(const AlignedBytes &image)
{
    TableView view;
    ChmError error;
    REQUIRE(TableOpen(image.data(), image.size(), &view, &error) == ChmOk);
    return view;
}

SourceOptions OptionsOf(bool contains)
{
    SourceOptions options{};
    options.contains = contains;
    return options;
}

std::string TextOf(const Language *language, const SourceInput &source)
{
    std::string text(LanguageBound(language, &source), '?');
    SourceText written{};
    written.out = text.data();
    Work work = WorkAll();
    CHECK(LanguageWriteOn(language, &source, &work, &written));
    REQUIRE(written.length <= text.size());
    text.resize(written.length);
    return text;
}

std::string Named(const char *language, const char *table, SourceStyle style = SourceAsIs)
{
    char file[LanguageFileBytes];
    LanguageFile(LanguageNamed(language), style, table, file);
    return file;
}

std::string Small(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// Is it a C program that is compiled with a header?
bool IsProgram(const Language *language)
{
    return language == LanguageNamed("Test") || language == LanguageNamed("Benchmark");
}

// Checks, in one language of so many in turn, a text as a whole, as slices, and compared with one
// that differs.
void Check(const SourceInput &source, uint64_t steps, size_t turns)
{
    static size_t turn = 0;
    for (size_t i = turn++ % turns; LanguageAt(i) != nullptr; i += turns) {
        const Language *const language = LanguageAt(i);
        CAPTURE(LanguageName(language));
        CAPTURE(source.name);
        if (IsProgram(language) && source.table != nullptr && source.table->keys == nullptr)
            continue; /* it has no keys to ask for */
        REQUIRE(LanguageRefuses(language, &source) == nullptr);
        std::string text = TextOf(language, source);
        for (size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1))
            CHECK_FALSE(std::isalpha(static_cast<unsigned char>(text[at + 1])));
        const std::set<std::string> bare = {"TypeScript", "CMake", "VisualStudio", "Cargo"};
        const bool hasData = bare.count(LanguageName(language)) == 0 && !IsProgram(language); /* which has keys alone */
        CHECK(CheckSourceSlices(text, LanguageBound(language, &source), steps, [&](Work *work, SourceText *to) {
                  return LanguageWriteOn(language, &source, work, to);
              }) > (hasData ? 1 : 0));
        CHECK(LanguageIsSame(language, &source, text.data(), text.size()));
        CHECK_FALSE(LanguageIsSame(language, &source, text.data(), text.size() - 1));
        text[text.size() / 2] ^= 1;
        CHECK_FALSE(LanguageIsSame(language, &source, text.data(), text.size()));
    }
}

} // namespace

TEST_CASE("a table of every kind is the same text in slices of any size")
{
    for (const TableRecipe &recipe : AllRecipes(60)) {
        if (recipe.edgeBits == 17)
            continue;
        const AlignedBytes image = MakeTable(recipe);
        const TableView view = Opened(image);
        const SourceNames names = {"", "of.all", "", SourceAsIs};
        SourceOptions options = OptionsOf(true);
        options.names = &names;
        Check({&view, nullptr, recipe.name.c_str(), &options}, 60, 3);
    }
}

TEST_CASE("a table of text keys is the same text in slices of any size")
{
    for (const bool ignoreCase : {false, true})
        for (const size_t longest : {7u, 16u, 60u}) {
            const BuiltTextTable built(RandomStrings(300, 2, longest), ignoreCase);
            REQUIRE(built.status == ChmOk);
            const SourceOptions options = OptionsOf(true);
            Check({nullptr, &built.table, "words", &options}, 700, 1);
        }
}

TEST_CASE("a language is found whatever its name's case, and has a file of its own")
{
    std::set<std::string> files;
    char file[LanguageFileBytes];
    for (size_t i = 0; LanguageAt(i) != nullptr; i++) {
        std::string name = LanguageName(LanguageAt(i));
        LanguageFile(LanguageAt(i), SourceAsIs, "a table", file);
        CHECK(files.insert(Small(file)).second);
        for (char &c : name)
            c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        CHECK(LanguageNamed(name.c_str()) == LanguageAt(i));
        CHECK(LanguageNamed((name + "X").c_str()) == nullptr);
        CHECK(LanguageNamed(name.substr(0, name.size() - 1).c_str()) == nullptr);
        const std::string longest(TABLE_MAX_NAME, 'n');
        LanguageFile(LanguageAt(i), SourceAsIs, longest.c_str(), file);
        CHECK(std::strlen(file) < LanguageFileBytes);
    }
    CHECK(LanguageNamed("") == nullptr);
}

TEST_CASE("no module or package has a name that its language reserves, however the table's is written")
{
    for (const char *name : {"For", "If", "While", "Return", "True", "STRUCT", "Else"}) {
        CAPTURE(name);
        CHECK(Named("Rust", name).find("_table.rs") != std::string::npos);
        CHECK(Named("Go", name).find("_table.go") != std::string::npos);
        CHECK(Named("Python", name).find("_table.py") != std::string::npos);
        CHECK(Named("CSharp", name).find("Table") == std::string::npos);
    }
    CHECK(Named("Rust", "Self") == "self_table.rs");
    CHECK(Named("Rust", "Main") == "main_table.rs");
    CHECK(Named("Rust", "Build") == "build_table.rs");
    CHECK(Named("Go", "Go") == "go_table.go");
    CHECK(Named("Go", "Func") == "func_table.go");
    CHECK(Named("Go", "Documentation") == "documentation_table.go");
    CHECK(Named("Python", "Lambda") == "lambda_table.py");
    CHECK(Named("Python", "Status") == "status.py");
    CHECK(Named("CppModule", "module", SourceSnake) == "module_table.cppm");
    CHECK(Named("Cpp", "module", SourceSnake) == "module.hpp");
}

TEST_CASE("the end of a Go file's name says nothing of what it is built for")
{
    for (const char *name : {"opcodes_arm64", "keys_windows", "keys_linux_amd64", "Status_Test", "a_b"})
        CHECK(Named("Go", name) == Small(name) + "_table.go");
    CHECK(Named("Go", "arm64") == "arm64.go");
    CHECK(Named("Go", "a_table") == "a_table.go");
    CHECK(Named("Rust", "opcodes_arm64") == "opcodes_arm64.rs");
}

TEST_CASE("programs and build files keep the header's name, and a build file may have a name of its own")
{
    const char *const files[][3] = {
        {"Test", "While", "While_test.c"},
        {"Test", "Of_Arm64", "Of_Arm64_test.c"},
        {"Benchmark", "status", "status_benchmark.c"},
        {"VisualStudio", "Status", "Status.vcxproj"},
        {"CMake", "Status", "CMakeLists.txt"},
        {"Cargo", "Status", "Cargo.toml"},
    };
    for (const auto &file : files)
        CHECK(Named(file[0], file[1]) == file[2]);
}

TEST_CASE("a program refuses tables whose keys it can't ask for")
{
    const AlignedBytes image = MakeTable(AllRecipes(20).front());
    TableView view = Opened(image);
    SourceOptions options = OptionsOf(false);
    const SourceInput source = {&view, nullptr, "sample", &options};
    for (const char *name : {"Test", "Benchmark"}) {
        const Language *const language = LanguageNamed(name);
        CHECK(LanguageRefuses(language, &source) == nullptr);
        const std::string text = TextOf(language, source);
        const auto keys = view.keys;
        const KeySet given = {keys, static_cast<size_t>(view.keyCount), view.keySizeInBytes};
        view.keys = nullptr;
        CHECK(std::string(LanguageRefuses(language, &source)) == "a table without its keys");
        options.keys = &given;
        CHECK(LanguageRefuses(language, &source) == nullptr);
        CHECK(TextOf(language, source) == text);
        options.keys = nullptr;
        view.keys = keys;
    }
}

TEST_CASE("a build file without outputs beside it builds the header and its test, whatever files there are")
{
    SourceOptions options{};
    const AlignedBytes image = MakeTable(AllRecipes(20).front());
    TableView view = Opened(image);
    const auto textOf = [&](const char *language, uint32_t beside) {
        options.beside = beside;
        return TextOf(LanguageNamed(language), {&view, nullptr, "sample", &options});
    };
    for (const char *language : {"CMake", "VisualStudio"}) {
        const std::string text = textOf(language, 0);
        CHECK(text == textOf(language, SourceBesideHeader | SourceBesideTest));
        CHECK(text != textOf(language, SourceBesidePair | SourceBesideTest));
        CHECK(text != textOf(language, SourceBesideHeader | SourceBesideTest | SourceBesideBenchmark));
        CHECK(Small(text).find("exists") == std::string::npos);
    }
    view.keys = nullptr; /* of which there is no test */
    CHECK(textOf("CMake", 0) == textOf("CMake", SourceBesideHeader));
}

TEST_CASE("Python looks up strings that have no UTF-8, too")
{
    const BuiltTextTable built(RandomStrings(20, 2, 9));
    REQUIRE(built.status == ChmOk);
    const SourceOptions options = OptionsOf(true);
    const std::string text = TextOf(LanguageNamed("Python"), {nullptr, &built.table, "words", &options});
    CHECK(text.find("key = key.encode(\"utf-8\", \"surrogatepass\")\n") != std::string::npos);
}

TEST_CASE("tables with records are the same text in slices of any size")
{
    const std::string rows = "name:enum,port:u16,open,weight,state:enum,note,big\nhttp,80,true,0.5,up,a \xC3\xA4,-1\n"
                             "ssh,22,false,-0,down,,-9223372036854775808\nsmtp,25,true,1e3,up,z,7\n";
    RecordsReader reader;
    reader.choice.keyColumn = "name";
    REQUIRE(reader.Read(rows) == ChmOk);
    const BuiltTextTable built({"http", "ssh", "smtp"});
    REQUIRE(built.status == ChmOk);
    const SourceNames names = {"", "of.all", "", SourceAsIs};
    SourceOptions options = OptionsOf(false);
    options.records = reader.records;
    options.names = &names;
    for (const uint64_t steps : {1, 3, 40})
        Check({nullptr, &built.table, "ports", &options}, steps, 1);
}

TEST_CASE("a column has a name in its language's style, and two columns have two")
{
    RecordsReader reader;
    reader.choice.keyColumn = "1";
    REQUIRE(reader.Read("unitPrice,HTTP code,class,2nd,\"\",A_B,aB,__proto__,equals,kind:enum\n"
                        "1,1,1,1,1,1,1,1,1,while\n300,1,1,1,1,1,1,1,1,9\n") == ChmOk);
    TableRecipe recipe;
    recipe.keys = {1, 300};
    const AlignedBytes image = MakeTable(recipe);
    const TableView view = Opened(image);
    SourceOptions options = OptionsOf(false);
    options.records = reader.records;
    const auto textOf = [&](const char *language) {
        return TextOf(LanguageNamed(language), {&view, nullptr, "sample", &options});
    };
    const auto mustHave = [](const std::string &text, const std::vector<std::string> &names) {
        for (const std::string &name : names) {
            CAPTURE(name);
            CHECK(text.find(name) != std::string::npos);
        }
    };
    mustHave(textOf("CSharp"), {" UnitPrice =>", " HTTPCode =>", " Class =>", " C2nd =>", " Column_5_ =>", " AB_6_ =>",
                                " AB_7_ =>", " Proto =>", " Equals_ =>", "    while_,\n", "    _9,\n"});
    mustHave(textOf("Rust"), {" unit_price:", " http_code:", " class_:", " c2nd:", " column_5_:", " a_b_6_:",
                              " a_b_7_:", " proto:", " equals:", "enum KindValue"});
    const SourceInput sameName = {&view, nullptr, "KindValue", &options};
    for (const char *language : {"CSharp", "Java", "Cpp"})
        mustHave(TextOf(LanguageNamed(language), sameName), {"KindValue_ "});
    mustHave(textOf("Java"), {" unitPrice()", " httpCode()", " class_()", " c2nd()", " column_5_()", " aB_6_()",
                              " aB_7_()", " proto()", " equals_()"});
}

TEST_CASE("the first line of each language is the licence, as a comment")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    const AlignedBytes image = MakeTable(recipe);
    const TableView view = Opened(image);
    const SourceNames names = {"0BSD OR MIT", "", "", SourceAsIs}, none = {"", "", "", SourceAsIs};
    SourceOptions options = OptionsOf(true);
    const SourceInput source = {&view, nullptr, "sample", &options};
    for (size_t i = 0; LanguageAt(i) != nullptr; i++) {
        const std::string language = LanguageName(LanguageAt(i));
        CAPTURE(language);
        options.names = nullptr;
        const std::string without = TextOf(LanguageAt(i), source);
        options.names = &none;
        CHECK(TextOf(LanguageAt(i), source) == without);
        options.names = &names;
        const std::set<std::string> scripts = {"Python", "PowerShell", "CMake", "Cargo"}, c = {"Test", "Benchmark"};
        const std::string line = "SPDX-License-Identifier: 0BSD OR MIT";
        const std::string comment = c.count(language) != 0         ? "/* " + line + " */\n"
                                    : scripts.count(language) != 0 ? "# " + line + "\n"
                                                                   : "// " + line + "\n";
        CHECK(TextOf(LanguageAt(i), source) == (language == "VisualStudio" ? "" : comment) + without);
    }
}

TEST_CASE("a namespace with a keyword is refused where there are namespaces")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    const AlignedBytes image = MakeTable(recipe);
    const TableView view = Opened(image);
    SourceOptions options = OptionsOf(true);
    const SourceInput source = {&view, nullptr, "sample", &options};
    const auto refusing = [&](const SourceNames &names) {
        std::string languages;
        options.names = &names;
        for (size_t i = 0; LanguageAt(i) != nullptr; i++)
            if (LanguageRefuses(LanguageAt(i), &source) != nullptr)
                languages += std::string(LanguageName(LanguageAt(i))) + " ";
        return languages;
    };
    CHECK(refusing({"", "", "", SourceAsIs}).empty());
    CHECK(refusing({"", "of.all", "", SourceAsIs}).empty());
    CHECK(refusing({"", "of.class", "", SourceAsIs}) == "CSharp Go Java Cpp CppModule PowerShell ");
    CHECK(refusing({"", "linux.of", "", SourceAsIs}) == "Cpp CppModule ");
    CHECK(refusing({"", "a.std.b", "", SourceAsIs}) == "Cpp CppModule ");
    CHECK(refusing({"", "main", "", SourceAsIs}) == "Cpp CppModule ");
    CHECK(refusing({"", "a.module", "", SourceAsIs}) == "CppModule ");
    CHECK(refusing({"", "a.yield", "", SourceAsIs}) == "CSharp Java PowerShell ");
    CHECK(refusing({"", "func", "", SourceAsIs}) == "Go ");
}

TEST_CASE("records, and tables too large for a compiler, are refused with a reason")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    const AlignedBytes image = MakeTable(recipe);
    TableView view = Opened(image);
    RecordColumn columns[2] = {};
    Records records{};
    records.columns = columns;
    records.columnCount = 2;
    SourceOptions options = OptionsOf(true);
    options.records = &records;
    const SourceInput source = {&view, nullptr, "sample", &options};
    const auto refused = [&](const char *language) {
        const char *const reason = LanguageRefuses(LanguageNamed(language), &source);
        return std::string(reason != nullptr ? reason : "");
    };
    CHECK(refused("Rust").empty());
    records.isNoUtf8 = true;
    for (const char *language : {"CSharp", "Rust", "Java", "JavaScript", "TypeScript", "Python", "PowerShell"})
        CHECK(refused(language) == "records with a text that is not UTF-8");
    CHECK((refused("Go").empty() && refused("Cpp").empty()));
    records.isNoUtf8 = false;
    columns[1].type = RecordEnum;
    columns[1].firstCount = 2501;
    CHECK(refused("Java") == "an enum of more than 2,500 texts");
    CHECK(refused("Rust").empty());
    columns[1].firstCount = 2500;
    CHECK(refused("Java").empty());
    records.rows = (1u << 20) + 1;
    CHECK(refused("Go").find("that size") != std::string::npos);
    options.records = nullptr;
    CHECK(refused("Go").empty());
    view.keyCount = (1u << 20) + 1;
    CHECK(refused("Go").find("that size") != std::string::npos);
    view.keyCount = 10;
    view.slotCount = (1u << 23) + 1;
    CHECK(refused("Go").find("that size") != std::string::npos);
}

TEST_CASE("each language is an output, which writes its text and refuses what it refuses")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    const AlignedBytes image = MakeTable(recipe);
    const TableView view = Opened(image);
    Records records{};
    records.isNoUtf8 = true;
    SourceOptions options{};
    const SourceInput input = {&view, nullptr, "sample", &options};
    size_t outputs = 0;
    for (size_t form = 0; form < OutputForms; form++) {
        char file[OutputFileBytes], named[LanguageFileBytes];
        OutputFileName(form, SourceAsIs, "of_arm64", file);
        options.records = nullptr;
        CHECK(OutputRefuses(&outputForms[form], &input) == nullptr);
        for (size_t i = 0; LanguageAt(i) != nullptr; i++) {
            LanguageFile(LanguageAt(i), SourceAsIs, "of_arm64", named);
            if (std::strcmp(file, named) != 0)
                continue;
            outputs++;
            std::string text(OutputBound(&outputForms[form], &input), '?');
            SourceText written{};
            written.out = text.data();
            Work work = WorkAll();
            CHECK(outputForms[form].write(&input, &work, &written));
            text.resize(written.length);
            CHECK(text == TextOf(LanguageAt(i), input));
            options.records = &records;
            const bool takes = std::strstr(" Go Cpp CppModule Test Benchmark CMake VisualStudio Cargo ",
                                           LanguageName(LanguageAt(i))) != nullptr;
            CHECK((OutputRefuses(&outputForms[form], &input) == nullptr) == takes);
            options.records = nullptr;
        }
    }
    CHECK(outputs == 15);
}
