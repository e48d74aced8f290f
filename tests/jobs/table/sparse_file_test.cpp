/*
 * A file's size is not believed: a table file of 2 GiB that holds nothing costs kilobytes of
 * reading and an error, and one whose header has counts of that size is hashed in pieces, so that
 * no memory of that size is taken for it. What is read is counted. A large table that is sound
 * is opened by both ways.
 */
#include "support/jobs/sparse.h"

#include <cstring>

#include "chm01/table/table_image.h"

namespace {

struct Sparse {
    Folder folder;
    TestRuntime runtime;
    const std::wstring path = folder / L"sparse.pht";

    Outcome load()
    {
        Request request = FileRequest(path, L"");
        request.loads = TRUE;
        return Run(runtime, request);
    }
    // The failure of both ways to open a table file, which tell the same.
    std::wstring refused(HRESULT code, ULONGLONG mostBytes)
    {
        TableResult *result = nullptr;
        Failure failure = {};
        const Reading reading(runtime);
        CHECK(TableResultLoad(path.c_str(), &result, &failure) == code);
        const Outcome loaded = load();
        CHECK(loaded.code == code);
        CHECK(loaded.text == TextOf(failure));
        CHECK(reading.bytes() >= 1024);
        CHECK(reading.bytes() <= 2 * mostBytes);
        CHECK(reading.grown() <= (size_t)32 << 20);
        return loaded.text;
    }
};

// The header of a sound table.
TableHeader Sound(Runtime *runtime)
{
    const Outcome outcome = Run(runtime, KeysRequest(SomeKeys(300), L"sound", L""));
    REQUIRE(outcome.code == S_OK);
    TableHeader header;
    std::memcpy(&header, outcome.result->view.image, sizeof header);
    return header;
}

// The same with counts of a table of 2 GiB and some more.
TableHeader Large(Runtime *runtime)
{
    TableHeader header = Sound(runtime);
    header.edgeBits = 28;
    header.slotSizeInBytes = 4;
    header.slotsBytes = TwoGiB;
    header.keysOffset = header.slotsOffset + header.slotsBytes;
    header.imageBytes = (header.keysOffset + header.keysBytes + 8 + 63) / 64 * 64;
    return header;
}

} // namespace

TEST_CASE_FIXTURE(Sparse, "a table file of 2 GiB that holds nothing is refused by its first bytes")
{
    {
        const SparseFile file(path, TwoGiB);
    }
    CHECK(Contains(refused(PERFECTHASH_E_TABLE_MALFORMED, FileCheckBytes), L"does not begin as a table file does"));
}

TEST_CASE_FIXTURE(Sparse, "a sound header before 2 GiB of nothing is refused by its size")
{
    const TableHeader header = Sound(runtime);
    SparseFile(path, TwoGiB).put(0, &header, sizeof header);
    CHECK(Contains(refused(PERFECTHASH_E_TABLE_MALFORMED, FileCheckBytes), L"behind its end"));
}

TEST_CASE_FIXTURE(Sparse, "a header whose size is right and whose counts are not is refused before the rest is read")
{
    TableHeader header = Large(runtime);
    header.edgeBits = 27;
    SparseFile(path, header.imageBytes).put(0, &header, sizeof header);
    CHECK(Contains(refused(PERFECTHASH_E_TABLE_MALFORMED, FileCheckBytes), L"can't go together"));
}

TEST_CASE_FIXTURE(Sparse, "a header whose counts fit the size is believed once all is hashed, in pieces")
{
    const TableHeader header = Large(runtime);
    SparseFile(path, header.imageBytes).put(0, &header, sizeof header);
    refused(PERFECTHASH_E_TABLE_CHECKSUM, header.imageBytes);
    RuntimeStatistics statistics = {};
    RuntimeStatisticsTake(runtime, &statistics);
    CHECK(statistics.bufferBytes <= (ULONGLONG)4 << 20);
}

TEST_CASE_FIXTURE(Sparse, "a large table is opened, and is hashed before it is read whole")
{
    const std::vector<uint32_t> keys = SomeKeys(2000000);
    const Outcome made = Run(runtime, KeysRequest(keys, L"large", L""));
    REQUIRE(made.code == S_OK);
    const size_t bytes = made.result->view.imageBytes;
    REQUIRE(bytes > (size_t)16 << 20);
    WriteBytes(path, made.result->view.image, bytes);
    const Reading reading(runtime);
    CHECK(load().code == S_OK);
    CHECK(reading.bytes() == 2 * (ULONGLONG)bytes);
    TableResult *result = nullptr;
    REQUIRE(TableResultLoad(path.c_str(), &result, nullptr) == S_OK);
    CHECK(reading.bytes() == 4 * (ULONGLONG)bytes);
    CHECK(TableIndex(&result->view, keys[77]) == 77);
    TableResultRelease(result);
}

TEST_CASE_FIXTURE(Sparse, "a table below 16 MiB is read whole once its header is right")
{
    const Outcome made = Run(runtime, KeysRequest(SomeKeys(100000), L"middle", L""));
    REQUIRE(made.code == S_OK);
    const size_t bytes = made.result->view.imageBytes;
    REQUIRE(bytes > FileCheckBytes);
    WriteBytes(path, made.result->view.image, bytes);
    const Reading reading(runtime);
    CHECK(load().code == S_OK);
    CHECK(reading.bytes() == bytes + FileCheckBytes);
}
