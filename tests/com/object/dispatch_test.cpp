/*
 * Script hosts reach all objects through IDispatch and the type library. These tests make tables,
 * use properties and cause failures by name alone. Errors arrive as exceptions with the product's
 * code and text. Every member is documented in the type library, and every getter of a new object
 * answers at once.
 */
#include <set>

#include "support/com/member_calls.h"

namespace {
std::string Narrow(const Bstr &text)
{
    return std::string(text.p, text.p + SysStringLen(text.p));
}

DISPID IdOf(IDispatch *object, const wchar_t *name)
{
    DISPID id = DISPID_UNKNOWN;
    LPOLESTR names[] = {const_cast<LPOLESTR>(name)};
    CHECK(object->GetIDsOfNames(IID_NULL, names, 1, LOCALE_USER_DEFAULT, &id) == S_OK);
    return id;
}

struct Exception {
    EXCEPINFO info = {};
    ~Exception()
    {
        SysFreeString(info.bstrSource);
        SysFreeString(info.bstrDescription);
        SysFreeString(info.bstrHelpFile);
    }
};

// Arguments in their written order.
HRESULT Call(IDispatch *object, const wchar_t *name, WORD flags, std::vector<Var> arguments, VARIANT *result,
             EXCEPINFO *exception = nullptr)
{
    Arguments given(arguments);
    DISPID put = DISPID_PROPERTYPUT;
    if (flags & DISPATCH_PROPERTYPUT) {
        given.params.rgdispidNamedArgs = &put;
        given.params.cNamedArgs = 1;
    }
    UINT argumentError;
    return object->Invoke(IdOf(object, name), IID_NULL, LOCALE_USER_DEFAULT, flags, &given.params, result, exception,
                          &argumentError);
}
}

TEST_CASE("a script makes a table and looks keys up by name alone")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    auto context = NewContext();
    Var result;
    REQUIRE(Call(context.p, L"TABLECREATEFROMKEYS", DISPATCH_METHOD,
                 {ArrayOfVariants({10, 20, 30}), Var::text(L"script")}, result.out()) == S_OK);
    REQUIRE(V_VT(&result.v) == VT_DISPATCH);
    IDispatch *table = V_DISPATCH(&result.v);
    Var position, name, count, many;
    CHECK(Call(table, L"Index", DISPATCH_METHOD | DISPATCH_PROPERTYGET, {20}, position.out()) == S_OK);
    CHECK(V_VT(&position.v) == VT_I4);
    CHECK(V_I4(&position.v) == 1);
    CHECK(Call(table, L"KeyCount", DISPATCH_PROPERTYGET, {}, count.out()) == S_OK);
    CHECK(V_I4(&count.v) == 3);
    CHECK(Call(table, L"IndexMany", DISPATCH_METHOD, {ArrayOfVariants({30, 10})}, many.out()) == S_OK);
    CHECK(Longs(many) == std::vector<LONG>{2, 0});
    DISPPARAMS none = {};
    CHECK(table->Invoke(DISPID_VALUE, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET, &none, name.out(), nullptr,
                        nullptr) == S_OK);
    CHECK(std::wstring(V_BSTR(&name.v)) == L"script");
}

TEST_CASE("properties are put and got by name")
{
    Apartment apartment;
    auto context = NewContext();
    Var value;
    CHECK(Call(context.p, L"RngSeed", DISPATCH_PROPERTYPUT, {Var(42)}, nullptr) == S_OK);
    CHECK(Call(context.p, L"RngSeed", DISPATCH_PROPERTYGET, {}, value.out()) == S_OK);
    CHECK(V_VT(&value.v) == VT_R8);
    CHECK(V_R8(&value.v) == 42);
    CHECK(Call(context.p, L"Version", DISPATCH_PROPERTYPUT, {Var::text(L"9")}, nullptr) != S_OK); // read-only
}

TEST_CASE("a failure reaches a script as an exception with our code and text")
{
    Apartment apartment;
    auto context = NewContext();
    Exception exception;
    CHECK(Call(context.p, L"TableCreate", DISPATCH_METHOD, {Var::text(L"Z:\\no\\such.keys")}, nullptr,
               &exception.info) == DISP_E_EXCEPTION);
    CHECK(exception.info.scode == PERFECTHASH_E_KEYS_NOT_FOUND);
    REQUIRE(exception.info.bstrDescription);
    CHECK(std::wstring(exception.info.bstrDescription).find(L"Z:\\no\\such.keys") != std::wstring::npos);
    CHECK(std::wstring(exception.info.bstrSource) == L"PerfectHash.IocpContext");
    Exception second;
    CHECK(Call(context.p, L"HashFunction", DISPATCH_PROPERTYPUT, {Var::text(L"NoSuchFunction")}, nullptr,
               &second.info) == DISP_E_EXCEPTION);
    CHECK(std::wstring(second.info.bstrDescription).find(L"NoSuchFunction") != std::wstring::npos);
}

TEST_CASE("wrong calls get the answers that hosts know")
{
    Apartment apartment;
    auto context = NewContext();
    DISPID id;
    LPOLESTR unknown[] = {const_cast<LPOLESTR>(L"NoSuchMember")};
    CHECK(context->GetIDsOfNames(IID_NULL, unknown, 1, LOCALE_USER_DEFAULT, &id) == DISP_E_UNKNOWNNAME);
    DISPPARAMS none = {};
    Var result;
    UINT argumentError;
    // PowerShell asks every object for an enumerator, with other locales
    for (const LCID locale : {0ul, 1ul, 0x409ul})
        CHECK(context->Invoke(DISPID_NEWENUM, IID_NULL, locale, DISPATCH_METHOD | DISPATCH_PROPERTYGET, &none,
                              result.out(), nullptr, &argumentError) == DISP_E_MEMBERNOTFOUND);
    CHECK(context->Invoke(30, IID_IDispatch, 0, DISPATCH_METHOD, &none, nullptr, nullptr, nullptr) ==
          DISP_E_UNKNOWNINTERFACE);
    CHECK(FAILED(Call(context.p, L"TableCreate", DISPATCH_METHOD, {}, result.out()))); // a required argument is missing
    CHECK(FAILED(Call(context.p, L"LoadTable", DISPATCH_METHOD, {Var(1), Var(2)}, result.out()))); // too many
    UINT count = 0;
    CHECK(context->GetTypeInfoCount(&count) == S_OK);
    CHECK(count == 1);
    Com<ITypeInfo> typeInfo;
    CHECK(context->GetTypeInfo(1, 0, typeInfo.out()) == DISP_E_BADINDEX);
    CHECK(context->GetTypeInfo(0, 0, nullptr) == E_POINTER);
}

namespace {
// All types of the type library.
std::vector<Com<ITypeInfo>> Types()
{
    Com<ITypeLib> library;
    REQUIRE(LoadTypeLibEx(ServerPath().c_str(), REGKIND_NONE, library.out()) == S_OK);
    std::vector<Com<ITypeInfo>> types(library->GetTypeInfoCount());
    for (UINT i = 0; i < types.size(); i++)
        REQUIRE(library->GetTypeInfo(i, types[i].out()) == S_OK);
    return types;
}

// As a comment of this repository: a verb in the third person, and a full stop at the end.
bool IsSentence(const std::wstring &text)
{
    const size_t verb = text.find(L' ');
    return verb != std::wstring::npos && text[0] >= L'A' && text[0] <= L'Z' && text[verb - 1] == L's' &&
           text.back() == L'.';
}
}

TEST_CASE("the type library tells every member's meaning in a sentence")
{
    Apartment apartment;
    UINT members = 0;
    for (const Com<ITypeInfo> &typeInfo : Types()) {
        Bstr typeName, typeHelp;
        TYPEATTR *attributes;
        REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
        if (attributes->typekind == TKIND_DISPATCH || attributes->typekind == TKIND_COCLASS ||
            attributes->typekind == TKIND_INTERFACE) {
            typeInfo->GetDocumentation(MEMBERID_NIL, typeName.out(), typeHelp.out(), nullptr, nullptr);
            INFO(Narrow(typeName));
            CHECK(IsSentence(typeHelp.str()));
            std::set<std::pair<MEMBERID, INVOKEKIND>> numbers;
            for (UINT f = 0; f < attributes->cFuncs; f++) {
                FUNCDESC *function;
                REQUIRE(typeInfo->GetFuncDesc(f, &function) == S_OK);
                const bool puts = function->invkind == INVOKE_PROPERTYPUT;
                if (attributes->typekind == TKIND_DISPATCH) // no two members have one number
                    CHECK(numbers.insert({function->memid, puts ? INVOKE_PROPERTYPUT : INVOKE_FUNC}).second);
                const bool ours = function->memid < 0x60000000 && function->invkind != INVOKE_PROPERTYPUT;
                Bstr name, help;
                typeInfo->GetDocumentation(function->memid, name.out(), help.out(), nullptr, nullptr);
                if (ours) {
                    members++;
                    INFO(Narrow(name));
                    CHECK(IsSentence(help.str()));
                }
                typeInfo->ReleaseFuncDesc(function);
            }
        }
        typeInfo->ReleaseTypeAttr(attributes);
    }
    CHECK(members >= 40);
}

TEST_CASE("the type library has the native interfaces, slot by slot, and the structure they fill")
{
    Apartment apartment;
    Com<ITypeLib> library;
    REQUIRE(LoadTypeLibEx(ServerPath().c_str(), REGKIND_NONE, library.out()) == S_OK);
    const struct {
        const IID &iid;
        UINT first; // slot of its own
        std::vector<std::wstring> members;
    } natives[] = {
        {IID_IPerfectHashTableNative, 3, {L"Index", L"Contains", L"IndexBatch", L"GetConstants"}},
        {IID_IPerfectHashTableNativeValues, 7, {L"GetValueBits", L"GetValue", L"GetValueBatch", L"FindBatch"}},
        {IID_IPerfectHashTableNativeGuids, 11, {L"IndexOfGuid", L"ContainsGuid", L"ValueOfGuid"}},
        {IID_IPerfectHashTableNativeRanges, 3, {L"PrepareRanges", L"FindFloor", L"FindFloorBatch"}},
        {IID_IPerfectHashTablesNative, 3, {L"FindAddressBatch"}},
        {IID_IPerfectHashTableNativeText, 3, {L"FindText", L"IndexText", L"FindTextBatch"}},
    };
    for (const auto &native : natives) {
        Com<ITypeInfo> typeInfo;
        REQUIRE(library->GetTypeInfoOfGuid(native.iid, typeInfo.out()) == S_OK);
        for (UINT f = 0; f < native.members.size(); f++) {
            FUNCDESC *function;
            REQUIRE(typeInfo->GetFuncDesc(f, &function) == S_OK);
            Bstr name;
            CHECK(typeInfo->GetDocumentation(function->memid, name.out(), nullptr, nullptr, nullptr) == S_OK);
            CHECK(name.str() == native.members[f]);
            CHECK(function->oVft == static_cast<SHORT>((native.first + f) * sizeof(void *)));
            typeInfo->ReleaseFuncDesc(function);
        }
    }
    Com<ITypeInfo> constants;
    MEMBERID member;
    OLECHAR name[] = L"PerfectHashTableConstants";
    USHORT found = 1;
    REQUIRE(library->FindName(name, 0, constants.out(), &member, &found) == S_OK);
    REQUIRE(found == 1);
    TYPEATTR *attributes;
    REQUIRE(constants->GetTypeAttr(&attributes) == S_OK);
    CHECK(attributes->typekind == TKIND_RECORD);
    // MIDL leaves the layout to the oleaut32 of Windows; Wine's gives 0 then.
    CHECK((attributes->cbSizeInstance == sizeof(PerfectHashTableConstants) || attributes->cbSizeInstance == 0));
    constants->ReleaseTypeAttr(attributes);
}

TEST_CASE("every getter of a fresh object is cheap and answers")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {1, 2, 3});
    CHECK(GettersThatFail(context.p) == std::vector<std::string>());
    CHECK(GettersThatFail(table.p) == std::vector<std::string>());
}

TEST_CASE("what is not given has its default, in each way of not giving it")
{
    Apartment apartment;
    auto context = NewContext();
    Var null, nothing, missing, empty;
    V_VT(&null.v) = VT_NULL;
    V_VT(&nothing.v) = VT_DISPATCH;
    V_DISPATCH(&nothing.v) = nullptr;
    V_VT(&missing.v) = VT_ERROR;
    V_ERROR(&missing.v) = DISP_E_PARAMNOTFOUND;
    const Var keys = ArrayOfVariants({10, 20, 30}), name = Var::text(L"script");
    for (const Var &none : {null, nothing, missing, empty, Var::text(L"System.Reflection.Missing")}) {
        CAPTURE(V_VT(&none.v));
        Var result, folder, seed;
        REQUIRE(Call(context.p, L"TableCreateFromKeys", DISPATCH_METHOD, {keys, name, none, Var::text(L"--RngSeed=7")},
                     result.out()) == S_OK);
        CHECK(Call(V_DISPATCH(&result.v), L"OutputDirectory", DISPATCH_PROPERTYGET, {}, folder.out()) == S_OK);
        CHECK(SysStringLen(V_BSTR(&folder.v)) == 0);
        CHECK(Call(V_DISPATCH(&result.v), L"RngSeed", DISPATCH_PROPERTYGET, {}, seed.out()) == S_OK);
        CHECK(V_R8(&seed.v) == 7);
        CHECK(Call(context.p, L"TableCreateFromKeys", DISPATCH_METHOD, {keys, name, none, none}, result.out()) == S_OK);
        Var reference; // to a variable, as VBScript sends it
        V_VT(&reference.v) = VT_BYREF | VT_VARIANT;
        V_VARIANTREF(&reference.v) = const_cast<VARIANT *>(&none.v);
        CHECK(Call(context.p, L"TableCreateFromKeys", DISPATCH_METHOD, {keys, name, reference}, result.out()) == S_OK);
        Exception exception;
        CHECK(FAILED(
            Call(context.p, L"TableCreateFromKeys", DISPATCH_METHOD, {none, name}, result.out(), &exception.info)));
    }
}

namespace {
std::vector<std::wstring> NamesOf(const Com<ITypeInfo> &typeInfo)
{
    std::vector<std::wstring> names;
    TYPEATTR *attributes;
    REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
    for (UINT f = 0; f < attributes->cFuncs; f++) {
        FUNCDESC *function;
        Bstr name;
        REQUIRE(typeInfo->GetFuncDesc(f, &function) == S_OK);
        if (SUCCEEDED(typeInfo->GetDocumentation(function->memid, name.out(), nullptr, nullptr, nullptr)) &&
            function->memid < 0x60000000)
            names.push_back(name.str());
        typeInfo->ReleaseFuncDesc(function);
    }
    typeInfo->ReleaseTypeAttr(attributes);
    return names;
}
}

TEST_CASE("no event of a class has the name of a member")
{
    Apartment apartment;
    int events = 0;
    for (const Com<ITypeInfo> &coclass : Types()) {
        TYPEATTR *attributes;
        REQUIRE(coclass->GetTypeAttr(&attributes) == S_OK);
        std::vector<std::wstring> members, told;
        for (UINT t = 0; attributes->typekind == TKIND_COCLASS && t < attributes->cImplTypes; t++) {
            INT flags;
            HREFTYPE reference;
            Com<ITypeInfo> implemented;
            REQUIRE(coclass->GetImplTypeFlags(t, &flags) == S_OK);
            REQUIRE(coclass->GetRefTypeOfImplType(t, &reference) == S_OK);
            REQUIRE(coclass->GetRefTypeInfo(reference, implemented.out()) == S_OK);
            (flags & IMPLTYPEFLAG_FSOURCE ? told : members) = NamesOf(implemented);
        }
        coclass->ReleaseTypeAttr(attributes);
        for (const std::wstring &event : told) {
            INFO(std::string(event.begin(), event.end()));
            events++;
            for (const std::wstring &member : members)
                CHECK(lstrcmpiW(event.c_str(), member.c_str()) != 0);
        }
    }
    CHECK(events == 6); // of a job and of a server
}

TEST_CASE("no member returns what a script can't reckon with")
{
    Apartment apartment;
    int results = 0;
    for (const Com<ITypeInfo> &typeInfo : Types()) {
        TYPEATTR *attributes;
        REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
        for (UINT f = 0; attributes->typekind == TKIND_DISPATCH && f < attributes->cFuncs; f++) {
            FUNCDESC *function;
            REQUIRE(typeInfo->GetFuncDesc(f, &function) == S_OK);
            const VARTYPE type = function->elemdescFunc.tdesc.vt;
            Bstr name;
            typeInfo->GetDocumentation(function->memid, name.out(), nullptr, nullptr, nullptr);
            INFO(Narrow(name));
            if (function->memid < 0x60000000) {
                results++;
                CHECK((type == VT_VOID || type == VT_HRESULT || type == VT_I4 || type == VT_R8 || type == VT_BSTR ||
                       type == VT_BOOL || type == VT_VARIANT || type == VT_DISPATCH || type == VT_UNKNOWN ||
                       type == VT_PTR || type == VT_USERDEFINED));
            }
            typeInfo->ReleaseFuncDesc(function);
        }
        typeInfo->ReleaseTypeAttr(attributes);
    }
    CHECK(results > 40);
}
