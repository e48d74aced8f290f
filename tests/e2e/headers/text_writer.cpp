// text_writer DIRECTORY [pairs]: writes tables of text keys of every kind as C headers, with
// questions and answers beside them, for text_check to compile and try.
//   NAME.h           a table, or with `pairs` its declarations, and NAME.c its data
//   NAME.questions   strings, each behind its answer (-1: none) and its length, of 4 bytes each
//   headers.inc      includes all headers
//   lists.inc        includes those of few keys, which are of every kind
//   small.inc        includes those that small machines can address
//   twin.h           another table with the name of one in headers.inc
//   cases.inc        TEXT_CASE(NAME, file), a line each
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "chm01/emit/source.h"
#include "chm01/emit/source_find.h"
#include "support/chm01/asked_strings.h"
#include "support/chm01/built_text_table.h"

namespace {

using Strings = std::vector<std::string>;

class Writer {
public:
    Writer(std::string directory_, bool pairs_) : directory(std::move(directory_) + "/"), pairs(pairs_) {}

    void Add(const std::string &name, const Strings &strings, bool ignoreCase = false)
    {
        char identifier[SourceIdentifierBytes];
        SourceIdentifier(name.c_str(), identifier);
        const std::string file = "text" + std::to_string(++count);
        SourceOptions options = {};
        options.part = pairs ? SourceDeclarations : SourceWhole;
        options.stem = file.c_str();
        Write(file + ".h", TextOf(name, strings, ignoreCase, options));
        options.part = SourceDefinitions;
        if (pairs)
            Write(file + ".c", TextOf(name, strings, ignoreCase, options));
        Write(file + ".questions", QuestionsOf(strings, ignoreCase));
        const std::string include = "#include \"" + file + ".h\"\n";
        headers += include;
        if (strings.size() <= 600)
            lists += include;
        if (strings.size() <= 300)
            small += include;
        cases += std::string("TEXT_CASE(") + identifier + ", \"" + file + "\")\n";
    }
    void Finish()
    {
        Write("twin.h", TextOf("Methods", {"GET", "PUT", "HEAD"}, false, {}));
        Write("headers.inc", headers);
        Write("lists.inc", lists);
        Write("small.inc", small);
        Write("cases.inc", cases);
    }

private:
    void Write(const std::string &name, const std::string &bytes)
    {
        FILE *file = std::fopen((directory + name).c_str(), "wb");
        if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() ||
            std::fclose(file) != 0)
            throw std::runtime_error("can't write " + name);
    }
    static std::string TextOf(const std::string &name, const Strings &strings, bool ignoreCase,
                              const SourceOptions &options)
    {
        const BuiltTextTable built(strings, ignoreCase);
        if (built.status != ChmOk)
            throw std::runtime_error(name + " has no table");
        std::string text(SourceFindBound(&built.table, name.c_str(), &options), ' ');
        const size_t length = SourceFindWrite(&built.table, name.c_str(), &options, text.data());
        if (length > text.size())
            throw std::runtime_error(name + " is longer than its bound");
        text.resize(length);
        return text;
    }
    static std::string QuestionsOf(const Strings &strings, bool ignoreCase)
    {
        std::string questions;
        const AskedStrings asked(strings, ignoreCase);
        asked.ForEach([&](const std::string &string) {
            Put32(questions, asked.PositionOf(string));
            Put32(questions, static_cast<uint32_t>(string.size()));
            questions += string;
        });
        return questions;
    }
    static void Put32(std::string &bytes, uint32_t number)
    {
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(number >> shift);
    }
    std::string directory, headers, lists, small, cases;
    size_t count = 0;
    bool pairs;
};

}

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2 && argumentCount != 3)
        return 2;
    try {
        Writer writer(arguments[1], argumentCount == 3);
        writer.Add("Methods", {"GET", "POST", "HEAD", "PUT"});
        writer.Add("Nothing", {""});
        writer.Add("Nothing and one", {"", "a"});
        for (const bool ignoreCase : {false, true})
            for (const size_t keys : {20u, 200u, 300u})
                for (const size_t longest : {7u, 8u, 15u, 16u, 30u, 60u})
                    writer.Add((ignoreCase ? "Folded" : "Of") + std::to_string(keys) + "UpTo" + std::to_string(longest),
                               RandomStrings(keys, 2, longest, longest), ignoreCase);
        Strings oneLonger = RandomStrings(100, 9, 14);
        oneLonger.push_back("longer than all others, and than sixteen bytes");
        writer.Add("One longer", oneLonger);
        writer.Add("One longer folded", oneLonger, true);
        for (const std::string &tail : {std::string(6, '\0'), std::string(7, '\0') + "tail"}) {
            Strings marks =
                RandomStrings(100, 9, 9, 9); // and a long key, of which a lookup sees a short one and its mark
            marks.back() += '\x80' + tail;
            writer.Add("Marks" + std::to_string(tail.size()), marks);
            writer.Add("Folded marks" + std::to_string(tail.size()), marks, true);
        }
        writer.Add("Middles", RandomMiddles(60));
        writer.Add("Middles folded", RandomMiddles(600), true);
        Strings six;
        for (const std::string &end : RandomStrings(600, 2, 2))
            six.push_back("sixsix" + end);
        writer.Add("*/ six", six);
        writer.Add("Wide range", RandomStrings(70000, 4, 12));
        writer.Finish();
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "text_writer: %s\n", failure.what());
        return 1;
    }
    return 0;
}
