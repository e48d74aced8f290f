/*
 * A file for gperf has declarations, keywords and code. These tests prove that they are told apart
 * as gperf does, that each error names its line and column, and that slices read what is read at
 * once. What its options mean is proved, too.
 */
#include <doctest/doctest.h>

#include "chm01/base/line_count.h"
#include "chm01/gperf/gperf.h"
#include "support/chm01/table_maker.h"

namespace {

// A file that is read in slices of so many steps; 0: at once.
struct Reading {
    std::string text, line;
    GperfOptions options{};
    GperfFile file{};
    ChmError error{};
    AlignedBytes memory;
    ChmStatus status;
    size_t slices = 0;

    explicit Reading(std::string text_, std::string line_ = "", uint64_t steps = 0)
        : text(std::move(text_)), line(std::move(line_)),
          memory(GperfBound(text.size(), LineEndsOf(text.data(), text.size())))
    {
        const char *word;
        REQUIRE(GperfOptionsRead(&line[0], &options, &word, &error) == ChmOk);
        if (steps == 0) {
            status = GperfRead(text.data(), text.size(), &options, memory.data(), memory.size(), &file, &error);
            return;
        }
        GperfReading reading;
        status = GperfReadBegin(text.data(), text.size(), LineEndsOf(text.data(), text.size()), &options, memory.data(),
                                memory.size(), &reading, &file, &error);
        for (Work work = {steps}; status == ChmOk || status == ChmContinue; work.left = steps) {
            status = GperfReadOn(&reading, &work, &error);
            slices++;
            if (status != ChmContinue)
                break;
        }
    }
    // The keywords, each with its initializers, and with its line.
    std::string Keywords() const
    {
        std::string all;
        for (size_t i = 0; status == ChmOk && i < file.keywords.count; i++)
            all +=
                std::string(reinterpret_cast<const char *>(TextKeysAt(&file.keywords, i)), file.keywords.lengths[i]) +
                "<" + std::string(file.text + file.rests[i], file.lengths[i]) + ">" + std::to_string(file.lines[i]) +
                " ";
        return all;
    }
    // "line:column: reason" of a failure.
    std::string Error() const
    {
        return status == ChmOk ? ""
                               : std::to_string(error.numbers[0]) + ":" + std::to_string(error.numbers[1]) + ": " +
                                     (error.reason != nullptr ? error.reason : "none");
    }
};

std::string Text(const GperfPiece &piece)
{
    return std::string(piece.length != 0 ? piece.bytes : "", piece.length);
}

// What stands before each "|".
std::vector<std::string> Parts(const std::string &text)
{
    std::vector<std::string> parts;
    for (size_t at = 0, end; (end = text.find('|', at)) != std::string::npos; at = end + 1)
        parts.push_back(text.substr(at, end - at));
    return parts;
}

std::string OptionError(std::string line)
{
    GperfOptions options;
    ChmError error{};
    const char *word = "";
    const ChmStatus status = GperfOptionsRead(&line[0], &options, &word, &error);
    return status == ChmOk ? "" : std::string(word) + ": " + error.reason;
}

}

TEST_CASE("keywords are the lines up to a delimiter, and comments are none")
{
    CHECK(Reading("one\n# two\n three \nfour,5\n").Keywords() == "one<>1  three <>3 four<>4 ");
    CHECK(Reading("a,1\nb;2\nc d", "-e ';'").Keywords() == "a,1<>1 b<>2 c d<>3 ");
    CHECK(Reading("a b\n\"c d\" e", "-e' '").Keywords() == "a<>1 c d<>2 ");
    CHECK(Reading(std::string("a\0b\n", 4)).Keywords() == "a<>1 "); // a NUL is a delimiter
    CHECK(Reading("\xEF\xBB\xBFone\r\ntwo\r").Keywords() == "one<>1 two\r<>2 ");
}

TEST_CASE("a string has C's escapes, of which a number that is too large counts by its last bits")
{
    CHECK(Reading(R"("a\"\\\'\n\t\r\f\b\a\v\0\101\x41g\777\x")").Keywords() ==
          std::string("a\"\\'\n\t\r\f\b\a\v\0AAg\xFF\0<>1 ", 21));
    CHECK(Reading("\"%x\"\n\"#y\",").Keywords() == "%x<>1 #y<>2 ");
}

TEST_CASE("initializers are what follows the delimiter, where there is a struct type")
{
    const Reading reading("struct s { int a; }\n%%\none, 1, 2 /* and */ \ntwo\n\"three\",3\r\n", "-t");
    CHECK(reading.Keywords() == "one< 1, 2 /* and */ >3 two<>4 three<3>5 ");
    CHECK(Text(reading.file.structure) == "struct s { int a; };");
    CHECK(Reading("%{\n%}\n%%\none, 1\n").Keywords() == "one<>4 ");
}

TEST_CASE("one %% ends declarations where there are any, and else begins the code")
{
    const Reading code("one\n%% rest\nint i;\n");
    CHECK(code.Keywords() == "one<>1 ");
    CHECK(Text(code.file.code) == " rest\nint i;\n");
    CHECK(code.file.code.line == 2);
    CHECK(Reading("%enum\n%%\none\n").Keywords() == "one<>3 ");
    CHECK(Reading("struct s;\n%%\none\n", "-t").Keywords() == "one<>3 ");
    CHECK(Reading("%%\none\n").status == ChmNoKeys);
    CHECK(Reading("%%\none\n%%\n").Keywords() == "one<>2 ");
    const Reading both("%{\n/* % */\n%}\n%% ignored\none\n%%\ncode\n%%\nmore");
    CHECK(both.Keywords() == "one<>5 ");
    CHECK(Text(both.file.verbatim) == "\n/* % */\n");
    CHECK(Text(both.file.code) == "\ncode\n%%\nmore");
}

TEST_CASE("the struct type goes without the comments before it, and has a name")
{
    const Reading reading("/* a\n */ // b\n\n%enum\nstruct\ts\n{ int a;\n%pic\n int b; } \n\n%%\nx,1\n", "-t");
    CHECK(Text(reading.file.structure) == "struct\ts\n{ int a;\n int b; };");
    CHECK(std::string(reading.file.structure.bytes, reading.file.tagLength) == "struct\ts");
    CHECK(reading.file.options.flags == (GperfStructType | GperfEnum | GperfPic));
    CHECK(Reading("COMMAND;\n%%\nx,1\n", "-t").file.tagLength == 7);
}

TEST_CASE("what an option says, no declaration changes")
{
    const Reading reading("%define lookup-function-name theirs\n%define hash_function_name \t h \n%language=C++\n"
                          "%delimiters=:\n%ignore-case\n%switch=3\n%%\na:b\n",
                          "-N mine --language=C");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfLookup)) == "mine");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfHash)) == "h");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfClass)) == "Perfect_Hash");
    CHECK(reading.file.options.flags == (GperfIgnoreCase | GperfMeaningless));
    CHECK(reading.Keywords() == "a<>8 ");
    CHECK((Reading("%language=C++\n%%\na\n").file.options.flags & GperfCpp) != 0);
}

TEST_CASE("with -D a keyword that is equal to an earlier one stands behind the others")
{
    const Reading reading("a\nb\na\nB\nc\nb\n", "-D");
    CHECK(reading.Keywords() == "a<>1 b<>2 B<>4 c<>5 b<>6 a<>3 ");
    CHECK(reading.file.distinct == 4);
    CHECK(Reading("a\nb\na\nB\n", "-D --ignore-case").file.distinct == 2);
    CHECK(Reading("a\nb\na\n").file.distinct == 3); // the table tells that
}

TEST_CASE("an error names the line and the column")
{
    static const char wrong[] =
        "|a\n\nb\n|2:1: a keyword is missing; gperf has none of no bytes|"
        "|a\n,1\n|2:1: a keyword is missing; gperf has none of no bytes|"
        "|a\n\"b\n|2:1: the string has no second quote|"
        "|\"b\\q\"\n|1:3: C has no such escape in a string|"
        "|\"b\\\n|1:3: C has no such escape in a string|"
        "|\"b\" , 1\n|1:4: expected a delimiter behind the string|"
        "|a\n%enum\n|2:1: a declaration among the keywords; a keyword that begins with % stands in quotes|"
        "-7|x\na\xC3\xA4\n|2:2: a byte of the keyword is beyond ASCII, and %7bit excludes it|"
        "|%nothing\n%%\na\n|1:1: gperf has no such declaration|"
        "|%define nothing x\n%%\na\n|1:1: gperf has no such declaration|"
        "|\n%enum x\n%%\na\n|2:7: something follows the declaration|"
        "|%delimiters ;\n%%\na\n|1:12: a = and an argument are missing|"
        "|%define slot-name\n%%\na\n|1:18: an argument is missing|"
        "|%{\n%%\na\n|1:1: no %} closes this %{|"
        "|%}\n%%\na\n|1:1: no %{ is open here|"
        "|%{\n%}\n%{\n%}\n%%\na\n|3:1: there may be one %{ alone|"
        "|%language=KR-C\n%%\na\n|1:1: expected the language C, ANSI-C or C++ in %language|"
        "|%struct-type\n\n%%\na\n|3:1: the declaration of the struct type is missing before it|";
    const auto parts = Parts(wrong); // options, a file, and the error, one after the other
    REQUIRE(parts.size() == 3 * 18);
    for (size_t i = 0; i < parts.size(); i += 3)
        CHECK(Reading(parts[i + 1], parts[i]).Error() == parts[i + 2]);
}

TEST_CASE("a file without keywords has none")
{
    CHECK(Reading("").status == ChmNoKeys);
    CHECK(Reading("# a\n").status == ChmNoKeys);
}

TEST_CASE("code has lines of any length, and a keyword's line a limit")
{
    const std::string code = "%%\n" + std::string(300000, 'c') + "%%\n" + std::string(300000, 'd');
    const Reading read("one\n" + code, "", 1000);
    REQUIRE(read.status == ChmOk);
    CHECK(read.Keywords() == "one<>1 ");
    CHECK(Text(read.file.code) == code.substr(2));
    CHECK(read.slices > 2 * 300000 / 65536); // of which each looks at one piece

    const std::string head = "struct s { char *name; char *text; };\n%%\none, \"";
    const Reading typed(head + std::string(200000, 'i') + "\"\n%%\ncode", "-t", 1000);
    REQUIRE(typed.status == ChmOk);
    CHECK(typed.file.lengths[0] == 200003);
    const Reading tooLong(head + std::string(1 << 20, 'i') + "\"\n", "-t", 1000);
    CHECK(tooLong.status == ChmTextMalformed);
    CHECK(std::string(tooLong.error.reason) == "the line has more than 1,048,576 bytes");
    CHECK(tooLong.error.numbers[0] == 3);
    for (const char *before : {"", "\""}) {
        const Reading keyword(before + std::string(65536, 'k') + before + "\n");
        CHECK(keyword.status == ChmTextMalformed);
        CHECK(std::string(keyword.error.reason) == "the keyword has more than 65,535 bytes");
    }
    const std::string longest(65535, 'k');
    CHECK(Reading(longest + "\n").Keywords() == longest + "<>1 ");
    CHECK(Reading("\"" + longest + "\"\n").Keywords() == longest + "<>1 ");
}

TEST_CASE("slices of any size read what is read at once")
{
    const std::string text = "%{\ncode\n%}\nstruct s { int a; };\n%define slot-name key\n%%\none, 1\n\"t\\x77o\", 2\n"
                             "# no\nthree, 3\none, 4\n%%\nmore\n";
    const Reading whole(text, "-t -D");
    REQUIRE(whole.status == ChmOk);
    for (const uint64_t steps : {1u, 2u, 3u, 7u}) {
        const Reading sliced(text, "-t -D", steps);
        CHECK(sliced.Keywords() == whole.Keywords());
        CHECK(Text(sliced.file.structure) == Text(whole.file.structure));
        CHECK(Text(sliced.file.code) == Text(whole.file.code));
    }
}

TEST_CASE("options are taken as getopt takes them: in one word, behind a beginning of the name, quoted")
{
    const Reading reading("a b\n", "-CEGk1,3,$ -N'look up' --class=\"A B\" --hash-f h --readonly -e ' ' -m 5 -Q pool");
    CHECK(reading.file.options.flags == (GperfReadonly | GperfEnum | GperfGlobal | GperfMeaningless));
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfLookup)) == "look up");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfClass)) == "A B");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfHash)) == "h");
    CHECK(std::string(GperfNameOf(&reading.file.options, GperfPool)) == "pool");
    CHECK(reading.Keywords() == "a<>1 ");
}

TEST_CASE("an option that is none is named")
{
    static const char wrong[] =
        "-t -x|-x: gperf 3.1 has no such option|--nothing=1|--nothing=1: gperf 3.1 has no such option|"
        "--compare|--compare: several options of gperf begin so|-t -N|-N: an argument is missing behind it|"
        "--enum=1|--enum=1: this option takes no argument|-h|-h: it asks gperf about itself|"
        "--|--: gperf 3.1 has no such option|-L Pascal|Pascal: expected the language C, ANSI-C or C++|"
        "-t in.gperf|in.gperf: only options may stand here; the file is the first argument of the command|";
    const auto parts = Parts(wrong); // a line, and the error
    for (size_t i = 1; i < parts.size(); i += 2)
        CHECK_MESSAGE(OptionError(parts[i - 1]) == parts[i], parts[i]);
    CHECK(parts.size() == 18);
}
