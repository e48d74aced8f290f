/*
 * A table with fingerprints answers Contains, Find and FindMany, and GetValue and GetValues of
 * values, without its keys. These tests prove that each key of the set is found, one by one, in
 * arrays and by the native interface, and that few others are.
 */
#include "support/com/fixture.h"

namespace {

struct FingerprintsContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    std::vector<uint32_t> keys = SomeKeys(1000), others = SomeKeys(21000);
    FingerprintsContext() { others.erase(others.begin(), others.begin() + 1000); }
};

size_t Found(const std::vector<LONG> &positions)
{
    size_t count = 0;
    for (const LONG position : positions)
        count += position >= 0;
    return count;
}

} // namespace

TEST_CASE_FIXTURE(FingerprintsContext, "positions: by key, by array, by name and by the native interface")
{
    const auto table = TableOf(context.p, keys, L"--Reject=Fingerprint8");
    LONG bits = 0, position = -2;
    CHECK((table->get_FingerprintBits(&bits) == S_OK && bits == 8));
    VARIANT_BOOL found = VARIANT_TRUE, hasKeys = VARIANT_TRUE;
    CHECK((table->get_HasKeys(&hasKeys) == S_OK && hasKeys == VARIANT_FALSE));
    CHECK((table->Find(Var::u32(keys[7]).v, &position) == S_OK && position == 7));
    CHECK((table->Contains(Var::u32(keys[7]).v, &found) == S_OK && found == VARIANT_TRUE));
    CHECK((table->Find(Var::i64(1ll << 40).v, &position) == S_OK && position == -1));
    CHECK((table->Contains(Var::i64(1ll << 40).v, &found) == S_OK && found == VARIANT_FALSE));
    Var all, none, variants;
    REQUIRE(table->FindMany(ArrayOf(VT_UI4, keys).v, all.out()) == S_OK);
    for (size_t i = 0; i < keys.size(); i++)
        REQUIRE(Longs(all)[i] == static_cast<LONG>(i));
    REQUIRE(table->FindMany(ArrayOf(VT_UI4, others).v, none.out()) == S_OK);
    const size_t strangers = Found(Longs(none));
    CHECK(strangers > 40); // 78 by chance
    CHECK(strangers < 120);
    REQUIRE(table->FindMany(ArrayOfVariants({Var::u32(keys[3]), Var::text(L"no key")}).v, variants.out()) == S_OK);
    CHECK(Longs(variants) == std::vector<LONG>{3, -1});
    const auto native = table.query<IPerfectHashTableNative>(IID_IPerfectHashTableNative);
    ULONG at = 0;
    CHECK((native->Contains(keys[9], &at) && at == 9));
    size_t natives = 0;
    for (const uint32_t other : others)
        natives += native->Contains(other, nullptr) != FALSE;
    CHECK(natives == strangers);
}

TEST_CASE_FIXTURE(FingerprintsContext, "values: -1 for what is rejected")
{
    std::vector<BYTE> values;
    for (const uint32_t key : keys)
        values.push_back(static_cast<BYTE>(key >> 5));
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreateWithValues(ArrayOf(VT_UI4, keys).v, ArrayOf(VT_UI1, values).v, Bstr(L"v"), nullptr,
                                           Bstr(L"--Reject=Fingerprint16"), table.out()) == S_OK);
    double number = -2;
    LONG position;
    VARIANT_BOOL found = VARIANT_FALSE;
    CHECK((table->GetValue(Var::u32(keys[5]).v, &number) == S_OK && number == values[5]));
    CHECK((table->Contains(Var::u32(keys[5]).v, &found) == S_OK && found == VARIANT_TRUE));
    CHECK(table->Find(Var::u32(keys[5]).v, &position) == PERFECTHASH_E_TABLE_OF_VALUES);
    Var all, none, variants;
    REQUIRE(table->GetValues(ArrayOf(VT_UI4, keys).v, all.out()) == S_OK);
    for (size_t i = 0; i < keys.size(); i++)
        REQUIRE(Longs(all)[i] == values[i]);
    REQUIRE(table->GetValues(ArrayOf(VT_UI4, others).v, none.out()) == S_OK);
    CHECK(Found(Longs(none)) < 5); // 0.3 by chance
    REQUIRE(table->GetValues(ArrayOfVariants({Var::u32(keys[3]), Var::u32(others[3])}).v, variants.out()) == S_OK);
    CHECK(Longs(variants)[0] == values[3]);
    CHECK((table->GetValue(Var::u32(others[3]).v, &number) == S_OK && number == Longs(variants)[1]));
}
