// A PE32+ file with nothing but what a function table needs: headers, one .text and one .pdata
// section.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

struct PeRecipe {
    uint16_t machine = 0x8664; // 0xAA64: ARM64
    uint16_t magic = 0x20B;    // 0x10B: PE32
    std::vector<uint32_t> functions;
    uint32_t directoryCount = 16;
};

class PeWriter {
public:
    static constexpr size_t peOffset = 0x80, optionalOffset = peOffset + 24, optionalBytes = 240,
                            exceptionOffset = optionalOffset + 112 + 24,
                            sectionsOffset = optionalOffset + optionalBytes, pdataOffset = 0x400, pdataRva = 0x3000;
    std::vector<uint8_t> bytes;

    explicit PeWriter(const PeRecipe &recipe)
    {
        const size_t entryBytes = recipe.machine == 0x8664 ? 12 : 8, tableBytes = recipe.functions.size() * entryBytes;
        bytes.resize(pdataOffset + tableBytes);
        std::memcpy(bytes.data(), "MZ", 2);
        Put32(60, peOffset);
        std::memcpy(bytes.data() + peOffset, "PE\0\0", 4);
        Put16(peOffset + 4, recipe.machine);
        Put16(peOffset + 6, 2);
        Put16(peOffset + 20, optionalBytes);
        Put16(optionalOffset, recipe.magic);
        Put32(optionalOffset + 108, recipe.directoryCount);
        Put32(exceptionOffset, pdataRva);
        Put32(exceptionOffset + 4, uint32_t(tableBytes));
        Section(0, ".text", 0x1000, 0x200, 0x200);
        Section(1, ".pdata", pdataRva, uint32_t(tableBytes), pdataOffset);
        for (size_t i = 0; i < recipe.functions.size(); i++) {
            Put32(pdataOffset + i * entryBytes, recipe.functions[i]);
            Put32(pdataOffset + i * entryBytes + 4, recipe.functions[i] + 8);
        }
    }
    void Put16(size_t offset, size_t value) { std::memcpy(bytes.data() + offset, &value, 2); }
    void Put32(size_t offset, size_t value) { std::memcpy(bytes.data() + offset, &value, 4); }

private:
    void Section(size_t index, const char *name, uint32_t rva, uint32_t size, uint32_t offset)
    {
        const bool code = index == 0;
        const size_t at = sectionsOffset + 40 * index;
        std::memcpy(bytes.data() + at, name, std::strlen(name));
        Put32(at + 8, size);
        Put32(at + 12, rva);
        Put32(at + 16, size);
        Put32(at + 20, offset);
        Put32(at + 36, code ? 0x60000020 : 0x40000040);
    }
};
