/*
 * A table of records through COM: keys and columns of values in arrays of each shape, an ADO
 * Recordset and what Excel's ranges give. A value comes back in the type that it came with, rows
 * that don't fit are refused by row and column, and whichever allocation fails the call fails.
 */
#include "support/com/import_hook.h"
#include "support/com/script_object.h"

#include <cmath>
#include <functional>
#include <map>

namespace {

std::string Narrow(const std::wstring &text)
{
    return std::string(text.begin(), text.end());
}

struct RecordsContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    HRESULT code = E_FAIL;
    std::string told; // what is wrong
    Com<IPerfectHashTable> make(const Var &keys, const Var &values, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        code = context->TableCreateFromRecords(keys.v, values.v, Bstr(L"rec"), nullptr, Bstr(options), table.out());
        told = SUCCEEDED(code) ? "" : Narrow(ErrorText());
        return table;
    }
};

Var Boolean(bool b)
{
    Var r;
    V_VT(&r.v) = VT_BOOL;
    V_BOOL(&r.v) = b ? VARIANT_TRUE : VARIANT_FALSE;
    return r;
}

Var Money(LONGLONG tenThousandths)
{
    Var r;
    V_VT(&r.v) = VT_CY;
    V_CY(&r.v).int64 = tenThousandths;
    return r;
}

Var Date(double days)
{
    Var r = Var::real(days);
    V_VT(&r.v) = VT_DATE;
    return r;
}

Var Decimal(const wchar_t *text)
{
    Var r;
    REQUIRE(VarDecFromStr(const_cast<wchar_t *>(text), LOCALE_INVARIANT, 0, &V_DECIMAL(&r.v)) == S_OK);
    V_VT(&r.v) = VT_DECIMAL;
    return r;
}

Var Unsigned64(ULONGLONG number)
{
    Var r = Var::i64(static_cast<LONGLONG>(number));
    V_VT(&r.v) = VT_UI8;
    return r;
}

Var Nothing(VARTYPE type = VT_EMPTY)
{
    Var r;
    V_VT(&r.v) = type;
    return r;
}

Var Texts(std::initializer_list<const wchar_t *> texts)
{
    std::vector<BSTR> strings;
    for (const wchar_t *text : texts)
        strings.push_back(SysAllocString(text));
    return ArrayOf(VT_BSTR, strings); // which are the array's now
}

// What a key has in a column; nullptr: none is said.
Var ValueOf(const Com<IPerfectHashTable> &table, const Var &key, const wchar_t *column = nullptr)
{
    Var found(-99);
    const HRESULT hr = table->value(key.v, Bstr(column), found.out());
    REQUIRE_MESSAGE(hr == S_OK, Narrow(ErrorText()));
    return found;
}

std::wstring TextOf(const Var &value)
{
    REQUIRE(V_VT(&value.v) == VT_BSTR);
    return V_BSTR(&value.v) != nullptr ? V_BSTR(&value.v) : L"";
}

VARTYPE TypeOf(const Var &value)
{
    return V_VT(&value.v);
}

LONG LongOf(const Var &value)
{
    REQUIRE(TypeOf(value) == VT_I4);
    return V_I4(&value.v);
}

double RealOf(const Var &value)
{
    REQUIRE(TypeOf(value) == VT_R8);
    return V_R8(&value.v);
}

std::vector<std::wstring> Types(const Com<IPerfectHashTable> &table)
{
    Var types;
    REQUIRE(table->get_ColumnTypes(types.out()) == S_OK);
    return Strings(types);
}

std::vector<std::wstring> Names(const Com<IPerfectHashTable> &table)
{
    Var names;
    REQUIRE(table->get_ColumnNames(names.out()) == S_OK);
    return Strings(names);
}

// An array of two dimensions, whose first is the rows', as Excel gives.
Var Plane(LONG rows, LONG columns, std::initializer_list<Var> byRows, LONG lower = 1)
{
    Var plane;
    SAFEARRAYBOUND bounds[] = {{static_cast<ULONG>(rows), lower}, {static_cast<ULONG>(columns), lower}};
    V_VT(&plane.v) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&plane.v) = SafeArrayCreate(VT_VARIANT, 2, bounds);
    LONG i = 0;
    for (const Var &cell : byRows) {
        LONG at[] = {i / columns + lower, i % columns + lower};
        REQUIRE(SafeArrayPutElement(V_ARRAY(&plane.v), at, const_cast<VARIANT *>(&cell.v)) == S_OK);
        i++;
    }
    return plane;
}

// An object with named members, of which Item takes a number.
struct NamedObject : ScriptObject {
    std::map<std::wstring, Var> members;
    std::vector<Var> items;
    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR *names, UINT, LCID, DISPID *id) override
    {
        const auto found = members.find(names[0]);
        if (found == members.end())
            return DISP_E_UNKNOWNNAME;
        *id = static_cast<DISPID>(std::distance(members.begin(), found)) + 1;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD, DISPPARAMS *params, VARIANT *result, EXCEPINFO *,
                                     UINT *) override
    {
        if (id < 1)
            return DISP_E_MEMBERNOTFOUND;
        auto member = members.begin();
        std::advance(member, id - 1);
        if (member->first != L"Item")
            return VariantCopy(result, &member->second.v);
        REQUIRE(params->cArgs == 1);
        return VariantCopy(result, &items.at(static_cast<size_t>(V_I4(&params->rgvarg[0]))).v);
    }
};

} // namespace

TEST_CASE_FIXTURE(RecordsContext, "each type comes back as it came, to its last digit")
{
    const Var all[] = {Var(-2147483647 - 1),
                       Var::i64(INT64_MIN),
                       Unsigned64(UINT64_MAX),
                       Var::u32(4294967295u),
                       Boolean(true),
                       Date(45000.123456789012),
                       Money(-9223372036854775807),
                       Decimal(L"-79228162514264337593543950335"),
                       Decimal(L"0.0000000000000000000000000001"),
                       Var::real(0.1),
                       Var::real(-1.7976931348623157e307),
                       Var::real(5e-300),
                       Var::real(-0.0),
                       Var::text(L"\u4F60\u597D \xD83D\xDE00\"\n,;"),
                       Var::text(L"")};
    for (const Var &value : all) {
        const auto table = make(ArrayOfVariants({Var(7), Var(8)}), ArrayOfVariants({value, value}));
        REQUIRE_MESSAGE(code == S_OK, told);
        const Var found = ValueOf(table, Var(8));
        CAPTURE(V_VT(&value.v));
        REQUIRE(V_VT(&found.v) == V_VT(&value.v));
        switch (V_VT(&value.v)) {
        case VT_BSTR: CHECK(TextOf(found) == V_BSTR(&value.v)); break;
        case VT_BOOL: CHECK(V_BOOL(&found.v) == V_BOOL(&value.v)); break;
        case VT_I4:
        case VT_UI4: CHECK(V_UI4(&found.v) == V_UI4(&value.v)); break;
        case VT_DECIMAL:
            CHECK(VarDecCmp(const_cast<DECIMAL *>(&V_DECIMAL(&found.v)), const_cast<DECIMAL *>(&V_DECIMAL(&value.v))) ==
                  VARCMP_EQ);
            break;
        default: CHECK(V_I8(&found.v) == V_I8(&value.v));
        }
    }
    const auto singles = make(Texts({L"a", L"b"}), ArrayOf(VT_R4, std::vector<float>{0.1f, 1e-30f}));
    REQUIRE(code == S_OK);
    const Var small = ValueOf(singles, Var::text(L"b"));
    CHECK((TypeOf(small) == VT_R4 && V_R4(&small.v) == 1e-30f));
}

TEST_CASE_FIXTURE(RecordsContext, "columns come as typed arrays, rows as other arrays or as two dimensions")
{
    const Var keys = Texts({L"http", L"ssh"});
    const Var ports = ArrayOf(VT_UI2, std::vector<USHORT>{80, 22});
    const Var shapes[] = {
        ArrayOfVariants({ports, ArrayOf(VT_BOOL, std::vector<VARIANT_BOOL>{VARIANT_FALSE, VARIANT_TRUE})}),
        ArrayOfVariants({ArrayOfVariants({Var(80), Boolean(false)}), ArrayOfVariants({Var(22), Boolean(true)})}),
        Plane(2, 2, {Var(80), Boolean(false), Var(22), Boolean(true)}),
        Plane(2, 2, {Var(80), Boolean(false), Var(22), Boolean(true)}, 0)};
    for (const Var &values : shapes) {
        const auto table = make(keys, values, L"--Columns=port,secure");
        REQUIRE_MESSAGE(code == S_OK, told);
        LONG count = 0;
        CHECK((table->get_ColumnCount(&count) == S_OK && count == 2));
        CHECK(Names(table) == std::vector<std::wstring>{L"port", L"secure"});
        CHECK(Types(table) == std::vector<std::wstring>{L"u8", L"bool"});
        const Var port = ValueOf(table, Var::text(L"ssh"), L"port");
        CHECK((TypeOf(port) == (&values == shapes ? VT_UI2 : VT_I4) && V_I4(&port.v) == 22));
        CHECK(TypeOf(ValueOf(table, Var::text(L"ssh"), L"1")) == VT_BOOL);
        Var row;
        REQUIRE(table->Item(Var::text(L"http").v, row.out()) == S_OK);
        REQUIRE(V_VT(&row.v) == (VT_ARRAY | VT_VARIANT));
        const VARIANT *const cells = static_cast<VARIANT *>(V_ARRAY(&row.v)->pvData);
        CHECK((V_VT(&cells[1]) == VT_BOOL && V_BOOL(&cells[1]) == VARIANT_FALSE));
    }
    const auto line = make(keys, Plane(1, 2, {Var(80), Var(22)}));
    REQUIRE_MESSAGE(code == S_OK, told); // a row of a cell for each key
    CHECK(Names(line) == std::vector<std::wstring>{L"value"});
    CHECK(LongOf(ValueOf(line, Var::text(L"ssh"))) == 22);
}

TEST_CASE_FIXTURE(RecordsContext, "a key that isn't in the set has nothing, alone and among many")
{
    const auto table = make(ArrayOf(VT_I8, std::vector<LONGLONG>{1, 1ll << 40}), Texts({L"one", L"far"}));
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(TypeOf(ValueOf(table, Var(2))) == VT_EMPTY);
    Var row, many;
    CHECK((table->Item(Var(3).v, row.out()) == S_OK && V_VT(&row.v) == VT_EMPTY));
    REQUIRE(table->ValueMany(ArrayOf(VT_I8, std::vector<LONGLONG>{1ll << 40, 5, 1}).v, nullptr, many.out()) == S_OK);
    REQUIRE(V_VT(&many.v) == (VT_ARRAY | VT_VARIANT));
    const VARIANT *items = static_cast<VARIANT *>(V_ARRAY(&many.v)->pvData);
    CHECK(std::wstring(V_BSTR(&items[0])) == L"far");
    CHECK(V_VT(&items[1]) == VT_EMPTY);
    CHECK(std::wstring(V_BSTR(&items[2])) == L"one");
    REQUIRE(table->ValueMany(ArrayOfVariants({Var::text(L"x"), Var(1)}).v, Bstr(L""), many.out()) == S_OK);
    CHECK(V_VT(static_cast<VARIANT *>(V_ARRAY(&many.v)->pvData)) == VT_EMPTY);
    Var found;
    CHECK(table->value(Var(1).v, Bstr(L"nosuch"), found.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"column: expected one of ColumnNames"));
    CHECK(table->value(Var(1).v, Bstr(L"1"), found.out()) == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE_FIXTURE(RecordsContext, "an object of Excel's shape: a range of several columns with its Value2")
{
    NamedObject range;
    range.members.emplace(L"Value2",
                          Plane(3, 3,
                                {Var::text(L"http"), Var::real(80), Boolean(false), Var::text(L"https"), Var::real(443),
                                 Boolean(true), Var::text(L"ssh"), Var::real(22.5), Boolean(true)}));
    const auto table = make(range.given(), Nothing(), L"--Columns=name,port,secure --KeyColumn=name");
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(Names(table) == std::vector<std::wstring>{L"port", L"secure"});
    CHECK(Types(table) == std::vector<std::wstring>{L"f64", L"bool"});
    CHECK(RealOf(ValueOf(table, Var::text(L"ssh"), L"0")) == 22.5);
    const auto second = make(range.given(), Nothing(VT_NULL), L"--KeyColumn=2");
    REQUIRE(code == PERFECTHASH_E_KEYS_TEXT); // 22.5 is no key
    CHECK(told.find("row 3, column 2 (\"value2\")") != std::string::npos);
    CHECK(range.references == 1);
}

TEST_CASE_FIXTURE(RecordsContext, "a Recordset has names, and its rows come as GetRows gives them")
{
    NamedObject set, fields, name, port;
    name.members.emplace(L"Name", Var::text(L"name"));
    port.members.emplace(L"Name", Var::text(L"port, of TCP"));
    fields.members.emplace(L"Item", Var());
    fields.items.push_back(name.given());
    fields.items.push_back(port.given());
    set.members.emplace(L"Fields", fields.given());
    // A field's index is the first.
    set.members.emplace(
        L"GetRows",
        Plane(2, 3, {Var::text(L"http"), Var::text(L"https"), Var::text(L"ssh"), Var(80), Var(443), Var(22)}, 0));
    const auto table = make(set.given(), Nothing(), L"--KeyColumn=name");
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(Names(table) == std::vector<std::wstring>{L"port, of TCP"});
    CHECK(LongOf(ValueOf(table, Var::text(L"https"))) == 443);
    const auto turned = make(set.given(), Nothing(), L"--KeyColumn=2 --Columns=name");
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(TextOf(ValueOf(turned, Var(443))) == L"https");
}

namespace {

// Items one after another.
struct Items : CountedObject<IEnumVARIANT> {
    std::vector<Var> items;
    size_t at = 0;
    explicit Items(std::vector<Var> all) : items(std::move(all)) {}
    HRESULT STDMETHODCALLTYPE Next(ULONG count, VARIANT *out, ULONG *got) override
    {
        *got = 0;
        while (*got < std::min(count, ULONG{2}) && at < items.size()) // less than what is asked for, as is allowed
            REQUIRE(VariantCopy(&out[(*got)++], &items[at++].v) == S_OK);
        return *got == count ? S_OK : S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return E_FAIL; }
    HRESULT STDMETHODCALLTYPE Reset() override { return E_FAIL; }
    HRESULT STDMETHODCALLTYPE Clone(IEnumVARIANT **) override { return E_FAIL; }
};

// A collection with _NewEnum, as JScript and VBScript know them.
struct Collection : ScriptObject {
    Items all;
    explicit Collection(std::vector<Var> items) : all(std::move(items)) {}
    HRESULT enumerate(IUnknown **out)
    {
        all.at = 0;
        return all.QueryInterface(IID_IUnknown, reinterpret_cast<void **>(out));
    }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *result, EXCEPINFO *,
                                     UINT *) override
    {
        if (id != DISPID_NEWENUM)
            return DISP_E_MEMBERNOTFOUND;
        V_VT(result) = VT_UNKNOWN;
        return enumerate(&V_UNKNOWN(result));
    }
};

// A collection of .NET whose class COM does not see: it has IEnumerable alone, whose members follow
// those of IDispatch.
struct NetCollection : Collection {
    using Collection::Collection;
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override
    {
        const IID enumerable = {0x496B0ABE, 0xCDEE, 0x11D3, {0x88, 0xE8, 0x00, 0x90, 0x27, 0x54, 0xC4, 0x3A}};
        return iid == IID_IDispatch ? (*out = nullptr, E_NOINTERFACE)
                                    : ScriptObject::QueryInterface(iid == enumerable ? IID_IUnknown : iid, out);
    }
    virtual HRESULT STDMETHODCALLTYPE GetEnumerator(IUnknown **out) { return enumerate(out); }
};

// A dictionary of that many members.
NamedObject DictionaryOf(const Var &keys, const wchar_t *itemsName, const Var &items, const Var &count = Var(3))
{
    NamedObject dictionary;
    dictionary.members.emplace(L"Count", count);
    dictionary.members.emplace(L"Keys", keys);
    dictionary.members.emplace(itemsName, items);
    return dictionary;
}

const std::vector<Var> services = {Var::text(L"http"), Var::text(L"ssh"), Var::text(L"domain")};
const std::vector<Var> ports = {Var(80), Var(22), Var(53)};

} // namespace

TEST_CASE_FIXTURE(RecordsContext, "a dictionary is one argument: a Scripting.Dictionary, an [ordered], a collection")
{
    Collection collections[] = {Collection(services), Collection(ports)};
    NetCollection netKeys(services), netValues(ports);
    const Var keyArray = Texts({L"http", L"ssh", L"domain"}), portArray = ArrayOf(VT_I4, std::vector<LONG>{80, 22, 53});
    NamedObject all[] = {DictionaryOf(keyArray, L"Items", portArray),
                         DictionaryOf(netKeys.given(VT_UNKNOWN), L"Values", netValues.given(VT_UNKNOWN)),
                         DictionaryOf(collections[0].given(), L"Values", collections[1].given())};
    for (NamedObject &dictionary : all) {
        const auto table = make(dictionary.given(), Nothing(), L"--Columns=port");
        REQUIRE_MESSAGE(code == S_OK, told);
        CHECK(Names(table) == std::vector<std::wstring>{L"port"});
        CHECK(LongOf(ValueOf(table, Var::text(L"ssh"))) == 22);
        LONG position = -1;
        CHECK((table->Index(Var::text(L"domain").v, &position) == S_OK && position == 2)); // their order stays
        CHECK(dictionary.references == 1);
    }
    CHECK((netKeys.all.references == 1 && collections[1].all.references == 1));
}

TEST_CASE_FIXTURE(RecordsContext, "a dictionary that tells other things than it has is refused")
{
    NetCollection two({Var(1), Var(2)}), three({Var(1), Var(2), Var(3)}), four({Var(1), Var(2), Var(3), Var(4)});
    const Var right = three.given(VT_UNKNOWN);
    const auto refused = [this](NamedObject dictionary, const char *expected) {
        make(dictionary.given(), Nothing());
        CHECK(FAILED(code));
        CHECK_MESSAGE(told.find(expected) != std::string::npos, told);
    };
    refused(DictionaryOf(two.given(VT_UNKNOWN), L"Values", right), "keys: ");
    refused(DictionaryOf(right, L"Values", four.given(VT_UNKNOWN)), "keys: ");
    refused(DictionaryOf(right, L"Values", ArrayOf(VT_I4, std::vector<LONG>{1, 2})), "values: 2 values for 3 keys");
    refused(DictionaryOf(right, L"Values", right, Var(-1)), "keys: an object without an array");
    refused(DictionaryOf(right, L"Values", right, Var::text(L"3")), "keys: an object without an array");
    refused(DictionaryOf(right, L"Value", right), "keys: an object without an array");
    CHECK(three.references == 2);             // that of `right`, too
    make(three.given(VT_UNKNOWN), Nothing()); // as .NET shows a [hashtable]
    CHECK((code == PERFECTHASH_E_KEY_TYPE && told.find("@($d.Keys), @($d.Values)") != std::string::npos));
}

TEST_CASE_FIXTURE(RecordsContext, "what doesn't fit is told by row and column")
{
    const Var keys = ArrayOf(VT_I4, std::vector<LONG>{1, 2});
    Var error;
    V_VT(&error.v) = VT_ERROR;
    V_ERROR(&error.v) = static_cast<SCODE>(0x800A07FA); // Excel's #N/A
    const wchar_t half[] = {0xD83D, 0};
    BSTR withNul = SysAllocStringLen(L"a\0b", 3);
    const struct {
        Var values;
        const wchar_t *options;
        const char *told;
    } cases[] = {
        {ArrayOf(VT_I4, std::vector<LONG>{1}), L"", "values: 1 values for 2 keys; expected a value for each key"},
        {ArrayOfVariants({Var(1), Var::text(L"x")}), L"", "values, row 2, column 1: the text \"x\" is of another type"},
        {ArrayOfVariants({Var(1), Nothing()}), L"",
         "values, row 2, column 1: nothing (VT_EMPTY) is no value of a column"},
        {ArrayOfVariants({Nothing(VT_NULL), Date(5)}), L"",
         "values, row 1, column 1: Null (VT_NULL) is no value of a column"},
        {ArrayOfVariants({Var(1), error}), L"", "values, row 2, column 1: an error value (VT_ERROR 0x800A07FA) has no"},
        {ArrayOfVariants({Var(1), ArrayOfVariants({Var(1)})}), L"",
         "values, row 2, column 1: an array inside an array"},
        {ArrayOfVariants({Var::text(L"a"), Var::text(half)}), L"", "row 2, column 1: the text"},
        {ArrayOf(VT_BSTR, std::vector<BSTR>{SysAllocString(L"a"), withNul}), L"", "holds a NUL"},
        {ArrayOfVariants({Unsigned64(1), Var::i64(-1)}), L"", "row 2, column 1: the number -1 is of another type"},
        {ArrayOfVariants({Var::real(1), Var::real(INFINITY)}), L"",
         "row 2, column 1 (\"value\"): the cell is not of its"},
        {ArrayOfVariants({Var(1), Var(256)}), L"--Columns=n:u8",
         "row 2, column 1 (\"n\"): the cell is not of its column's type, u8"},
        {Plane(2, 2, {Var(1), Var(2), Var(3), Var(4)}), L"--Columns=a", "--Columns: it names more or fewer columns"},
        {Plane(2, 2, {Var(1), Var(2), Var(3), Var(4)}), L"--Columns=a,b,c", "--Columns: it names more or fewer"},
        {ArrayOfVariants({ArrayOfVariants({Var(1)}), ArrayOfVariants({Var(1), Var(2)})}), L"", "different lengths"},
        {ArrayOfVariants({Var(1), Var(2)}), L"--ValueBits=8", "--ValueBits: the values of records are columns"},
    };
    for (const auto &each : cases) {
        make(keys, each.values, each.options);
        CAPTURE(each.told);
        CHECK(FAILED(code));
        CHECK_MESSAGE(told.find(each.told) != std::string::npos, told);
    }
}

TEST_CASE_FIXTURE(RecordsContext, "numbers of several sizes share a type, and an empty cell of a text is empty")
{
    const Var keys = ArrayOf(VT_I4, std::vector<LONG>{1, 2});
    const auto whole = make(keys, ArrayOfVariants({Var(-1), Var::u32(4000000000u)}));
    REQUIRE_MESSAGE(code == S_OK, told);
    const Var wide = ValueOf(whole, Var(2));
    CHECK((V_VT(&wide.v) == VT_I8 && V_I8(&wide.v) == 4000000000));
    CHECK(Types(whole) == std::vector<std::wstring>{L"i64"});
    const auto real = make(keys, ArrayOfVariants({Var(-1), Var::real(0.5)}));
    REQUIRE(code == S_OK);
    CHECK(RealOf(ValueOf(real, Var(1))) == -1);
    const auto text = make(keys, ArrayOfVariants({Nothing(VT_NULL), Var::text(L"007")}));
    REQUIRE(code == S_OK);
    CHECK(TextOf(ValueOf(text, Var(1))) == L"");
    CHECK(TextOf(ValueOf(text, Var(2))) == L"007");
    const auto special = make(keys, ArrayOfVariants({ArrayOfVariants({Date(1), Money(1), Decimal(L"1")}),
                                                     ArrayOfVariants({Date(2), Money(2), Decimal(L"2.5")})}));
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(Types(special) == std::vector<std::wstring>{L"date", L"currency", L"decimal"});
    CHECK(Names(special) == std::vector<std::wstring>{L"value1", L"value2", L"value3"});
    const auto declared = make(keys, ArrayOfVariants({Money(125000), Decimal(L"2.5")}), L"--Columns=x:f64");
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(RealOf(ValueOf(declared, Var(1))) == 12.5);
}

TEST_CASE_FIXTURE(RecordsContext,
                  "keys are those of arrays: texts, negative ones, GUIDs, bytes; duplicates may be dropped")
{
    const Var two = ArrayOf(VT_I4, std::vector<LONG>{10, 20});
    const auto negative = make(ArrayOf(VT_I4, std::vector<LONG>{-1, 5}), two);
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(LongOf(ValueOf(negative, Var(-1))) == 10);
    CHECK(LongOf(ValueOf(negative, Var::u32(~0u))) == 10);
    const wchar_t *const guid = L"{00000000-0000-0000-C000-000000000046}";
    const auto guids = make(Texts({guid, L"00020400-0000-0000-C000-000000000046"}), two);
    REQUIRE_MESSAGE(code == S_OK, told);
    CHECK(LongOf(ValueOf(guids, Var::text(guid))) == 10);
    const auto texts = make(Texts({L"a", L"A"}), two, L"--IgnoreCase");
    CHECK(code == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(told.find("occurs twice (case is ignored), in rows 1 and 2") != std::string::npos);
    const Var twice = Texts({L"a", L"b", L"a"});
    const auto dropped = make(twice, ArrayOf(VT_I4, std::vector<LONG>{1, 2, 1}), L"--DropDuplicates");
    REQUIRE_MESSAGE(code == S_OK, told);
    LONG count = 0;
    CHECK((dropped->get_KeyCount(&count) == S_OK && count == 2));
    CHECK(LongOf(ValueOf(dropped, Var::text(L"b"))) == 2);
    make(twice, ArrayOf(VT_I4, std::vector<LONG>{1, 2, 3}), L"--DropDuplicates");
    CHECK(told.find("the rows differ in the column \"value\"") != std::string::npos);
    make(ArrayOfVariants({Var(1), Var::text(L"x")}), two);
    CHECK(told.find("keys, element 1: ") != std::string::npos);
}

TEST_CASE_FIXTURE(RecordsContext, "the source has the records, and a file's records have values, too")
{
    TemporaryFolder folder;
    const auto made =
        make(Texts({L"http", L"ssh"}), ArrayOfVariants({Var(80), Var(22)}), L"--KeyColumn=name --Columns=port");
    REQUIRE_MESSAGE(code == S_OK, told);
    Bstr source;
    REQUIRE(made->Source(Bstr(L"c"), source.out()) == S_OK);
    CHECK(source.str().find(L"const char *name;") != std::string::npos);
    CHECK(source.str().find(L"{\"http\", 80},") != std::string::npos);
    for (const wchar_t *language : {L"csharp", L"hpp", L"rust", L"go", L"java", L"js", L"ts", L"python", L"psm1"}) {
        Bstr other;
        REQUIRE(made->Source(Bstr(language), other.out()) == S_OK);
        CHECK((other.str().find(L"port") != std::wstring::npos || other.str().find(L"Port") != std::wstring::npos));
        CHECK(other.str().find(L"he record of a key") != std::wstring::npos);
    }
    const char csv[] = "name,port,far,near,price\nhttp,80,9007199254740993,-5,2.5\nssh,22,1,-5000000000,1\n";
    const std::wstring path = folder.write(L"services.csv", csv, sizeof csv - 1);
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreate(Bstr(path.c_str()), nullptr, Bstr(L"--KeyColumn=name"), table.out()) == S_OK);
    CHECK(Types(table) == std::vector<std::wstring>{L"u8", L"u64", L"i64", L"f64"});
    CHECK(LongOf(ValueOf(table, Var::text(L"ssh"), L"port")) == 22);
    CHECK(TextOf(ValueOf(table, Var::text(L"http"), L"1")) == L"9007199254740993"); // what no double holds
    CHECK(LongOf(ValueOf(table, Var::text(L"ssh"), L"1")) == 1);
    CHECK(RealOf(ValueOf(table, Var::text(L"ssh"), L"2")) == -5e9);
    CHECK(LongOf(ValueOf(table, Var::text(L"http"), L"2")) == -5);
    CHECK(RealOf(ValueOf(table, Var::text(L"http"), L"3")) == 2.5);
    REQUIRE(made->Save(Bstr(folder.file(L"saved.pht").c_str())) == S_OK);
    REQUIRE(context->LoadTable(Bstr(folder.file(L"saved.pht").c_str()), table.out()) == S_OK);
    LONG count = -1;
    CHECK((table->get_ColumnCount(&count) == S_OK && count == 0));
    Var found;
    CHECK(table->value(Var::text(L"ssh").v, nullptr, found.out()) == PERFECTHASH_E_TABLE_OF_POSITIONS);
    const Var two = ArrayOf(VT_I4, std::vector<LONG>{1, 2});
    REQUIRE(context->TableCreateWithValues(two.v, two.v, Bstr(L"v"), nullptr, nullptr, table.out()) == S_OK);
    CHECK((table->get_ColumnCount(&count) == S_OK && count == 1));
    CHECK(Types(table) == std::vector<std::wstring>{L"u8"});
    CHECK(LongOf(ValueOf(table, Var(2))) == 2);
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginTableCreateFromRecords(two.v, two.v, Bstr(L"j"), nullptr, nullptr, job.out()) == S_OK);
    CHECK(Wait(job));
    CHECK(State(job) == PerfectHashJobSucceeded);
}

namespace {
// The calls of this thread that take memory, of which one fails.
thread_local int callsLeft = -1;
bool FailsNow()
{
    return callsLeft >= 0 && callsLeft-- == 0;
}
template <typename R, typename... A> struct Failing {
    static inline R(WINAPI *original)(A...);
    static R WINAPI call(A... arguments) { return FailsNow() ? R() : original(arguments...); }
    static R WINAPI fail(A... arguments) { return FailsNow() ? static_cast<R>(E_OUTOFMEMORY) : original(arguments...); }
};
using Heap = Failing<LPVOID, HANDLE, DWORD, SIZE_T>;
using Vector = Failing<SAFEARRAY *, VARTYPE, LONG, ULONG>;
using Text = Failing<BSTR, const OLECHAR *, UINT>;
using Copy = Failing<HRESULT, VARIANT *, VARIANTARG *>;
using Change = Failing<HRESULT, VARIANTARG *, VARIANTARG *, LCID, USHORT, VARTYPE>;
}

TEST_CASE_FIXTURE(RecordsContext, "whichever allocation fails, a call fails with a reason")
{
    const Server server;
    ImportHook hook(server.module);
    Heap::original = hook.replace("HeapAlloc", &Heap::call);
    Vector::original = hook.replace("SafeArrayCreateVector", &Vector::call);
    Text::original = hook.replace("SysAllocStringLen", &Text::call);
    Copy::original = hook.replace("VariantCopyInd", &Copy::fail);
    Change::original = hook.replace("VariantChangeTypeEx", &Change::fail);
    const bool hooked = Heap::original && Vector::original && Text::original && Copy::original && Change::original;
    REQUIRE(hooked);
    const Var keys = Texts({L"http", L"ssh"});
    const Var values = ArrayOfVariants({ArrayOfVariants({Var(80), Decimal(L"2.5"), Var::text(L"x")}),
                                        ArrayOfVariants({Var(22), Decimal(L"1"), Var::text(L"y")})});
    const auto table = make(keys, values);
    REQUIRE_MESSAGE(code == S_OK, told);
    NetCollection dictionaryKeys(services), dictionaryValues(ports);
    NamedObject dictionary =
        DictionaryOf(dictionaryKeys.given(VT_UNKNOWN), L"Values", dictionaryValues.given(VT_UNKNOWN));
    const Var whole = dictionary.given(), nothing = Nothing();
    Var out;
    Com<IPerfectHashTable> other;
    const std::function<HRESULT()> calls[] = {
        [&] { return context->TableCreateFromRecords(keys.v, values.v, Bstr(L"t"), nullptr, nullptr, other.out()); },
        [&] { return context->TableCreateFromRecords(whole.v, nothing.v, Bstr(L"t"), nullptr, nullptr, other.out()); },
        [&] { return table->Item(Var::text(L"ssh").v, out.out()); },
        [&] { return table->value(Var::text(L"ssh").v, Bstr(L"value3"), out.out()); },
        [&] { return table->ValueMany(keys.v, Bstr(L"2"), out.out()); },
        [&] { return table->get_ColumnNames(out.out()); },
        [&] { return table->get_ColumnTypes(out.out()); }};
    for (const auto &call : calls) {
        int failed = 0;
        bool ended = false;
        for (int n = 0; !ended && n < 1000; n++) {
            callsLeft = n;
            const HRESULT hr = call();
            ended = callsLeft >= 0; // it had fewer
            callsLeft = -1;
            failed += FAILED(hr);
            CHECK((SUCCEEDED(hr) || !ErrorText().empty()));
            CHECK((SUCCEEDED(hr) || V_VT(&out.v) == VT_EMPTY));
        }
        CHECK(ended);
        CHECK(failed >= 1);
    }
}
