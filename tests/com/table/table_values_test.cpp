/*
 * A table of values through COM: made of two arrays or of files, in the width that is asked for or
 * needed, and looked up one by one, in arrays of each kind, by name and by the native interface.
 * Arrays that don't fit each other, and lookups of the other kind of table, are refused by name.
 */
#include "support/com/fixture.h"

namespace {

struct ValuesContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    Com<IPerfectHashTable> make(const Var &keys, const Var &values, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        code = context->TableCreateWithValues(keys.v, values.v, Bstr(L"valued"), nullptr, Bstr(options), table.out());
        return table;
    }
    HRESULT code = E_FAIL;
};

LONG BitsOf(const Com<IPerfectHashTable> &table)
{
    LONG bits = -1;
    CHECK(table->get_ValueBits(&bits) == S_OK);
    return bits;
}

double ValueOf(const Com<IPerfectHashTable> &table, const Var &key)
{
    double number = -1;
    CHECK(table->GetValue(key.v, &number) == S_OK);
    return number;
}

std::vector<ULONG> SomeValues(size_t count, ULONG most)
{
    std::vector<ULONG> values;
    for (const uint32_t key : SomeKeys(count, 9))
        values.push_back(most == ~0u ? key : key % (most + 1));
    values[0] = most; // so that it is needed
    return values;
}

} // namespace

TEST_CASE_FIXTURE(ValuesContext, "a value has as few bits as all need, or as many as --ValueBits says")
{
    const Var keys = ArrayOf(VT_UI4, SomeKeys(500));
    for (const ULONG most : {255u, 256u, 65535u, 65536u, ~0u}) {
        CAPTURE(most);
        const std::vector<ULONG> values = SomeValues(500, most);
        const auto table = make(keys, ArrayOf(VT_UI4, values));
        REQUIRE(code == S_OK);
        CHECK(BitsOf(table) == (most <= 255 ? 8 : most <= 65535 ? 16 : 32));
        for (size_t i = 0; i < values.size(); i++)
            REQUIRE(ValueOf(table, Var::u32(SomeKeys(500)[i])) == values[i]);
    }
    const auto wide = make(keys, ArrayOf(VT_UI1, std::vector<BYTE>(500, 7)), L"--ValueBits=32");
    REQUIRE(code == S_OK); // an array of bytes has a value a byte
    CHECK(BitsOf(wide) == 32);
    CHECK(ValueOf(wide, Var::u32(SomeKeys(500)[3])) == 7);
    CHECK(BitsOf(TableOf(context.p, {1, 2, 3})) == 0);
}

TEST_CASE_FIXTURE(ValuesContext, "many values at once, as the array of keys is")
{
    const std::vector<uint32_t> keys = SomeKeys(3000);
    const std::vector<ULONG> values = SomeValues(3000, ~0u);
    const auto table = make(ArrayOf(VT_UI4, keys), ArrayOf(VT_UI4, values));
    REQUIRE(code == S_OK);
    Var typed;
    REQUIRE(table->GetValues(ArrayOf(VT_UI4, keys).v, typed.out()) == S_OK);
    REQUIRE(V_VT(&typed.v) == (VT_ARRAY | VT_UI4));
    const ULONG *numbers;
    REQUIRE(SafeArrayAccessData(V_ARRAY(&typed.v), reinterpret_cast<void **>(const_cast<ULONG **>(&numbers))) == S_OK);
    CHECK(std::vector<ULONG>(numbers, numbers + 3000) == values);
    SafeArrayUnaccessData(V_ARRAY(&typed.v));
    Var variants;
    REQUIRE(table->GetValues(ArrayOfVariants({Var::u32(keys[0]), Var::real(keys[1])}).v, variants.out()) == S_OK);
    REQUIRE(V_VT(&variants.v) == (VT_ARRAY | VT_VARIANT));
    Var element;
    LONG at = 0;
    REQUIRE(SafeArrayGetElement(V_ARRAY(&variants.v), &at, element.out()) == S_OK);
    CHECK(V_VT(&element.v) == VT_R8); // what no long holds
    CHECK(V_R8(&element.v) == 4294967295.0);
}

TEST_CASE_FIXTURE(ValuesContext, "the native interface gives values, one by one and many")
{
    const std::vector<uint32_t> keys = SomeKeys(1000);
    const std::vector<ULONG> values = SomeValues(1000, 200);
    const auto native = make(ArrayOf(VT_UI4, keys), ArrayOf(VT_UI4, values))
                            .query<IPerfectHashTableNativeValues>(IID_IPerfectHashTableNativeValues);
    REQUIRE(native.p != nullptr);
    CHECK(native->GetValueBits() == 8);
    CHECK(native->GetValue(keys[17]) == values[17]);
    CHECK(native->Index(keys[17]) == values[17]); // of the interface that it is derived from
    std::vector<ULONG> numbers(1000);
    native->GetValueBatch(keys.data(), keys.size(), numbers.data());
    CHECK(numbers == values);
    PerfectHashTableConstants constants;
    native->GetConstants(&constants);
    CHECK(constants.SlotSizeInBytes == 1);
}

TEST_CASE_FIXTURE(ValuesContext, "arrays that don't fit each other, and values that don't fit, are named")
{
    const Var three = ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3});
    const struct {
        Var values;
        const wchar_t *options, *told;
    } cases[] = {
        {ArrayOf(VT_I4, std::vector<LONG>{1, 2}), L"", L"values: 2 values for 3 keys; expected a value for each key"},
        {ArrayOf(VT_I4, std::vector<LONG>{1, 256, 3}), L"--ValueBits=8", L"values, element 1: it does not fit"},
        {ArrayOf(VT_R8, std::vector<double>{1, 2, 4294967296.0}), L"", L"does not fit in the 32 bits of a value"},
        {ArrayOfVariants({Var(1), Var(2), Var::text(L"x")}), L"", L"values, element 2: "},
        {ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3}), L"--Contains", L"--ValueBits: "},
        {ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3}), L"--ValueBits=8 --Values=x", L"--Values: "},
    };
    for (const auto &each : cases) {
        CAPTURE(std::string(each.told, each.told + wcslen(each.told)));
        const auto table = make(three, each.values, each.options);
        CHECK(FAILED(code));
        CHECK(table.p == nullptr);
        CHECK(ErrorTells(each.told));
    }
    Com<IPerfectHashTable> none;
    CHECK(context->TableCreateFromKeys(three.v, Bstr(L"t"), nullptr, Bstr(L"--ValueBits=8"), none.out()) ==
          PERFECTHASH_E_ARGUMENT);
}

TEST_CASE_FIXTURE(ValuesContext, "each kind of table refuses the lookups of the other")
{
    const Var keys = ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3});
    const auto values = make(keys, keys);
    const auto positions = TableOf(context.p, {1, 2, 3});
    LONG position;
    double number;
    VARIANT_BOOL found;
    Var many;
    CHECK(values->Index(Var(1).v, &position) == PERFECTHASH_E_TABLE_OF_VALUES);
    CHECK(ErrorTells(L"valued: this table gives values, not positions"));
    CHECK(values->IndexMany(keys.v, many.out()) == PERFECTHASH_E_TABLE_OF_VALUES);
    CHECK(values->Find(Var(1).v, &position) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(values->Contains(Var(1).v, &found) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(positions->GetValue(Var(1).v, &number) == PERFECTHASH_E_TABLE_OF_POSITIONS);
    CHECK(positions->GetValues(keys.v, many.out()) == PERFECTHASH_E_TABLE_OF_POSITIONS);
    CHECK(values->GetValue(Var::text(L"x").v, &number) == PERFECTHASH_E_KEY_TYPE);
    CHECK(values->GetValue(Var(1).v, nullptr) == E_POINTER);
}

TEST_CASE_FIXTURE(ValuesContext, "values of a file, by an option and by a command line, and loaded again")
{
    TemporaryFolder folder;
    const std::vector<uint32_t> keys = SomeKeys(100);
    std::vector<uint16_t> values;
    for (const uint32_t key : keys)
        values.push_back(static_cast<uint16_t>(key >> 3));
    const std::wstring path = folder.write(L"set.keys", keys);
    folder.write(L"elsewhere.bin", values.data(), values.size() * sizeof values[0]);
    const std::wstring options = L"--ValueBits=16 --Values=\"" + folder.file(L"elsewhere.bin") + L"\"";
    Com<IPerfectHashTable> table, byLine, loaded;
    REQUIRE(context->TableCreate(Bstr(path.c_str()), nullptr, Bstr(options.c_str()), table.out()) == S_OK);
    const std::wstring line = L"\"" + path + L"\" " + options;
    REQUIRE(context->TableCreateCommandLine(Bstr(line.c_str()), byLine.out()) == S_OK);
    const std::wstring saved = folder.file(L"saved.pht");
    REQUIRE(table->Save(Bstr(saved.c_str())) == S_OK);
    REQUIRE(context->LoadTable(Bstr(saved.c_str()), loaded.out()) == S_OK);
    for (const auto &each : {table, byLine, loaded}) {
        CHECK(BitsOf(each) == 16);
        for (size_t i = 0; i < keys.size(); i++)
            REQUIRE(ValueOf(each, Var::u32(keys[i])) == values[i]);
    }
    Bstr source;
    REQUIRE(loaded->Source(Bstr(L"c"), source.out()) == S_OK);
    CHECK(source.str().find(L"uint16_t setValue(uint32_t key)") != std::wstring::npos);
}

TEST_CASE_FIXTURE(ValuesContext, "a job makes a table of values, too")
{
    Com<IPerfectHashJob> job;
    Com<IDispatch> result;
    REQUIRE(context->BeginTableCreateWithValues(ArrayOf(VT_UI4, SomeKeys(50)).v, ArrayOf(VT_UI4, SomeKeys(50)).v,
                                                Bstr(L"begun"), nullptr, nullptr, job.out()) == S_OK);
    REQUIRE(Wait(job));
    REQUIRE((job->get_Result(result.out()) == S_OK && result.p));
    const auto table = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
    CHECK(ValueOf(table, Var::u32(SomeKeys(50)[7])) == SomeKeys(50)[7]);
}
