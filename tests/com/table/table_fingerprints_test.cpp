/*
 * A table with fingerprints answers Contains, Find and FindMany, and GetValue and GetValues of
 * values, without its keys. These tests prove that each key of the set is found, one by one, in
 * arrays and by the native interface, of which the batch serves every kind of table, and that few
 * others are.
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

TEST_CASE_FIXTURE(FingerprintsContext, "the native batch tells the found, as Contains does, of each kind of table")
{
    std::vector<uint64_t> longs(keys.begin(), keys.end()), sought(keys.begin(), keys.end());
    for (size_t i = 0; i < longs.size(); i++)
        longs[i] = sought[i] |= static_cast<uint64_t>(others[i] ^ i) << 32;
    sought.insert(sought.end(), others.begin(), others.end());
    std::vector<uint32_t> shorts = keys;
    shorts.insert(shorts.end(), others.begin(), others.end());
    for (const wchar_t *options :
         {L"--Reject=Fingerprint8", L"--Reject=Fingerprint8 --Packed", L"--Reject=Keys", L"--Reject=None"})
        for (const bool isLong : {false, true}) {
            CAPTURE(isLong);
            const std::wstring all = std::wstring(options) + (isLong ? L" --Layout=Compact" : L"");
            const Var array = isLong ? ArrayOf(VT_UI8, longs) : ArrayOf(VT_UI4, keys);
            Com<IPerfectHashTable> table;
            REQUIRE(context->TableCreateFromKeys(array.v, Bstr(L"t"), nullptr, Bstr(all.c_str()), table.out()) == S_OK);
            const auto native = table.query<IPerfectHashTableNativeValues>(IID_IPerfectHashTableNativeValues);
            std::vector<ULONG> answers(shorts.size());
            std::vector<BYTE> found(shorts.size(), 2);
            const void *packed = isLong ? static_cast<const void *>(sought.data()) : shorts.data();
            const ULONGLONG hits = native->FindBatch(packed, shorts.size(), answers.data(), found.data());
            ULONGLONG wrong = 0, contained = 0;
            for (size_t i = 0; i < shorts.size(); i++) {
                ULONG at = 0;
                const bool known = native->Contains(isLong ? sought[i] : shorts[i], &at) != FALSE;
                wrong += found[i] != (known ? 1 : 0) || (known && answers[i] != at);
                contained += known;
            }
            CHECK(wrong == 0);
            CHECK(hits == contained);
            CHECK(hits >= (options[9] == L'N' ? 0u : 1000u));
            CHECK(hits <= (options[9] == L'N' ? 0u : options[9] == L'K' ? 1000u : 1120u)); // 78 by chance
        }
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
