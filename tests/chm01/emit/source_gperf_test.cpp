/*
 * The source of a file for gperf is written and counted in slices. These tests prove that slices of
 * any size make the text that is made at once, that a slice ends after so many bytes of keywords
 * and initializers, and that its offsets are those of the strings.
 */
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "chm01/base/line_count.h"
#include "chm01/emit/source_gperf.h"
#include "support/chm01/source_slices.h"
#include "support/chm01/table_maker.h"

namespace {

struct Written {
    std::string text, line, source;
    GperfOptions options{};
    GperfFile file{};
    AlignedBytes memory;
    std::unique_ptr<AlignedBytes> tableMemory;
    TextTable table{};

    Written(std::string text_, std::string line_)
        : text(std::move(text_)), line(std::move(line_)),
          memory(GperfBound(text.size(), LineEndsOf(text.data(), text.size())))
    {
        const char *word;
        ChmError error;
        REQUIRE(GperfOptionsRead(&line[0], &options, &word, &error) == ChmOk);
        REQUIRE(GperfRead(text.data(), text.size(), &options, memory.data(), memory.size(), &file, &error) == ChmOk);
        TextKeys keys = file.keywords;
        keys.count = file.distinct;
        const TextTableOptions choice = {false, 0};
        tableMemory.reset(new AlignedBytes(TextTableBound(&keys, false)));
        REQUIRE(TextTableBuild(&keys, &choice, tableMemory->data(), tableMemory->size(), &table, &error) == ChmOk);
        source.resize(SourceGperfBound(&what()));
        SourceText out{};
        out.out = &source[0];
        Work all = WorkAll();
        REQUIRE(SourceGperfWriteOn(&what(), &all, &out));
        source.resize(out.length);
    }
    const SourceGperf &what()
    {
        made = {&file, &table, "a.gperf", nullptr};
        return made;
    }
    size_t Slices(uint64_t steps)
    {
        return CheckSourceSlices(source, SourceGperfBound(&what()), steps,
                                 [&](Work *work, SourceText *out) { return SourceGperfWriteOn(&what(), work, out); });
    }

private:
    SourceGperf made{};
};

std::string Keywords(size_t count, size_t bytes, const std::string &initializers)
{
    std::string all;
    for (size_t i = 0; i < count; i++)
        all += "k" + std::to_string(i) + std::string(bytes, 'x') + initializers + "\n";
    return all;
}

} // namespace

TEST_CASE("slices of any size write and count the source that is made at once")
{
    const std::string typed = "%{\n#include <x.h>\n%}\nstruct s { char *name; int n; };\n%%\n";
    const std::string code = "%%\nint Use(void);\n";
    for (const char *options : {"", "-P", "-G", "-L C++", "-l -G", "-E -I"})
        for (const bool isTyped : {false, true}) {
            Written written((isTyped ? typed : "") + Keywords(40, 3, isTyped ? ", 5" : "") + (isTyped ? code : ""),
                            std::string(options) + (isTyped ? " -t" : ""));
            for (const uint64_t steps : {1, 9, 500})
                written.Slices(steps);
        }
    Written again("struct s { int name; int n; };\n%%\na, 1\nb, 2\na, 3\nbb, 4\n", "-t -D -P"), none("a\nb\n", "-P");
    again.Slices(1);
    none.Slices(1);
}

TEST_CASE("a slice of the source ends after so many bytes, not after so many keywords")
{
    const size_t count = 50, bytes = 8000;
    for (const char *options : {"", "-P"}) {
        Written written(Keywords(count, bytes, ""), options);
        CHECK(written.Slices(1000) >= count * (bytes / 8) / (1000 + bytes / 8)); // the last one goes over its steps
    }
    Written typed(
        "struct s { char *name; char *x; };\n%%\n" + Keywords(count, 3, ", \"" + std::string(80000, 'i') + "\""), "-t");
    CHECK(typed.Slices(1000) >= count * (80000 / 64) / (1000 + 80000 / 64));
}

TEST_CASE("offsets into the pool are those of the strings, in whatever slice")
{
    Written written("one\nthree\nto\n", "-P"),
        again("struct s { int name; int n; };\n%%\na, 1\nbb, 2\na, 3\nc, 4\n", "-t -D -P");
    CHECK(written.source.find("    0,\n    4,\n    10\n") != std::string::npos);
    CHECK(again.source.find("{0, 1}") != std::string::npos);
    CHECK(again.source.find("{2, 2}") != std::string::npos);
    CHECK(again.source.find("{5, 4}") != std::string::npos);
    CHECK(again.source.find("{7, 3}") != std::string::npos);
}
