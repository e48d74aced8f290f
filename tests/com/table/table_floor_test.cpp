/*
 * A table of numbers tells which range a number is in: FindFloor gives the position of the greatest
 * key that is not above it, whatever the keys' order, layout and size, one by one, in arrays of
 * each kind, and natively. A table that has no such keys says why.
 */
#include "support/com/fixture.h"

namespace {

struct FloorContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();

    Com<IPerfectHashTable> make(const VARIANT &keys, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        REQUIRE(context->TableCreateFromKeys(keys, Bstr(L"floors"), nullptr, Bstr(options), table.out()) == S_OK);
        return table;
    }
};

LONG FloorOf(const Com<IPerfectHashTable> &table, const Var &key)
{
    LONG position = 77;
    CHECK(table->FindFloor(key.v, &position) == S_OK);
    return position;
}

} // namespace

TEST_CASE_FIXTURE(FloorContext, "a number between two keys has the position of the lower one")
{
    for (const wchar_t *options : {L"", L"--HashFunction=MultiplyShiftR", L"--Layout=Partitioned"}) {
        const auto table = make(ArrayOf(VT_I4, std::vector<LONG>{4096, 100, 5000, 4112}).v, options);
        CHECK(FloorOf(table, Var(99)) == -1);
        CHECK(FloorOf(table, Var(100)) == 1);
        CHECK(FloorOf(table, Var(4095)) == 1);
        CHECK(FloorOf(table, Var(4096)) == 0);
        CHECK(FloorOf(table, Var(4111)) == 0);
        CHECK(FloorOf(table, Var(4112)) == 3);
        CHECK(FloorOf(table, Var(-1)) == 2); // 2^32 - 1
    }
}

TEST_CASE_FIXTURE(FloorContext, "arrays of each kind are answered in their own")
{
    const auto table = make(ArrayOf(VT_I4, std::vector<LONG>{10, 30, 20}).v);
    Var typed, variants;
    REQUIRE(table->FindFloorMany(ArrayOf(VT_I4, std::vector<LONG>{9, 10, 29, 500}).v, typed.out()) == S_OK);
    CHECK(Longs(typed) == std::vector<LONG>{-1, 0, 2, 1});
    REQUIRE(table->FindFloorMany(ArrayOfVariants({Var(20), Var::text(L"0x1D"), Var(0)}).v, variants.out()) == S_OK);
    CHECK(Longs(variants) == std::vector<LONG>{2, 2, -1});
    CHECK(table->FindFloorMany(ArrayOfVariants({Var::text(L"GET")}).v, variants.out()) == PERFECTHASH_E_KEY_TYPE);
}

TEST_CASE_FIXTURE(FloorContext, "the source of a table that was made with --Ranges has FindFloor")
{
    for (const std::vector<LONG> &keys : {std::vector<LONG>{10, 20, 30}, std::vector<LONG>{10, 30, 20}}) {
        Bstr with, without;
        REQUIRE(make(ArrayOf(VT_I4, keys).v, L"--Ranges")->Source(Bstr(L"c"), with.out()) == S_OK);
        REQUIRE(make(ArrayOf(VT_I4, keys).v)->Source(Bstr(L"c"), without.out()) == S_OK);
        CHECK(with.str().find(L"floorsFindFloor(") != std::wstring::npos);
        CHECK((with.str().find(L"floorsStartPositions") != std::wstring::npos) == (keys[1] == 30));
        CHECK(without.str().find(L"FindFloor") == std::wstring::npos);
    }
}

TEST_CASE_FIXTURE(FloorContext, "natively the index is prepared once, and both sizes of keys are searched")
{
    for (const wchar_t *options : {L"--KeySizeInBytes=4", L"--KeySizeInBytes=8"}) {
        const auto table = make(ArrayOf(VT_I4, std::vector<LONG>{10, 30, 20}).v, options);
        const auto native = table.query<IPerfectHashTableNativeRanges>(IID_IPerfectHashTableNativeRanges);
        const ULONG narrow[] = {9, 10, 29, 500};
        const ULONGLONG wide[] = {9, 10, 29, 500};
        LONG size = 0;
        CHECK(table->get_KeySizeInBytes(&size) == S_OK);
        const void *const asked = size == 4 ? static_cast<const void *>(narrow) : wide;
        std::vector<ULONG> positions(4);
        CHECK(native->FindFloor(500) == 0xFFFFFFFF);
        native->FindFloorBatch(asked, 4, positions.data());
        CHECK(positions == std::vector<ULONG>(4, 0xFFFFFFFF));
        REQUIRE(native->PrepareRanges() == S_OK);
        REQUIRE(native->PrepareRanges() == S_OK);
        CHECK(native->FindFloor(9) == 0xFFFFFFFF);
        CHECK(native->FindFloor(1ull << 40) == 1);
        native->FindFloorBatch(asked, 4, positions.data());
        CHECK(positions == std::vector<ULONG>{0xFFFFFFFF, 0, 2, 1});
    }
}

TEST_CASE_FIXTURE(FloorContext, "a table without keys of 32 or 64 bits says why it has no floors")
{
    LONG position = 77;
    Var many;
    const auto omitted = make(ArrayOf(VT_I4, std::vector<LONG>{10, 30, 20}).v, L"--OmitKeys");
    CHECK(omitted->FindFloor(Var(10).v, &position) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(position == -1);
    CHECK(omitted->FindFloorMany(Var(10).v, many.out()) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    const auto native = omitted.query<IPerfectHashTableNativeRanges>(IID_IPerfectHashTableNativeRanges);
    CHECK(native->PrepareRanges() == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    const auto texts = make(ArrayOfVariants({Var::text(L"GET"), Var::text(L"POST")}).v);
    CHECK(texts->FindFloor(Var(10).v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"ranges are of keys of 32 and 64 bits"));
    CHECK(texts->FindFloor(Var(10).v, nullptr) == E_POINTER);
    CHECK(texts->FindFloorMany(Var(10).v, nullptr) == E_POINTER);
}
