/*
 * A table that gives values beside positions, through COM: made of two arrays with --Positions, and
 * asked for both, one by one, in arrays of each kind, by name and by the native interface. Where it
 * tells other keys from its own, by keys or by fingerprints, these have the value -1.
 */
#include "support/com/fixture.h"

namespace {

struct BothContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    std::vector<uint32_t> keys = SomeKeys(1500), others = SomeKeys(4500);
    BothContext() { others.erase(others.begin(), others.begin() + 1500); }
    std::vector<ULONG> valuesOf(uint32_t bits) const
    {
        std::vector<ULONG> values;
        for (const uint32_t key : keys)
            values.push_back(static_cast<ULONG>(key * 0x9E3779B1u >> (32 - bits)));
        return values;
    }
    Com<IPerfectHashTable> make(uint32_t bits, const std::wstring &options = L"")
    {
        Com<IPerfectHashTable> table;
        const std::wstring all = L"--Positions --ValueBits=" + std::to_wstring(bits) + L" " + options;
        REQUIRE(context->TableCreateWithValues(ArrayOf(VT_UI4, keys).v, ArrayOf(VT_UI4, valuesOf(bits)).v,
                                               Bstr(L"both"), nullptr, Bstr(all.c_str()), table.out()) == S_OK);
        return table;
    }
};

double ValueOf(const Com<IPerfectHashTable> &table, uint32_t key)
{
    double number = -2;
    CHECK(table->GetValue(Var::u32(key).v, &number) == S_OK);
    return number;
}

template <class Number> std::vector<Number> NumbersIn(const Var &array, VARTYPE type)
{
    Number *numbers = nullptr;
    REQUIRE(V_VT(&array.v) == (VT_ARRAY | type));
    REQUIRE(SafeArrayAccessData(V_ARRAY(&array.v), reinterpret_cast<void **>(&numbers)) == S_OK);
    const std::vector<Number> copy(numbers, numbers + V_ARRAY(&array.v)->rgsabound[0].cElements);
    SafeArrayUnaccessData(V_ARRAY(&array.v));
    return copy;
}

// Every key's value, then those of the others, as GetValues gives them.
template <class Number>
std::vector<Number> ManyValues(const BothContext &of, const Com<IPerfectHashTable> &table, VARTYPE type)
{
    std::vector<uint32_t> sought = of.keys;
    sought.insert(sought.end(), of.others.begin(), of.others.end());
    Var many;
    REQUIRE(table->GetValues(ArrayOf(VT_UI4, sought).v, many.out()) == S_OK);
    return NumbersIn<Number>(many, type);
}

template <class Number> void CheckMany(BothContext &of, uint32_t bits, const wchar_t *options, VARTYPE type, bool tells)
{
    CAPTURE(bits);
    CAPTURE(std::wstring(options));
    const std::vector<ULONG> values = of.valuesOf(bits);
    const std::vector<Number> many = ManyValues<Number>(of, of.make(bits, options), type);
    size_t wrong = 0, rejected = 0;
    for (size_t i = 0; i < values.size(); i++)
        wrong += many[i] != static_cast<Number>(values[i]);
    for (size_t i = values.size(); i < many.size(); i++)
        rejected += many[i] == static_cast<Number>(-1);
    CHECK(wrong == 0);
    CHECK((rejected > of.others.size() - 100) == tells);
}

} // namespace

TEST_CASE_FIXTURE(BothContext, "each key has its position and its value, by one lookup or two, of each width")
{
    for (const uint32_t bits : {8u, 16u, 32u}) {
        CAPTURE(bits);
        const auto table = make(bits);
        const std::vector<ULONG> values = valuesOf(bits);
        LONG width = 0;
        VARIANT_BOOL hasPositions = VARIANT_FALSE, found = VARIANT_FALSE;
        CHECK((table->get_ValueBits(&width) == S_OK && width == static_cast<LONG>(bits)));
        CHECK((table->get_HasPositions(&hasPositions) == S_OK && hasPositions == VARIANT_TRUE));
        CHECK((table->Contains(Var::u32(keys[3]).v, &found) == S_OK && found == VARIANT_TRUE));
        for (size_t i = 0; i < keys.size(); i++) {
            LONG position = -1;
            double number = -1;
            REQUIRE((table->Index(Var::u32(keys[i]).v, &position) == S_OK && position == static_cast<LONG>(i)));
            REQUIRE((table->ValueAt(position, &number) == S_OK && number == values[i]));
            REQUIRE(ValueOf(table, keys[i]) == values[i]);
        }
    }
}

TEST_CASE_FIXTURE(BothContext, "many values at once: no sign, or room for -1 where other keys are told")
{
    CheckMany<ULONG>(*this, 8, L"--Reject=None", VT_UI4, false);
    CheckMany<ULONG>(*this, 32, L"--Reject=None", VT_UI4, false);
    CheckMany<LONG>(*this, 16, L"--Reject=Keys", VT_I4, true);
    CheckMany<LONG>(*this, 8, L"--Reject=Fingerprint8", VT_I4, true);
    CheckMany<double>(*this, 32, L"--Reject=Keys", VT_R8, true);
    CheckMany<double>(*this, 32, L"--Reject=Fingerprint16", VT_R8, true);
    CheckMany<LONG>(*this, 16, L"--Layout=Compact", VT_I4, true);
    Var variants;
    const auto table = make(32);
    REQUIRE(table->GetValues(ArrayOfVariants({Var::u32(keys[0]), Var::u32(others[0])}).v, variants.out()) == S_OK);
    REQUIRE(V_VT(&variants.v) == (VT_ARRAY | VT_VARIANT));
    for (LONG at = 0; at < 2; at++) {
        Var element;
        REQUIRE(SafeArrayGetElement(V_ARRAY(&variants.v), &at, element.out()) == S_OK);
        const double number = V_VT(&element.v) == VT_I4 ? V_I4(&element.v) : V_R8(&element.v);
        CHECK(number == (at == 0 ? static_cast<double>(valuesOf(32)[0]) : -1));
    }
}

TEST_CASE_FIXTURE(BothContext, "other keys have the value -1 where keys or fingerprints tell")
{
    const auto none = make(8, L"--Reject=None"), byKeys = make(8), byFingerprints = make(8, L"--Reject=Fingerprint16");
    size_t told = 0;
    for (size_t i = 0; i < 500; i++) {
        CHECK(ValueOf(none, others[i]) >= 0);
        CHECK(ValueOf(byKeys, others[i]) == -1);
        told += ValueOf(byFingerprints, others[i]) == -1;
    }
    CHECK(told > 490);
}

TEST_CASE_FIXTURE(BothContext, "the native interface gives both, one by one and many")
{
    const auto native = make(16).query<IPerfectHashTableNativeValues>(IID_IPerfectHashTableNativeValues);
    REQUIRE(native.p != nullptr);
    CHECK(native->GetValueBits() == 16);
    std::vector<ULONG> numbers(keys.size()), positions(keys.size());
    native->GetValueBatch(keys.data(), keys.size(), numbers.data());
    native->IndexBatch(keys.data(), keys.size(), positions.data());
    CHECK(numbers == valuesOf(16));
    for (size_t i = 0; i < keys.size(); i++) {
        REQUIRE((native->Index(keys[i]) == i && positions[i] == i));
        REQUIRE(native->GetValue(keys[i]) == numbers[i]);
    }
}

TEST_CASE_FIXTURE(BothContext, "a saved table has both; one of values, or of positions, says what it lacks")
{
    TemporaryFolder folder;
    const std::wstring path = folder.file(L"both.pht");
    Com<IPerfectHashTable> loaded, values;
    REQUIRE(make(16)->Save(Bstr(path.c_str())) == S_OK);
    REQUIRE(context->LoadTable(Bstr(path.c_str()), loaded.out()) == S_OK);
    double number = -1;
    CHECK((loaded->ValueAt(7, &number) == S_OK && number == valuesOf(16)[7]));
    for (const LONG position : {-1L, 1500L}) {
        CHECK(loaded->ValueAt(position, &number) == PERFECTHASH_E_ARGUMENT);
        CHECK(ErrorTells(L"expected an integer from 0 to 1499"));
    }
    CHECK(loaded->ValueAt(0, nullptr) == E_POINTER);
    const Var three = ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3});
    REQUIRE(context->TableCreateWithValues(three.v, three.v, Bstr(L"values"), nullptr, nullptr, values.out()) == S_OK);
    VARIANT_BOOL hasPositions = VARIANT_TRUE;
    CHECK((values->get_HasPositions(&hasPositions) == S_OK && hasPositions == VARIANT_FALSE));
    CHECK(values->ValueAt(0, &number) == PERFECTHASH_E_TABLE_OF_VALUES);
    CHECK(TableOf(context.p, {1, 2, 3})->ValueAt(0, &number) == PERFECTHASH_E_TABLE_OF_POSITIONS);
}
