// Reads records as a job does: the text, the looks for equal keys and enums' texts, the packing;
// each in slices of so many steps.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chm01/base/line_count.h"
#include "chm01/record/record_look.h"
#include "chm01/record/record_pack.h"

class RecordsReader {
public:
    RecordChoice choice{};
    bool drops = false;
    uint64_t slice = UINT64_MAX;

    ChmStatus Read(const std::string &given)
    {
        text.assign(given.begin(), given.end());
        text.shrink_to_fit();
        const size_t lineEnds = LineEndsOf(text.data(), text.size());
        ChmStatus status = RecordsBegin(&reading, &choice, text.data(), text.size(), &error);
        if (status != ChmOk)
            return status;
        const std::unique_ptr<uint64_t[]> rows = Room(RecordsBound(&reading, lineEnds));
        RecordsRoom(&reading, rows.get());
        status = Sliced([&](Work *work) { return RecordsReadOn(&reading, work, &error); });
        if (status != ChmOk)
            return status;
        const std::unique_ptr<uint64_t[]> scratch = Room(RecordLookBound(&reading));
        RecordLook look;
        RecordLookBegin(&look, &reading, drops, 0x1234567, scratch.get());
        status = Sliced([&](Work *work) { return RecordLookOn(&look, work, &error); });
        if (status != ChmOk)
            return status;
        block = Room(RecordPackBound(&reading));
        keys = Room(RecordKeysBound(&reading));
        const uint32_t bits = RecordsValueBits(&reading.records);
        values = Room(reading.records.rows * 4);
        RecordPackBegin(&packing, &reading, look.dropped, block.get(), keys.get(), bits != 0 ? values.get() : nullptr);
        status = Sliced([&](Work *work) { return RecordPackOn(&packing, work) ? ChmOk : ChmContinue; });
        text.assign(text.size(), '#'); // nothing is left of it
        records = packing.out;
        return status;
    }

    std::string Cell(size_t row, uint32_t column) const { return Of(*RecordsCell(records, row, column)); }
    // The rows as one text: cells parted by |, rows ended by a newline. What is refused: Told.
    std::string Rows(const std::string &given)
    {
        if (Read(given) != ChmOk)
            return Told();
        std::string rows;
        for (size_t row = 0; row < records->rows; row++) {
            for (uint32_t column = 0; column < records->columnCount; column++)
                rows += Cell(row, column) + "|";
            rows += "\n";
        }
        return rows;
    }
    std::string Name(uint32_t column) const { return Of(records->columns[column].name); }
    std::string Type(uint32_t column) const { return recordTypeNames[records->columns[column].type]; }
    // "line 2 second 0 column 3 name [text]: reason type"
    std::string Told() const
    {
        std::string told = "line " + std::to_string(error.line);
        if (error.second != 0)
            told += " and " + std::to_string(error.second);
        if (error.column != 0)
            told += " column " + std::to_string(error.column);
        if (error.name != nullptr)
            told += " " + Bytes(error.name, error.nameLength);
        if (error.text != nullptr)
            told += " [" + Bytes(error.text, error.textLength) + "]";
        if (error.reason != nullptr)
            told += std::string(": ") + error.reason;
        if (error.wanted != nullptr)
            told += std::string(" ") + error.wanted;
        return error.type != nullptr ? told + " " + error.type : told;
    }

    std::vector<size_t> slices; // of the rows, of the look and of the packing
    RecordError error{};
    RecordReading reading;
    const Records *records = nullptr;
    std::unique_ptr<uint64_t[]> block, keys, values;

private:
    // Exactly so many bytes but for the last 7.
    static std::unique_ptr<uint64_t[]> Room(size_t bytes)
    {
        return std::unique_ptr<uint64_t[]>(new uint64_t[(bytes + 7) / 8]);
    }
    template <class Step> ChmStatus Sliced(Step step)
    {
        ChmStatus status;
        slices.push_back(0);
        do {
            Work work = {slice};
            status = step(&work);
            slices.back()++;
        } while (status == ChmContinue);
        return status;
    }
    static std::string Bytes(const uint8_t *from, size_t length)
    {
        return std::string(reinterpret_cast<const char *>(from), length);
    }
    std::string Of(RecordCell cell) const { return Bytes(records->pool + cell.start, cell.length); }

    std::vector<uint8_t> text;
    RecordPacking packing;
};
