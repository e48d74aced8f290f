/*
 * Modules are mapped and addresses are found while the system fails: whichever call fails, the
 * answer says why, or it is right. A module that can't be mapped leaves those that are, a search
 * that fails leaves the next one to make the index, and nothing stays behind. tests/com/table has
 * what is right.
 */
#include "jobs/bulk/bulk_addresses.h"

#include "jobs/table/table_ranges.h"
#include "support/jobs/bulk_fixture.h"
#ifndef NDEBUG
#include "runtime/base/win32_calls.h"
#include "support/runtime/nth_failure.h"
#endif

namespace {

// A run's tables of three starts each, as modules of 0x2000 bytes.
struct Modules {
    Folder folder;
    BulkOutcome outcome; // of a runtime that has stopped

    Modules() : outcome(make()) {}
    BulkOutcome make()
    {
        const std::wstring keys = folder / L"keys";
        MakeFolder(keys);
        WriteKeys(keys + L"\\a.keys", {0x1000, 0x1100, 0x1080});
        WriteKeys(keys + L"\\b.keys", {0x1200, 0x1000, 0x1300});
        TestRuntime runtime;
        Bulk bulk(keys, folder / L"out");
        return RunBulk(runtime, bulk);
    }
    HRESULT map(BulkAddresses &addresses, size_t row, Failure &failure)
    {
        const BulkModule module = {row, (ULONG)row, 0x10000 + 0x2000 * row, 0x2000, 0, L""};
        return BulkAddressesMap(&addresses, outcome.result, &module, &failure);
    }
    HRESULT find(BulkAddresses &addresses, ULONG &number, ULONG &position, Failure &failure)
    {
        const ULONGLONG address = 0x13001; // in the second module, behind 0x1000
        return BulkAddressesFind(&addresses, outcome.result, &address, 1, &number, &position, &failure);
    }
};

} // namespace

TEST_CASE_FIXTURE(Modules, "an address is found in the second of two modules")
{
    BulkAddresses addresses;
    ULONG number = 9, position = 9;
    Failure failure = {};
    REQUIRE(outcome.code == S_OK);
    BulkAddressesInit(&addresses);
    CHECK(map(addresses, 0, failure) == S_OK);
    CHECK(find(addresses, number, position, failure) == S_OK);
    CHECK(number == RANGES_NONE);
    CHECK(map(addresses, 1, failure) == S_OK);
    CHECK(find(addresses, number, position, failure) == S_OK);
    CHECK(number == 1);
    CHECK(position == 1);
    BulkAddressesClose(&addresses);
}

#ifndef NDEBUG
TEST_CASE_FIXTURE(Modules, "whichever call fails, mapping and finding say so, and work again without it")
{
    NthFailure failing;
    int maps = 0, finds = 0;
    for (int n = 1; failing.passed < 2; n++) {
        CAPTURE(n);
        BulkAddresses addresses;
        ULONG number = 9, position = 9;
        Failure failure = {};
        HRESULT mapped[2] = {}, found = S_OK;
        const LONG before = Win32Outstanding();
        BulkAddressesInit(&addresses);
        failing.Run(n, [&] {
            for (size_t row = 0; row < 2; row++) {
                mapped[row] = map(addresses, row, failure);
                CHECK((SUCCEEDED(mapped[row]) || !TextOf(failure).empty()));
            }
            failure = {};
            found = find(addresses, number, position, failure);
            CHECK((SUCCEEDED(found) || !TextOf(failure).empty()));
        });
        for (size_t row = 0; row < 2; row++) {
            maps += FAILED(mapped[row]);
            CHECK((SUCCEEDED(mapped[row]) || map(addresses, row, failure) == S_OK));
        }
        finds += FAILED(found);
        REQUIRE(find(addresses, number, position, failure) == S_OK);
        CHECK(number == 1);
        CHECK(position == 1);
        BulkAddressesClose(&addresses);
        CHECK(Win32Outstanding() == before);
    }
    failing.Tell();
    CHECK(maps > 2);
    CHECK(finds > 2);
}

TEST_CASE_FIXTURE(Modules, "without memory for the index of a table's floors the next call makes it")
{
    NthFailure failing;
    for (int n = 1; failing.passed == 0; n++) {
        TableResult *table = nullptr;
        const Ranges *ranges = nullptr;
        Failure failure = {};
        const LONG before = Win32Outstanding();
        REQUIRE(BulkResultTable(outcome.result, 1, &table, &failure) == S_OK);
        failing.Run(n, [&] {
            const HRESULT code = TableResultRanges(table, &ranges, &failure);
            CHECK((code == S_OK || code == PERFECTHASH_E_OUT_OF_MEMORY));
            CHECK((code == S_OK) == (ranges != nullptr));
        });
        REQUIRE(TableResultRanges(table, &ranges, &failure) == S_OK);
        CHECK(RangesFind(ranges, 0x12FF) == 0);
        TableResultRelease(table);
        CHECK(Win32Outstanding() == before);
    }
    failing.Tell();
    CHECK(failing.failed == 1);
}
#endif
