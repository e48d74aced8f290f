// Any bytes as a file for gperf, behind a line of its options: what is read lies where it must, in
// slices as at once; and the source of it is as long as its bound says, and names each keyword.
#include <string>
#include <vector>

#include "aligned.h"
#include "chm01/base/line_count.h"
#include "chm01/emit/source_gperf.h"
#include "must.h"

// A file that is read in slices of so many steps.
struct Read {
    const Aligned &text;
    std::string line;
    GperfOptions options{};
    GperfFile file{};
    ChmError error{};
    Aligned memory;
    ChmStatus status = ChmOk;

    Read(const Aligned &text_, const std::string &line_, uint64_t steps)
        : text(text_), line(line_), memory(GperfBound(text.size(), LineEndsOf(text.data(), text.size())))
    {
        const char *word;
        status = GperfOptionsRead(&line[0], &options, &word, &error);
        if (status != ChmOk)
            return;
        GperfReading reading;
        status = GperfReadBegin(text.data(), text.size(), LineEndsOf(text.data(), text.size()), &options, memory.data(),
                                memory.size(), &reading, &file, &error);
        while (status == ChmOk || status == ChmContinue) {
            Work work = {steps};
            status = GperfReadOn(&reading, &work, &error);
            if (status != ChmContinue)
                break;
        }
        Must(status == ChmOk || error.status == status);
    }
    bool Lies(const char *bytes, size_t length) const
    {
        const char *const from = reinterpret_cast<const char *>(text.data()), *const to = from + text.size();
        return length == 0 || (bytes >= from && bytes + length <= to);
    }
};

static void CheckFile(const Read &read)
{
    const GperfFile &file = read.file;
    const TextKeys &keys = file.keywords;
    Must(keys.count != 0 && file.distinct != 0 && file.distinct <= keys.count);
    Must(file.distinct == keys.count || (file.options.flags & GperfDuplicates) != 0);
    Must(read.Lies(file.verbatim.bytes, file.verbatim.length) && read.Lies(file.code.bytes, file.code.length));
    Must(file.tagLength <= file.structure.length);
    for (size_t i = 0; i < keys.count; i++) {
        Must(keys.lengths[i] >= file.shortest && keys.lengths[i] <= file.longest && file.shortest != 0);
        Must(read.Lies(file.text + file.rests[i], file.lengths[i]) && file.lines[i] != 0);
        Must((i == 0 || i == file.distinct) || i > file.distinct || file.lines[i] > file.lines[i - 1]);
    }
}

static void CheckSource(const Read &read)
{
    const GperfFile &file = read.file;
    TextKeys keys = file.keywords;
    keys.count = file.distinct;
    const TextTableOptions options = {(file.options.flags & GperfIgnoreCase) != 0, 0};
    const Aligned memory(TextTableBound(&keys, options.ignoreCase));
    TextTable table;
    ChmError error;
    const ChmStatus status = TextTableBuild(&keys, &options, memory.data(), memory.size(), &table, &error);
    Must(status == ChmOk || (status == ChmDuplicateKey && (file.options.flags & GperfDuplicates) == 0));
    if (status != ChmOk)
        return;
    const SourceGperf source = {&file, &table, "a\\b.gperf", nullptr};
    std::vector<char> whole(SourceGperfBound(&source)), sliced(whole.size());
    SourceText text{}, pieces{};
    Work all = WorkAll();
    text.out = whole.data();
    Must(SourceGperfWriteOn(&source, &all, &text) && text.length <= whole.size());
    pieces.out = sliced.data();
    for (Work work = {20}; !SourceGperfWriteOn(&source, &work, &pieces); work.left = 20) {
    }
    Must(pieces.length == text.length && std::memcmp(whole.data(), sliced.data(), text.length) == 0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t end = 0;
    while (end < size && data[end] != '\n' && data[end] != 0)
        end++;
    const std::string line(reinterpret_cast<const char *>(data), end);
    const size_t from = end < size ? end + 1 : size;
    const Aligned text(data + from, size - from);
    const Read whole(text, line, UINT64_MAX), sliced(text, line, 3);
    Must(whole.status == sliced.status);
    if (whole.status != ChmOk)
        return 0;
    CheckFile(whole);
    Must(sliced.file.keywords.count == whole.file.keywords.count && sliced.file.distinct == whole.file.distinct);
    CheckSource(whole);
    return 0;
}
