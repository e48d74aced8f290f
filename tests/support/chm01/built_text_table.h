// A table of text keys that owns its memory, which ends where it ends.
#pragma once

#include <string>
#include <vector>

#include "chm01/text/text_table.h"
#include "support/chm01/text_set.h"

struct BuiltTextTable {
    TextSet set;
    AlignedBytes memory;
    TextTable table;
    ChmError error{};
    ChmStatus status;

    // In slices of so many steps; 0: at once.
    explicit BuiltTextTable(const std::vector<std::string> &strings, bool ignoreCase = false, uint64_t rngSeed = 0,
                            uint64_t steps = 0)
        : set(strings), memory(Bound(set, ignoreCase))
    {
        const TextKeys keys = set.keys();
        const TextTableOptions options = {ignoreCase, rngSeed};
        if (steps == 0) {
            status = TextTableBuild(&keys, &options, memory.data(), memory.size(), &table, &error);
            return;
        }
        TextBuild *build;
        status = TextTableBegin(&keys, &options, memory.data(), memory.size(), &table, &build, &error);
        if (status != ChmOk)
            return;
        do {
            Work work = {steps};
            status = TextTableOn(build, &work, &error);
            slices++;
        } while (status == ChmContinue);
    }
    size_t slices = 0;
    uint32_t Find(const std::string &key) const { return TextTableFind(&table, key.data(), key.size()); }
    uint32_t Index(const std::string &key) const { return TextTableIndex(&table, key.data(), key.size()); }
    // The table's own bytes.
    std::string Bytes() const { return {reinterpret_cast<const char *>(memory.data()), table.tableBytes}; }

private:
    static size_t Bound(const TextSet &set, bool ignoreCase)
    {
        const TextKeys keys = set.keys();
        return TextTableBound(&keys, ignoreCase);
    }
};
