/*
 * Callers send objects where keys are expected: Excel's cells, ADO's fields, PowerShell's wrapped
 * values. These tests prove that an object stands for its default property, alone and inside an
 * array, and that an object which has no value, or whose objects never end, is refused by name.
 */
#include "support/com/script_object.h"

namespace {
// An object with a default property, or a default method, and nothing else.
struct ValueObject : ScriptObject {
    WORD kind;
    Var value;
    explicit ValueObject(const Var &of, WORD answers = DISPATCH_PROPERTYGET) : kind(answers), value(of) {}
    HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD flags, DISPPARAMS *, VARIANT *result, EXCEPINFO *,
                                     UINT *) override
    {
        return id == DISPID_VALUE && flags == kind ? VariantCopy(result, &value.v) : DISP_E_MEMBERNOTFOUND;
    }
};

const wchar_t *const noValue = L"an object without a value is no key";
}

TEST_CASE("an object stands for its default property")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {404, 5, 7});
    ValueObject number{Var(5)}, text{Var::text(L"7")}, method{Var(404), DISPATCH_METHOD};
    ValueObject deep{number.given()}, deeper{deep.given(VT_UNKNOWN)};
    for (const auto &[object, expected] :
         {std::pair<ValueObject *, LONG>{&number, 1}, {&text, 2}, {&method, 0}, {&deep, 1}, {&deeper, 1}}) {
        LONG position = -2;
        CHECK(table->Index(object->given().v, &position) == S_OK);
        CHECK(position == expected);
        Var many;
        CHECK(table->FindMany(object->given().v, many.out()) == S_OK);
        CHECK(Longs(many) == std::vector<LONG>{expected});
    }
    Var many;
    CHECK(table->IndexMany(ArrayOfVariants({text.given(), deeper.given(), Var(404)}).v, many.out()) == S_OK);
    CHECK(Longs(many) == std::vector<LONG>{2, 1, 0});
    Com<IPerfectHashTable> made;
    CHECK(context->TableCreateFromKeys(ArrayOfVariants({text.given(), Var(9), method.given()}).v, Bstr(L"objects"),
                                       nullptr, nullptr, made.out()) == S_OK);
    LONG position = -2;
    CHECK((made->Find(Var(404).v, &position) == S_OK && position == 2));
}

TEST_CASE("an object may stand for a whole column")
{
    Apartment apartment;
    auto context = NewContext();
    Var column;
    SAFEARRAYBOUND bounds[] = {{3, 1}, {1, 1}};
    V_VT(&column.v) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&column.v) = SafeArrayCreate(VT_VARIANT, 2, bounds);
    for (LONG i = 1; i <= 3; i++) {
        LONG at[] = {i, 1};
        Var cell = Var::real(4000 + i);
        REQUIRE(SafeArrayPutElement(V_ARRAY(&column.v), at, &cell.v) == S_OK);
    }
    ValueObject range{column};
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreateFromKeys(range.given().v, Bstr(L"range"), nullptr, nullptr, table.out()) == S_OK);
    LONG position = -2;
    CHECK((table->Find(Var(4003).v, &position) == S_OK && position == 2));
    Var many;
    CHECK(table->FindMany(range.given().v, many.out()) == S_OK);
    CHECK(SafeArrayGetDim(V_ARRAY(&many.v)) == 2);
}

TEST_CASE("an object without a value, or without an end, is refused")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {404, 5, 7});
    ValueObject none{Var(1), 0}, endless{Var()}, empty{Var()};
    V_VT(&endless.value.v) = VT_DISPATCH;
    V_DISPATCH(&endless.value.v) = &endless;
    LONG position = -2;
    for (ValueObject *object : {&none, &endless}) {
        CHECK(table->Index(object->given().v, &position) == PERFECTHASH_E_KEY_TYPE);
        CHECK(ErrorTells(noValue));
        Var many;
        CHECK(table->IndexMany(ArrayOfVariants({Var(5), object->given()}).v, many.out()) == PERFECTHASH_E_KEY_TYPE);
        CHECK(ErrorTells(std::wstring(L"keys, element 1: ") + noValue));
        CHECK(table->FindMany(object->given().v, many.out()) == PERFECTHASH_E_KEY_TYPE);
        CHECK(table->FindMany(ArrayOfVariants({object->given(), Var(5)}).v, many.out()) == S_OK);
        CHECK(Longs(many) == std::vector<LONG>{-1, 1});
    }
    CHECK(table->Index(empty.given().v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"key: nothing (VT_EMPTY) is no key"));
    Var nobody;
    V_VT(&nobody.v) = VT_DISPATCH;
    V_DISPATCH(&nobody.v) = nullptr;
    CHECK(table->Index(nobody.v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"no object (Nothing)"));
    V_VT(&endless.value.v) = VT_EMPTY; // it held no reference to itself
    CHECK(none.references == 1);
    CHECK(endless.references == 1);
}
