// list_functions FILE...: what the product reads of programs, natively: for each file a line
// "file NAME", then for each way to ask a line with how many functions there are, the XXH64 of
// their addresses and the microseconds that reading took, or why there are none.
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "chm01/hash/hash64.h"
#include "chm01/program/program.h"

namespace {

struct Way {
    const char *name;
    ProgramFunctions functions;
    bool pieces;
};

using Words = std::vector<uint64_t>; // aligned as the reader asks for

Words ReadFile(const char *name, size_t *size)
{
    FILE *file = std::fopen(name, "rb");
    if (file == nullptr || std::fseek(file, 0, SEEK_END) != 0) {
        std::fprintf(stderr, "can't read %s\n", name);
        std::exit(1);
    }
    *size = size_t(std::ftell(file));
    Words words(*size / 8 + 1);
    std::rewind(file);
    if (std::fread(words.data(), 1, *size, file) != *size)
        std::exit(1);
    std::fclose(file);
    return words;
}

ChmStatus Read(const Words &bytes, size_t size, const Way &way, Words *memory, size_t *count, ChmError *error)
{
    ProgramReading reading;
    Work work = WorkAll();
    const auto *const first = reinterpret_cast<const uint8_t *>(bytes.data());
    memory->resize(ProgramBound(first, size) / 8 + 1);
    ChmStatus status = ProgramReadBegin(&reading, first, size, way.functions, way.pieces, memory->data(), error);
    if (status == ChmOk)
        status = ProgramReadOn(&reading, &work, error);
    *count = reading.count;
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    static const Way ways[] = {{"Both", ProgramBoth, false},
                               {"Unwind", ProgramUnwind, false},
                               {"Exports", ProgramExports, false},
                               {"Pieces", ProgramUnwind, true}};
    for (int i = 1; i < argc; i++) {
        size_t size = 0, count = 0;
        const Words bytes = ReadFile(argv[i], &size);
        std::printf("file %s\n", argv[i]);
        for (const Way &way : ways) {
            Words memory;
            ChmError error = {};
            const auto start = std::chrono::steady_clock::now();
            const ChmStatus status = Read(bytes, size, way, &memory, &count, &error);
            const auto spent = std::chrono::steady_clock::now() - start;
            const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
            if (status == ChmOk)
                std::printf("%s %zu %016" PRIx64 " %lld\n", way.name, count, Hash64(memory.data(), 4 * count, 0),
                            static_cast<long long>(microseconds));
            else
                std::printf("%s - %s\n", way.name, error.reason);
        }
    }
}
