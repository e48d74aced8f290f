// Any names, texts and numbers as a table's source code. The first bytes choose an output and how
// it is written; five texts between zeros are the table's name, a licence, a namespace, a prefix
// and the keys, which are lines, or rows of CSV. Each output refuses what it can't have, or gives a
// text whose strings, comments and brackets are closed, and whose bytes are the same in slices.
#include <cstdio>
#include <set>

#include "chm01/output/outputs.h"
#include "closed.h"
#include "jobs/pure/source_names.h"
#include "must.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/record_tables.h"

using Texts = std::vector<std::string>;

static Texts Parts(const std::string &text, char between, size_t most)
{
    Texts parts;
    size_t from = 0, end = 0;
    for (; parts.size() + 1 < most && (end = text.find(between, from)) != std::string::npos; from = end + 1)
        parts.push_back(text.substr(from, end - from));
    parts.push_back(text.substr(from));
    return parts;
}

static std::wstring Wide(const std::string &text)
{
    return std::wstring(text.begin(), text.end());
}

// What is no licence, and so on, never gets as far as a writer.
static SourceNames NamesOf(const Texts &texts, uint8_t style)
{
    const std::wstring license = Wide(texts[1]), space = Wide(texts[2]), prefix = Wide(texts[3]);
    return SourceNamesRead(LicenseIsSound(license.c_str()) ? license.c_str() : nullptr,
                           NamespaceIsSound(space.c_str()) ? space.c_str() : nullptr,
                           PrefixIsSound(prefix.c_str()) ? prefix.c_str() : nullptr, SourceStyle(style % 4));
}

static std::string Sliced(const OutputForm &form, const SourceInput &input, size_t bound, uint64_t steps)
{
    std::string text(bound, '?');
    SourceText written{};
    written.out = text.data();
    Work work;
    do
        work = {steps};
    while (!form.write(&input, &work, &written));
    Must(written.length <= bound);
    text.resize(written.length);
    return text;
}

static void Write(const OutputForm &form, const SourceInput &input)
{
    if (form.write == nullptr)
        return;
    const char *const reason = OutputRefuses(&form, &input);
    if (reason != nullptr) {
        Must(*reason != 0);
        return;
    }
    const size_t bound = OutputBound(&form, &input);
    const std::string text = Sliced(form, input, bound, UINT64_MAX), suffix = form.suffix;
    Must(text == Sliced(form, input, bound, 10000));
    const bool isClosed = Closed(text, suffix.substr(suffix.find('.'))).IsIt();
    if (!isClosed)
        std::fputs(text.c_str(), stderr);
    Must(isClosed);
}

static bool WriteRecords(const OutputForm &form, const std::string &rows, const std::string &name,
                         SourceOptions &options)
{
    RecordsReader reader;
    reader.choice.keyColumn = "1";
    if (reader.Read(rows) != ChmOk)
        return false;
    options.records = reader.records;
    options.contains = true;
    if (reader.records->keyBytes != 0) {
        const AlignedBytes image = MakeTable(RecipeOfRecords(reader, "fuzz"));
        TableView view;
        Must(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        Write(form, {&view, nullptr, name.c_str(), &options});
        return true;
    }
    Texts keys;
    for (size_t row = 0; row < reader.records->rows; row++)
        keys.push_back(reader.Cell(row, reader.records->key));
    const BuiltTextTable built(keys);
    Must(built.status == ChmOk);
    Write(form, {nullptr, &built.table, name.c_str(), &options});
    return true;
}

static void WriteTexts(const OutputForm &form, const std::string &lines, const std::string &name, bool ignoreCase,
                       const SourceOptions &options)
{
    const Texts all = Parts(lines, '\n', 1000);
    const std::set<std::string> different(all.begin(), all.end());
    const BuiltTextTable built(Texts(different.begin(), different.end()), ignoreCase);
    if (built.status == ChmOk)
        Write(form, {nullptr, &built.table, name.c_str(), &options});
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    Texts texts = Parts(std::string(reinterpret_cast<const char *>(data) + 3, size - 3), 0, 5);
    texts.resize(5);
    texts[0].resize(std::min<size_t>(texts[0].size(), TABLE_MAX_NAME));
    const OutputForm &form = outputForms[data[0] % OutputForms];
    const SourceNames names = NamesOf(texts, data[1]);
    SourceOptions options{};
    options.names = &names;
    options.contains = (data[1] & 4) != 0;
    options.beside = data[2] & 15;
    if ((data[1] & 8) != 0 && WriteRecords(form, texts[4], texts[0], options))
        return 0;
    WriteTexts(form, texts[4], texts[0], (data[1] & 16) != 0, options);
    return 0;
}
