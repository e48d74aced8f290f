/*
 * Keys arrive as VARIANTs of many kinds. These tests pass typed arrays, arrays of variants,
 * references, scalars and wide keys. A value that is no key is refused with its index, and no table
 * is made. Lookups of many keys answer in the kind of array that asked.
 */
#include "support/com/fixture.h"

#include <cmath>

namespace {
Var Currency(LONGLONG tenThousandths)
{
    Var r;
    V_VT(&r.v) = VT_CY;
    V_CY(&r.v).int64 = tenThousandths;
    return r;
}

Var DecimalOf(ULONG low, BYTE scale, bool negative)
{
    Var r;
    DECIMAL &decimal = V_DECIMAL(&r.v);
    decimal.Hi32 = 0;
    decimal.Lo64 = low;
    decimal.scale = scale;
    decimal.sign = negative ? DECIMAL_NEG : BYTE{0};
    V_VT(&r.v) = VT_DECIMAL;
    return r;
}

// An array of several dimensions, the first of which runs fastest; each starts at its lower bound.
Var Block(VARTYPE vt, std::vector<SAFEARRAYBOUND> bounds, const std::vector<double> &values)
{
    Var r;
    SAFEARRAY *array = SafeArrayCreate(vt, static_cast<UINT>(bounds.size()), bounds.data());
    REQUIRE(array);
    void *data;
    REQUIRE(SafeArrayAccessData(array, &data) == S_OK);
    for (size_t i = 0; i < values.size(); i++)
        if (vt == VT_VARIANT) {
            V_VT(&static_cast<VARIANT *>(data)[i]) = VT_R8;
            V_R8(&static_cast<VARIANT *>(data)[i]) = values[i];
        } else {
            static_cast<LONG *>(data)[i] = static_cast<LONG>(values[i]);
        }
    SafeArrayUnaccessData(array);
    V_VT(&r.v) = static_cast<VARTYPE>(VT_ARRAY | vt);
    V_ARRAY(&r.v) = array;
    return r;
}

// The bounds of an array's dimensions, as SafeArrayCreate takes them.
std::vector<std::pair<LONG, LONG>> BoundsOf(const Var &array)
{
    std::vector<std::pair<LONG, LONG>> bounds;
    for (UINT i = 1; i <= SafeArrayGetDim(V_ARRAY(&array.v)); i++) {
        LONG lower = 0, upper = 0;
        SafeArrayGetLBound(V_ARRAY(&array.v), i, &lower);
        SafeArrayGetUBound(V_ARRAY(&array.v), i, &upper);
        bounds.emplace_back(lower, upper);
    }
    return bounds;
}

// The longs of an array of any shape, in the order in which they lie.
std::vector<LONG> LongsInOrder(const Var &array)
{
    size_t count = 1;
    for (const auto &[lower, upper] : BoundsOf(array))
        count *= static_cast<size_t>(upper - lower + 1);
    void *data;
    REQUIRE(SafeArrayAccessData(V_ARRAY(&array.v), &data) == S_OK);
    std::vector<LONG> values;
    for (size_t i = 0; i < count; i++)
        values.push_back(V_VT(&array.v) == (VT_ARRAY | VT_VARIANT) ? V_I4(&static_cast<VARIANT *>(data)[i])
                                                                   : static_cast<LONG *>(data)[i]);
    SafeArrayUnaccessData(V_ARRAY(&array.v));
    return values;
}

Com<IPerfectHashTable> Make(IPerfectHashIocpContext *context, const Var &keys, const wchar_t *options = L"")
{
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreateFromKeys(keys.v, Bstr(L"keys"), Bstr(L""), Bstr(options), table.out()) == S_OK);
    return table;
}

LONG IndexOf(const Com<IPerfectHashTable> &table, const Var &key)
{
    LONG position = -2;
    CHECK(table->Index(key.v, &position) == S_OK);
    return position;
}

void CheckIndexes(const Com<IPerfectHashTable> &table, std::initializer_list<std::pair<Var, LONG>> expected)
{
    for (const auto &[key, index] : expected) {
        CAPTURE(V_VT(&key.v));
        CHECK(IndexOf(table, key) == index);
    }
}

LONG FindOf(const Com<IPerfectHashTable> &table, const Var &key)
{
    LONG position = -2;
    CHECK(table->Find(key.v, &position) == S_OK);
    return position;
}

LONG KeySize(const Com<IPerfectHashTable> &table)
{
    LONG size = 0;
    CHECK(table->get_KeySizeInBytes(&size) == S_OK);
    return size;
}

Var TextKeys(std::initializer_list<const wchar_t *> texts)
{
    std::vector<BSTR> strings;
    for (const wchar_t *text : texts)
        strings.push_back(SysAllocString(text));
    return ArrayOf(VT_BSTR, strings); // the array owns them
}
}

TEST_CASE("typed arrays of 32-bit keys")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<Var> sets = {
        ArrayOf<ULONG>(VT_UI4, {7, 5, 0xFFFFFFFF, 0}),
        ArrayOf<LONG>(VT_I4, {7, 5, -1, 0}),
        ArrayOf<LONG>(VT_I4, {7, 5, -1, 0}, 3), // another lower bound
        ArrayOf<ULONG>(VT_UINT, {7, 5, 0xFFFFFFFF, 0}),
        ArrayOf<LONGLONG>(VT_I8, {7, 5, 0xFFFFFFFF, 0}),
        ArrayOf<ULONGLONG>(VT_UI8, {7, 5, 0xFFFFFFFF, 0}),
        ArrayOf<double>(VT_R8, {7, 5, 4294967295.0, 0}),
        ArrayOf<SHORT>(VT_I2, {7, 5, -1, 0}),
        ArrayOf<BYTE>(VT_UI1, {7, 0, 0, 0, 5, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0}),
        ArrayOfVariants({Var(7), Var::text(L"5"), Var::text(L"0xFFFFFFFF"), Var::real(0)}),
        TextKeys({L"7", L" 5 ", L"0xffffffff", L"0"}),
    };
    for (const Var &keys : sets) {
        auto table = Make(context.p, keys);
        CHECK(KeySize(table) == 4);
        CheckIndexes(table, {{7, 0},
                             {Var::u32(5), 1},
                             {-1, 2}, // the bits, as &HFFFFFFFF in VBScript
                             {Var::real(4294967295.0), 2},
                             {Var::text(L"0xFFFFFFFF"), 2},
                             {Var::i64(0), 3}});
        CHECK(FindOf(table, 6) == -1);
        CHECK(FindOf(table, Var::i64(1ll << 32)) == -1); // beyond the key size: not in the set, no error
    }
}

TEST_CASE("keys that need 64 bits make a table of 8-byte keys")
{
    Apartment apartment;
    auto context = NewContext();
    const Var sets[] = {
        ArrayOf<LONGLONG>(VT_I8, {1, 1ll << 40, -1}),
        ArrayOf<ULONGLONG>(VT_UI8, {1, 1ull << 40, ~0ull}),
        ArrayOfVariants({Var(1), Var::i64(1ll << 40), Var::i64(-1)}),
        TextKeys({L"1", L"0x10000000000", L"18446744073709551615"}),
    };
    for (const Var &keys : sets) {
        auto table = Make(context.p, keys);
        CHECK(KeySize(table) == 8);
        CheckIndexes(table, {{1, 0}, {Var::i64(1ll << 40), 1}, {Var::text(L"0xFFFFFFFFFFFFFFFF"), 2}});
        Var many;
        CHECK(table->IndexMany(keys.v, many.out()) == S_OK);
        CHECK(Longs(many) == std::vector<LONG>{0, 1, 2});
    }
    CHECK(KeySize(Make(context.p, ArrayOf<LONG>(VT_I4, {1, 2}), L"--KeySizeInBytes=8")) == 8);
    CHECK(KeySize(Make(context.p, ArrayOf<BYTE>(VT_UI1, {1, 0, 0, 0, 0, 0, 0, 0}), L"--KeySizeInBytes=8")) == 8);
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreateFromKeys(sets[0].v, Bstr(L"k"), Bstr(L""), Bstr(L"--KeySizeInBytes=4"), table.out()) ==
          PERFECTHASH_E_KEY_RANGE);
    CHECK(ErrorTells(L"0x10000000000"));
}

TEST_CASE("arrays by reference, a variant by reference, and a scalar")
{
    Apartment apartment;
    auto context = NewContext();
    const Var keys = ArrayOf<LONG>(VT_I4, {3, 4});
    SAFEARRAY *array = V_ARRAY(&keys.v);
    VARIANT byReference, outer;
    V_VT(&byReference) = VT_ARRAY | VT_I4 | VT_BYREF;
    V_ARRAYREF(&byReference) = &array;
    V_VT(&outer) = VT_VARIANT | VT_BYREF;
    V_VARIANTREF(&outer) = &byReference;
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreateFromKeys(outer, Bstr(L"k"), Bstr(L""), Bstr(L""), table.out()) == S_OK);
    LONG four = 4, position = -1;
    VARIANT key;
    V_VT(&key) = VT_I4 | VT_BYREF;
    V_I4REF(&key) = &four;
    CHECK(table->Index(key, &position) == S_OK);
    CHECK(position == 1);
    Var many;
    CHECK(table->IndexMany(Var(4).v, many.out()) == S_OK); // a scalar is an array of one, and comes back as VARIANTs
    CHECK(V_VT(&many.v) == (VT_ARRAY | VT_VARIANT));
    CHECK(Longs(many) == std::vector<LONG>{1});
    auto single = Make(context.p, Var(9));
    CHECK(IndexOf(single, 9) == 0);
}

TEST_CASE("what is no key is named with its place, and makes nothing")
{
    Apartment apartment;
    auto context = NewContext();
    Var nothing, boolean, date, missing, error, cut;
    V_VT(&cut.v) = VT_BSTR;
    V_BSTR(&cut.v) = SysAllocStringLen(L"12\0", 4);
    V_VT(&boolean.v) = VT_BOOL;
    V_VT(&date.v) = VT_DATE;
    V_VT(&missing.v) = VT_ERROR;
    V_ERROR(&missing.v) = DISP_E_PARAMNOTFOUND;
    V_VT(&error.v) = VT_ERROR; // a cell that says #N/A
    V_ERROR(&error.v) = static_cast<SCODE>(0x800A07FA);
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {2, 0}};
    Var square, null;
    V_VT(&square.v) = VT_ARRAY | VT_I4;
    V_ARRAY(&square.v) = SafeArrayCreate(VT_I4, 2, bounds);
    V_VT(&null.v) = VT_ARRAY | VT_I4;
    V_ARRAY(&null.v) = nullptr;
    struct {
        Var keys;
        HRESULT expected;
        const wchar_t *says;
    } const cases[] = {
        {nothing, PERFECTHASH_E_KEY_TYPE, L"keys: missing argument"},
        {boolean, PERFECTHASH_E_KEY_TYPE, L"a Boolean (VT_BOOL)"},
        {date, PERFECTHASH_E_KEY_TYPE, L"a date (VT_DATE)"},
        {missing, PERFECTHASH_E_KEY_TYPE, L"keys: missing argument"},
        {Var::text(L"fish"), PERFECTHASH_E_KEY_TYPE, L"fish"},
        {Var::text(L""), PERFECTHASH_E_KEY_TYPE, L"keys"},
        {Var::text(L"0x"), PERFECTHASH_E_KEY_TYPE, L"0x"},
        {cut, PERFECTHASH_E_KEY_TYPE, L"12\\u0000"},
        {Var::text(L"18446744073709551616"), PERFECTHASH_E_KEY_TYPE, L"18446744073709551616"},
        {Var::real(1.5), PERFECTHASH_E_KEY_TYPE, L"1.5"},
        {Var::real(-1e19), PERFECTHASH_E_KEY_TYPE, L"is not from -2^63 to 2^64-1"},
        {Var::text(L"-9223372036854775809"), PERFECTHASH_E_KEY_TYPE, L"is not from -2^63 to 2^64-1"},
        {Var::text(L"404\n5"), PERFECTHASH_E_KEY_TYPE, L"404\\u000A5"},
        {Var::text(L"404\u00A0"), PERFECTHASH_E_KEY_TYPE, L"404\\u00A0"},
        {Var::text(L"- 5"), PERFECTHASH_E_KEY_TYPE, L"- 5"},
        {Var::real(std::nan("")), PERFECTHASH_E_KEY_TYPE, L"is not whole"},
        {Currency(15000), PERFECTHASH_E_KEY_TYPE, L"the number 1.5 is not whole"},
        {error, PERFECTHASH_E_KEY_TYPE, L"VT_ERROR 0x800A07FA"},
        {ArrayOf<double>(VT_R8, {1, 2, 2.5}), PERFECTHASH_E_KEY_TYPE, L"element 2"},
        {ArrayOfVariants({Var(1), boolean}), PERFECTHASH_E_KEY_TYPE, L"element 1"},
        {ArrayOfVariants({ArrayOf<LONG>(VT_I4, {1, 2})}), PERFECTHASH_E_KEY_TYPE,
         L"element 0: an array inside an array is no key"},
        {ArrayOfVariants({Var(1), ArrayOf<LONG>(VT_I4, {1})}), PERFECTHASH_E_KEY_TYPE, L"element 1"},
        {square, PERFECTHASH_E_KEY_TYPE, L"dimension"},
        {null, PERFECTHASH_E_KEY_TYPE, L"null"},
        {ArrayOf<BYTE>(VT_UI1, {1, 2, 3}), PERFECTHASH_E_KEYS_SIZE, L"3 bytes"},
        {ArrayOf<BYTE>(VT_UI1, {1, 2, 3}), PERFECTHASH_E_KEYS_SIZE, L"raw little-endian keys"},
        {ArrayOf<LONG>(VT_I4, {}), PERFECTHASH_E_KEYS_EMPTY, L"no keys"},
        {ArrayOf<LONG>(VT_I4, {8, 5, 8}), PERFECTHASH_E_KEYS_DUPLICATE, L"8"},
    };
    auto lookup = Make(context.p, ArrayOf<LONG>(VT_I4, {1, 2, 3}));
    for (const auto &c : cases) {
        Com<IPerfectHashTable> table;
        std::wstring source;
        IID iid = {};
        CHECK(context->TableCreateFromKeys(c.keys.v, Bstr(L"k"), Bstr(L""), Bstr(L""), table.out()) == c.expected);
        CHECK(table.p == nullptr);
        const std::wstring text = ErrorText(&source, &iid);
        INFO(std::string(text.begin(), text.end()));
        CHECK(text.find(c.says) != std::wstring::npos);
        CHECK(source == L"PerfectHash.IocpContext");
        CHECK(iid == IID_IPerfectHashIocpContext);
        if (c.expected == PERFECTHASH_E_KEY_TYPE) { // lookups refuse the same things
            Var many;
            CHECK(lookup->IndexMany(c.keys.v, many.out()) == c.expected);
            CHECK(V_VT(&many.v) == VT_EMPTY);
            LONG position;
            CHECK(lookup->Index(c.keys.v, &position) == PERFECTHASH_E_KEY_TYPE);
            CHECK(!ErrorText().empty());
        }
    }
    LONG position;
    CHECK(lookup->Index(Var::i64(1ll << 32).v, &position) == PERFECTHASH_E_KEY_RANGE);
    CHECK(ErrorTells(L"0x100000000"));
}

TEST_CASE("many keys at once answer in the kind of array that asked")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(100000);
    auto table = TableOf(context.p, keys);
    std::vector<LONG> all(keys.size());
    for (size_t i = 0; i < all.size(); i++)
        all[i] = static_cast<LONG>(i);
    Var typed, bytes, found;
    CHECK(table->IndexMany(ArrayOf(VT_UI4, keys).v, typed.out()) == S_OK);
    CHECK(V_VT(&typed.v) == (VT_ARRAY | VT_I4));
    CHECK(Longs(typed) == all);
    std::vector<BYTE> raw(keys.size() * 4);
    CopyMemory(raw.data(), keys.data(), raw.size());
    CHECK(table->IndexMany(ArrayOf(VT_UI1, raw).v, bytes.out()) == S_OK);
    CHECK(Longs(bytes) == all);
    CHECK(table->FindMany(ArrayOf(VT_UI4, keys).v, found.out()) == S_OK);
    CHECK(Longs(found) == all);
    Var mixed;
    CHECK(table->FindMany(ArrayOfVariants({Var::u32(keys[5]), Var::i64(1ll << 50), Var::u32(keys[3])}).v,
                          mixed.out()) == S_OK);
    CHECK(Longs(mixed) == std::vector<LONG>{5, -1, 3});
    // one key that is too wide makes no other one so
    auto negative = Make(context.p, ArrayOf<LONG>(VT_I4, {7, -1, -5}));
    Var beside;
    CHECK(negative->FindMany(ArrayOfVariants({Var(-5), Var::i64(1ll << 50), Var::i64(-1), Var(-1), Var(7)}).v,
                             beside.out()) == S_OK);
    CHECK(Longs(beside) == std::vector<LONG>{2, -1, 1, 1, 0});
    CHECK(FindOf(negative, Var(-5)) == 2);
    CHECK(FindOf(negative, Var::i64(-(1ll << 31) - 1)) == -1);
    Var none;
    CHECK(table->IndexMany(ArrayOf<LONG>(VT_I4, {}).v, none.out()) == S_OK);
    CHECK(Longs(none).empty());
}

TEST_CASE("many VARIANTs have their positions among those of what is no key of the set")
{
    Apartment apartment;
    auto context = NewContext();
    for (const VARTYPE type : {VT_I4, VT_I8}) {
        CAPTURE(type);
        const size_t count = 20000;
        const LONGLONG step = type == VT_I8 ? 1ll << 40 : 3;
        std::vector<VARIANT> members(count), sought(2 * count);
        std::vector<LONG> expected(sought.size(), -1);
        for (size_t i = 0; i < count; i++) {
            V_VT(&members[i]) = type;
            V_I8(&members[i]) = static_cast<LONGLONG>(i + 1) * step;
            sought[2 * i] = members[i];
            expected[2 * i] = static_cast<LONG>(i);
            V_VT(&sought[2 * i + 1]) = VT_R8;
            V_R8(&sought[2 * i + 1]) = static_cast<double>(i) + 0.5;
        }
        auto table = Make(context.p, ArrayOf(VT_VARIANT, members));
        Var found, positions;
        CHECK(table->FindMany(ArrayOf(VT_VARIANT, sought).v, found.out()) == S_OK);
        CHECK(Longs(found) == expected);
        CHECK(table->IndexMany(ArrayOf(VT_VARIANT, members).v, positions.out()) == S_OK);
        const std::vector<LONG> all = Longs(positions);
        REQUIRE(all.size() == count);
        for (size_t i = 0; i < count; i++)
            REQUIRE(all[i] == static_cast<LONG>(i));
    }
}

TEST_CASE("what is no key behind thousands of keys fails the call, which leaves nothing behind")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(3000);
    auto table = TableOf(context.p, keys);
    std::vector<VARIANT> sought(keys.size() + 1);
    for (size_t i = 0; i < keys.size(); i++) { // the first positions are the numbers of VT_DISPATCH and of pointers
        V_VT(&sought[i]) = VT_UI4;
        V_UI4(&sought[i]) = keys[(i + VT_DISPATCH) % keys.size()];
    }
    V_VT(&sought.back()) = VT_BSTR;
    V_BSTR(&sought.back()) = SysAllocString(L"n/a"); // the array owns it
    Var positions;
    CHECK(table->IndexMany(ArrayOf(VT_VARIANT, sought).v, positions.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(V_VT(&positions.v) == VT_EMPTY);
}

TEST_CASE("-n stands for 2^(8 x key size) - n, whatever its type")
{
    Apartment apartment;
    auto context = NewContext();
    const Var minusFive[] = {
        Var(-5),
        Var::real(-5),
        Var::i64(-5),
        Currency(-50000),
        Var::text(L"-5"),
        Var::text(L" -5 "),
        DecimalOf(5, 0, true),
        DecimalOf(500, 2, true),
        Var::text(L"-0x5"),
    };
    auto small = Make(context.p, ArrayOf<LONG>(VT_I4, {7, -5}));
    auto wide = Make(context.p, ArrayOf<LONG>(VT_I4, {7, -5}), L"--KeySizeInBytes=8");
    for (const Var &key : minusFive) {
        CAPTURE(V_VT(&key.v));
        CHECK(IndexOf(small, key) == 1);
        CHECK(IndexOf(wide, key) == 1);
        auto table = Make(context.p, ArrayOfVariants({Var(7), key}));
        CHECK(KeySize(table) == 4);
        CHECK(FindOf(table, Var::real(4294967291.0)) == 1);
    }
    CHECK(FindOf(wide, Var::text(L"0xFFFFFFFFFFFFFFFB")) == 1);
    CHECK(FindOf(wide, Var::real(4294967291.0)) == -1);
    CHECK(KeySize(Make(context.p, ArrayOf<LONGLONG>(VT_I8, {-(1ll << 31)}))) == 4);
    CHECK(KeySize(Make(context.p, ArrayOf<LONGLONG>(VT_I8, {-(1ll << 31) - 1}))) == 8);
    CHECK(KeySize(Make(context.p, ArrayOf<double>(VT_R8, {-9223372036854775808.0}))) == 8);
}

TEST_CASE("whole numbers of money and of decimals are keys")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = Make(context.p, ArrayOfVariants({Currency(50000), DecimalOf(70, 1, false)}));
    CHECK(FindOf(table, 5) == 0);
    CHECK(FindOf(table, 7) == 1);
    CHECK(FindOf(Make(context.p, ArrayOf<LONGLONG>(VT_CY, {50000, 90000})), 9) == 1);
}

TEST_CASE("a column and a row are keys, and are answered in their shape")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<double> values = {7, 5, 9};
    const std::vector<std::vector<SAFEARRAYBOUND>> shapes = {
        {{3, 1}, {1, 1}}, {{1, 1}, {3, 1}}, {{3, -2}, {1, 0}}, {{1, 0}, {1, 5}, {3, 2}}};
    for (const auto &shape : shapes)
        for (const VARTYPE vt : {VT_VARIANT, VT_I4}) {
            const Var keys = Block(vt, shape, values);
            auto table = Make(context.p, keys);
            Var index, find;
            CHECK(table->IndexMany(keys.v, index.out()) == S_OK);
            CHECK(V_VT(&index.v) == (VT_ARRAY | vt));
            CHECK(BoundsOf(index) == BoundsOf(keys));
            CHECK(LongsInOrder(index) == std::vector<LONG>{0, 1, 2});
            CHECK(table->FindMany(keys.v, find.out()) == S_OK);
            CHECK(BoundsOf(find) == BoundsOf(keys));
            CHECK(LongsInOrder(find) == std::vector<LONG>{0, 1, 2});
        }
    Var one;
    CHECK(Make(context.p, Var(4))->FindMany(Block(VT_VARIANT, {{1, 1}, {1, 1}}, {4}).v, one.out()) == S_OK);
    CHECK(LongsInOrder(one) == std::vector<LONG>{0});
}

TEST_CASE("an array that does not know its type has that of its VARIANT")
{
    Apartment apartment;
    auto context = NewContext();
    SAFEARRAY *bare;
    REQUIRE(SafeArrayAllocDescriptor(1, &bare) == S_OK);
    bare->cbElements = sizeof(LONG);
    bare->rgsabound[0] = {2, 0};
    REQUIRE(SafeArrayAllocData(bare) == S_OK);
    static_cast<LONG *>(bare->pvData)[0] = 70;
    static_cast<LONG *>(bare->pvData)[1] = 71;
    Var keys;
    V_VT(&keys.v) = VT_ARRAY | VT_I4;
    V_ARRAY(&keys.v) = bare;
    CHECK(FindOf(Make(context.p, keys), 71) == 1);
    VARIANT wrong = keys.v;
    V_VT(&wrong) = VT_ARRAY | VT_R8; // whose elements would be larger
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreateFromKeys(wrong, Bstr(L"k"), nullptr, nullptr, table.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"can't be read"));
}

TEST_CASE("what is no key in a column is not in the set, and fails nothing else")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = Make(context.p, ArrayOf<LONG>(VT_I4, {404, 0, 5}));
    Var empty, null, error, boolean, positions;
    V_VT(&null.v) = VT_NULL;
    V_VT(&error.v) = VT_ERROR;
    V_VT(&boolean.v) = VT_BOOL;
    const Var dirty = ArrayOfVariants({Var(404), Var::text(L"n/a"), Var::text(L""), empty, null, error, boolean,
                                       Var::real(1.5), Var::text(L"404"), Var(0), Var::i64(1ll << 40)});
    CHECK(table->FindMany(dirty.v, positions.out()) == S_OK);
    CHECK(Longs(positions) == std::vector<LONG>{0, -1, -1, -1, -1, -1, -1, -1, 0, 1, -1});
    CHECK(table->FindMany(TextKeys({L"5", L"", L"n/a"}).v, positions.out()) == S_OK);
    CHECK(Longs(positions) == std::vector<LONG>{2, -1, -1});
    CHECK(table->FindMany(ArrayOf<double>(VT_R8, {404, 1.5, 1e30}).v, positions.out()) == S_OK);
    CHECK(Longs(positions) == std::vector<LONG>{0, -1, -1});
    CHECK(table->FindMany(Var::text(L"n/a").v, positions.out()) == S_OK);
    CHECK(Longs(positions) == std::vector<LONG>{-1});
    CHECK(table->IndexMany(dirty.v, positions.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"keys, element 1: the text \"n/a\" is not the text of a whole number"));
    CHECK(table->FindMany(empty.v, positions.out()) == PERFECTHASH_E_KEY_TYPE); // nothing was given
    CHECK(table->FindMany(ArrayOfVariants({ArrayOfVariants({Var(404)})}).v, positions.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"an array inside an array"));
}

TEST_CASE("keys of 8 and 16 bits become keys of 32, and others are refused by their place")
{
    Apartment apartment;
    auto context = NewContext();
    const std::pair<Var, const wchar_t *> sets[] = {
        {ArrayOf<BYTE>(VT_UI1, {200, 0, 255, 0}), L"--KeySizeInBytes=2"},
        {ArrayOf<BYTE>(VT_UI1, {200, 255}), L"--KeySizeInBytes=1"},
        {ArrayOf<LONG>(VT_I4, {200, 255}), L"--KeySizeInBytes=1"},
    };
    for (const auto &set : sets) {
        auto table = Make(context.p, set.first, set.second);
        CHECK(KeySize(table) == 4);
        CheckIndexes(table, {{200, 0}, {255, 1}});
    }
    const auto made = [&](const Var &keys, const wchar_t *options) {
        Com<IPerfectHashTable> table;
        return context->TableCreateFromKeys(keys.v, Bstr(L"k"), Bstr(L""), Bstr(options), table.out());
    };
    CHECK(made(ArrayOf<LONG>(VT_I4, {3, 256}), L"--KeySizeInBytes=1") == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"keys, element 1"));
    CHECK(made(ArrayOf<BYTE>(VT_UI1, {1, 2, 3}), L"--KeySizeInBytes=2") == PERFECTHASH_E_KEYS_SIZE);
}

TEST_CASE("an option makes each byte a key")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = Make(context.p, ArrayOf<BYTE>(VT_UI1, {200, 7, 255}), L"--ByteKeys");
    CheckIndexes(table, {{200, 0}, {7, 1}, {255, 2}});
    CHECK(FindOf(table, 8) == -1);
    CHECK(KeySize(Make(context.p, ArrayOf<BYTE>(VT_UI1, {9, 8}), L"--ByteKeys --KeySizeInBytes=8")) == 8);
    Com<IPerfectHashTables> tables;
    CHECK(context->BulkCreate(Bstr(L"."), nullptr, Bstr(L"--ByteKeys"), tables.out()) == PERFECTHASH_E_OPTION_VALUE);
    Com<IPerfectHashTable> none;
    CHECK(context->TableCreate(Bstr(L"a.keys"), nullptr, Bstr(L"--ByteKeys"), none.out()) ==
          PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE("bytes are answered in an array that a script can index")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = Make(context.p, ArrayOf<LONG>(VT_I4, {7, 5}));
    Var positions;
    CHECK(table->IndexMany(ArrayOf<BYTE>(VT_UI1, {5, 0, 0, 0, 7, 0, 0, 0}).v, positions.out()) == S_OK);
    CHECK(V_VT(&positions.v) == (VT_ARRAY | VT_VARIANT));
    CHECK(Longs(positions) == std::vector<LONG>{1, 0});
}
