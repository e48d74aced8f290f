// A program of three sections, as large as a test wants it: code at 0x1000 of which the file has
// little, data at 0x100000, to which tables are added, and one without bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

class ProgramWriter {
public:
    static constexpr uint32_t codeRva = 0x1000, codeBytes = 0x80000, dataRva = 0x100000, hiddenRva = 0x200000;
    static constexpr uint64_t base = 0x180000000;
    static constexpr size_t peOffset = 0x80, optionalOffset = peOffset + 24, codeOffset = 0x400, dataOffset = 0x600;
    enum { Exports = 0, Resources = 2, Exceptions = 3, Debug = 6, LoadConfig = 10, Managed = 14 };

    std::vector<uint8_t> bytes;

    explicit ProgramWriter(uint16_t machine = 0x8664, bool wide = true)
        : bytes(dataOffset), directories_(optionalOffset + (wide ? 112 : 96)), sections_(directories_ + 128)
    {
        std::memcpy(bytes.data(), "MZ", 2);
        Put(60, uint32_t(peOffset));
        std::memcpy(bytes.data() + peOffset, "PE\0\0", 4);
        Put(peOffset + 4, machine);
        Put(peOffset + 6, uint16_t(3));
        Put(peOffset + 8, uint32_t(0x5F3759DF)); // the time stamp
        Put(peOffset + 20, uint16_t(sections_ - optionalOffset));
        Put(optionalOffset, uint16_t(wide ? 0x20B : 0x10B));
        if (wide)
            Put(optionalOffset + 24, base);
        Put(optionalOffset + 56, uint32_t(0x300000)); // the image's size
        Put(directories_ - 4, uint32_t(16));
        Section(0, codeRva, codeBytes, codeOffset, 0x200, 0x60000020);
        Section(1, dataRva, 0, dataOffset, 0, 0x40000040);
        Section(2, hiddenRva, 0x1000, 0, 0, 0xC0000080);
    }

    // For x64: functions at 0x2000, 0x1000 and 0x3000, which has no entry, and a piece at 0x1010.
    static ProgramWriter OfFour()
    {
        ProgramWriter program;
        const uint32_t whole = program.Add({1, 0}), chained = program.Add({1 | 4 << 3, 0});
        program.Functions({0x2000, 0x2010, whole, 0x1000, 0x1010, whole, 0x1010, 0x1020, chained});
        program.ExportsAre({0x3000, 0x1000, 0, dataRva});
        return program;
    }

    // Adds bytes to the data, on a multiple of 4; returns their address.
    uint32_t Add(const std::vector<uint32_t> &numbers)
    {
        const size_t at = bytes.size();
        bytes.resize(at + 4 * numbers.size());
        if (!numbers.empty())
            std::memcpy(bytes.data() + at, numbers.data(), 4 * numbers.size());
        const uint32_t size = uint32_t(bytes.size() - dataOffset);
        Section(1, dataRva, size, dataOffset, size, 0x40000040);
        return dataRva + uint32_t(at - dataOffset);
    }
    void Directory(size_t index, uint32_t rva, uint32_t size)
    {
        Put(directories_ + 8 * index, rva);
        Put(directories_ + 8 * index + 4, size);
    }
    void Section(size_t index, uint32_t rva, uint32_t size, uint32_t offset, uint32_t fileBytes, uint32_t flags)
    {
        const size_t at = sections_ + 40 * index;
        Put(at + 8, size);
        Put(at + 12, rva);
        Put(at + 16, fileBytes);
        Put(at + 20, offset);
        Put(at + 36, flags);
    }
    // Entries of so many numbers each.
    void Functions(const std::vector<uint32_t> &entries) { Directory(Exceptions, Add(entries), Bytes(entries)); }
    void ExportsAre(const std::vector<uint32_t> &addresses)
    {
        const uint32_t table = Add(addresses);
        const uint32_t rva = Add({0, 0, 0, 0, 1, uint32_t(addresses.size()), 0, table, 0, 0, 0x6F66, 0});
        Directory(Exports, rva, 48); // with room for the names of forwarders
    }
    // The second table of an ARM64EC or ARM64X file, and fixups that make the latter an x64 file.
    void HybridFunctions(const std::vector<uint32_t> &entries, const std::vector<uint8_t> &fixups = {})
    {
        std::vector<uint32_t> metadata(20), config(58), table(2 + (fixups.size() + 3) / 4);
        table[0] = 1;
        table[1] = uint32_t(fixups.size());
        if (!fixups.empty()) {
            std::memcpy(table.data() + 2, fixups.data(), fixups.size());
            config[56] = Add(table) - dataRva;
            config[57] = 2; // the section
        }
        metadata[16] = Add(entries);
        metadata[17] = Bytes(entries);
        const uint64_t pointer = base + Add(metadata);
        config[0] = 232;
        config[50] = uint32_t(pointer);
        config[51] = uint32_t(pointer >> 32);
        Directory(LoadConfig, Add(config), 232);
    }
    // Fixups that put another directory of exports into the headers, behind some of other kinds.
    std::vector<uint8_t> ExportsFixed(uint32_t rva, uint32_t size) const
    {
        const uint32_t at = uint32_t(directories_);
        std::vector<uint8_t> block;
        const auto put = [&](uint32_t number, size_t width) {
            for (size_t i = 0; i < width; i++)
                block.push_back(uint8_t(number >> 8 * i));
        };
        put(0x0000 | at, 2); // zeros
        put(0x6000 | at, 2); // a delta
        put(7, 2);
        put(0x5000 | (peOffset + 4), 2); // the machine
        put(0x8664, 2);
        put(0x9000 | at, 2);
        put(rva, 4);
        put(0x9000 | (at + 4), 2);
        put(size, 4);
        put(0, 2);
        std::vector<uint8_t> fixups;
        block.swap(fixups);
        for (const uint32_t number : {3u, 0u, 8u, 0x2000u, 8u, 6u, 0u, uint32_t(fixups.size()) + 8, 0u,
                                      uint32_t(fixups.size()) + 8}) // of another symbol, and ours
            put(number, 4);
        block.insert(block.end(), fixups.begin(), fixups.end());
        return block;
    }
    // Where an addition of the data is in the file.
    static size_t OffsetOf(uint32_t rva) { return dataOffset + rva - dataRva; }
    // The table of a ReadyToRun image.
    void ReadyToRunFunctions(const std::vector<uint32_t> &entries)
    {
        const uint32_t table = Add(entries);
        std::vector<uint32_t> header(18);
        header[16] = Add({0x00525452, 9, 0, 2, 100, 1, 1, 102, table, Bytes(entries)});
        header[17] = 40;
        Directory(Managed, Add(header), 72);
    }
    template <class Number> void Put(size_t offset, Number value)
    {
        std::memcpy(bytes.data() + offset, &value, sizeof value);
    }

private:
    static uint32_t Bytes(const std::vector<uint32_t> &numbers) { return uint32_t(4 * numbers.size()); }

    size_t directories_, sections_;
};
