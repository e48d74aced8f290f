/*
 * Files of 2 GiB that hold nothing, where a bulk run, a merge, a pack or a summary is read back:
 * each costs kilobytes of reading and an error that names the file, and a resumed run makes the
 * table again. What is read is counted.
 */
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/sparse.h"

#include <cstring>

#include "chm01/hash/hash64.h"
#include "chm01/table/pack.h"
#include "jobs/bulk/bulk_reload.h"

namespace {

constexpr ULONGLONG OneGiB = (ULONGLONG)1 << 30, Kilobytes = (ULONGLONG)1 << 20;

// A pack of nothing, whose index or one table has the size that is pretended.
struct EmptyPack {
    ULONGLONG entriesOffset, fileBytes;
    PackFooter footer = {};
    EmptyPack(ULONGLONG tablesEnd, uint64_t entryCount)
        : entriesOffset(tablesEnd), fileBytes(tablesEnd + PackTailBytes(entryCount, 64 * (entryCount != 0)))
    {
        footer.entriesOffset = entriesOffset;
        footer.entryCount = entryCount;
        footer.namesBytes = 64 * (entryCount != 0);
        footer.fileBytes = fileBytes;
        std::memcpy(footer.magic, PACK_MAGIC, sizeof footer.magic);
    }
    void write(const std::wstring &path, const std::string &index = "")
    {
        PackHeader header;
        PackHeaderInit(&header);
        SparseFile file(path, fileBytes);
        file.put(0, &header, sizeof header);
        if (!index.empty()) {
            file.put(entriesOffset, index);
            footer.indexHash = Hash64(index.data(), index.size(), 0);
        }
        file.put(fileBytes - sizeof footer, &footer, sizeof footer);
    }
};

// The index of a pack whose one table, `name`, lies from byte 64 on.
std::string IndexOfOne(ULONGLONG bytes, const char *name)
{
    const PackEntry entry = {64, bytes, 0, (uint32_t)std::strlen(name), 0};
    const size_t nameAt = sizeof entry + sizeof(uint32_t); // behind the order
    std::string index(nameAt + 64, '\0');
    std::memcpy(&index[0], &entry, sizeof entry);
    std::memcpy(&index[nameAt], name, std::strlen(name));
    return index;
}

struct Sparse {
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = folder / L"out", pack = folder / L"all.phpack",
                       json = folder / L"run.json";

    HRESULT openPack(std::wstring &text)
    {
        BulkResult *result = nullptr;
        Failure failure = {};
        HRESULT code = BulkResultOfPack(pack.c_str(), &result, &failure);
        TableResult *table = nullptr;
        if (SUCCEEDED(code))
            code = BulkResultTable(result, 0, &table, &failure);
        TableResultRelease(table);
        BulkResultRelease(result);
        text = TextOf(failure);
        return code;
    }
    std::wstring summary(HRESULT code)
    {
        BulkResult *result = nullptr;
        Failure failure = {};
        const Reading reading(runtime);
        CHECK(BulkResultOfSummary(json.c_str(), &result, &failure) == code);
        CHECK(reading.bytes() <= Kilobytes);
        CHECK(reading.grown() <= (size_t)16 << 20);
        return TextOf(failure);
    }
};

struct SparseShards : Sparse {
    SparseShards()
    {
        MakeFolder(keys);
        WriteSets(keys, 9, 300);
        for (DWORD shard = 1; shard <= 2; shard++) {
            Bulk bulk(keys, out);
            bulk.options.shardIndex = shard;
            bulk.options.shardCount = 2;
            bulk.pack = pack;
            REQUIRE(RunBulk(runtime, bulk).code == S_OK);
        }
    }
    std::wstring result(const wchar_t *extension) const { return out + L"\\PerfectHashBulkCreate.2-of-2" + extension; }
    std::wstring shardPack() const { return folder / L"all.2-of-2.phpack"; }
    // The failure of a merge that reads little and names the file.
    std::wstring refused(const std::wstring &file, HRESULT code, ULONGLONG mostBytes = Kilobytes)
    {
        Bulk request(L"", L"");
        request.merge = out;
        const Reading reading(runtime);
        const BulkOutcome outcome = RunBulk(runtime, request);
        CHECK(outcome.code == code);
        CHECK(Contains(outcome.text, file));
        CHECK(reading.bytes() <= mostBytes);
        CHECK(reading.grown() <= (size_t)32 << 20);
        CHECK_FALSE(Exists(pack));
        CHECK_FALSE(Exists(out + L"\\PerfectHashBulkCreate.csv"));
        return outcome.text;
    }
};

} // namespace

TEST_CASE_FIXTURE(Sparse, "a run is resumed over table files of 2 GiB that hold nothing")
{
    MakeFolder(keys);
    WriteSets(keys, 2, 300);
    Bulk bulk(keys, out);
    CHECK(RunBulk(runtime, bulk).result->succeeded == 2);
    const auto tables = Tables(out);
    for (const auto &table : tables)
        SparseFile(out + L"\\" + table.first, TwoGiB).put(0, std::string("text"));
    bulk.options.resume = TRUE;
    const Reading reading(runtime);
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->succeeded == 2);
    CHECK(outcome.result->skipped == 0);
    CHECK(reading.bytes() <= Kilobytes);
    CHECK(Tables(out) == tables);
}

TEST_CASE_FIXTURE(Sparse, "a pack of 2 GiB that holds nothing is refused by its ends")
{
    std::wstring text;
    {
        const SparseFile file(pack, TwoGiB);
    }
    const Reading reading(runtime);
    CHECK(openPack(text) == PERFECTHASH_E_PACK);
    CHECK(Contains(text, L"does not begin as a pack does"));
    CHECK(reading.bytes() <= 1024);
}

TEST_CASE_FIXTURE(Sparse, "an index of 2 GiB is hashed in pieces before it is believed")
{
    std::wstring text;
    EmptyPack(64, TwoGiB / sizeof(PackEntry)).write(pack);
    const Reading reading(runtime);
    CHECK(openPack(text) == PERFECTHASH_E_PACK);
    CHECK(Contains(text, L"checksum"));
    CHECK(reading.grown() <= (size_t)16 << 20);
}

TEST_CASE_FIXTURE(Sparse, "a table of 2 GiB in a pack is refused by its first bytes")
{
    std::wstring text;
    EmptyPack(64 + TwoGiB, 1).write(pack, IndexOfOne(TwoGiB, "a.keys"));
    const Reading reading(runtime);
    CHECK(openPack(text) == PERFECTHASH_E_TABLE_MALFORMED);
    CHECK(Contains(text, pack));
    CHECK(reading.bytes() <= Kilobytes);
}

TEST_CASE_FIXTURE(Sparse, "a summary that holds nothing is refused by its first bytes, whatever its size")
{
    {
        const SparseFile file(json, TwoGiB);
    }
    CHECK(Contains(summary(PERFECTHASH_E_RESULTS_UNREADABLE), json));
    SparseFile(json, OneGiB).put(0, std::string("{\"keysDirectory\": \"x\""));
    CHECK(Contains(summary(PERFECTHASH_E_RESULTS), L"(at byte 21): a zero byte stands there"));
}

TEST_CASE_FIXTURE(SparseShards, "the results of a shard that hold nothing end a merge")
{
    for (const wchar_t *extension : {L".csv", L".json"}) {
        const Bytes before = ReadBytes(result(extension));
        {
            const SparseFile file(result(extension), TwoGiB);
        }
        refused(result(extension), PERFECTHASH_E_RESULTS_UNREADABLE);
        SparseFile(result(extension), OneGiB).put(0, before.data(), before.size());
        CHECK(Contains(refused(result(extension), PERFECTHASH_E_RESULTS), L"a zero byte stands there"));
        WriteBytes(result(extension), before.data(), before.size());
    }
}

TEST_CASE_FIXTURE(SparseShards, "a shard's pack that holds nothing, but its size, ends a merge")
{
    {
        const SparseFile file(shardPack(), TwoGiB);
    }
    refused(shardPack(), PERFECTHASH_E_PACK);
    EmptyPack(64, TwoGiB / sizeof(PackEntry)).write(shardPack());
    CHECK(Contains(refused(shardPack(), PERFECTHASH_E_PACK, 2 * TwoGiB), L"checksum"));
}

TEST_CASE("a table of 2 GiB in a shard's pack ends a merge")
{
    Sparse scene;
    MakeFolder(scene.keys);
    WriteKeys(scene.keys + L"\\a.keys", SomeKeys(300));
    Bulk bulk(scene.keys, scene.out);
    bulk.options.shardIndex = bulk.options.shardCount = 1;
    bulk.pack = scene.pack;
    REQUIRE(RunBulk(scene.runtime, bulk).code == S_OK);
    EmptyPack(64 + TwoGiB, 1).write(scene.folder / L"all.1-of-1.phpack", IndexOfOne(TwoGiB, "a.keys"));
    Bulk merge(L"", L"");
    merge.merge = scene.out;
    const Reading reading(scene.runtime);
    const BulkOutcome outcome = RunBulk(scene.runtime, merge);
    CHECK(outcome.code == PERFECTHASH_E_TABLE_MALFORMED);
    CHECK(Contains(outcome.text, L"all.1-of-1.phpack"));
    CHECK(reading.bytes() <= Kilobytes);
    CHECK_FALSE(Exists(scene.pack));
}
