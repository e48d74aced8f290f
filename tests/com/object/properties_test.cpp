/*
 * Every setting of every class is a row of an option table. These tests ask the type library which
 * properties can be put, so that none is left out: each takes back the value that it gives, and
 * each that has limits refuses what lies beyond them with an error that names it.
 */
#include "support/com/fixture.h"

namespace {

template <typename Visit> void EachSetting(IDispatch *object, Visit visit)
{
    Com<ITypeInfo> typeInfo;
    TYPEATTR *attributes;
    int settings = 0;
    REQUIRE(object->GetTypeInfo(0, 0, typeInfo.out()) == S_OK);
    REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
    for (UINT i = 0; i < attributes->cFuncs; i++) {
        FUNCDESC *function;
        REQUIRE(typeInfo->GetFuncDesc(i, &function) == S_OK);
        if (function->invkind == INVOKE_PROPERTYPUT) {
            Bstr name;
            typeInfo->GetDocumentation(function->memid, name.out(), nullptr, nullptr, nullptr);
            INFO(std::string(name.str().begin(), name.str().end()));
            visit(name.str(), function->memid);
            settings++;
        }
        typeInfo->ReleaseFuncDesc(function);
    }
    typeInfo->ReleaseTypeAttr(attributes);
    CHECK(settings >= 4);
}

HRESULT Get(IDispatch *object, DISPID id, Var &value)
{
    DISPPARAMS none = {};
    return object->Invoke(id, IID_NULL, 0, DISPATCH_PROPERTYGET, &none, value.out(), nullptr, nullptr);
}

HRESULT Put(IDispatch *object, DISPID id, Var &value, std::wstring *description = nullptr)
{
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS arguments = {&value.v, &put, 1, 1};
    EXCEPINFO exception = {};
    const HRESULT hr = object->Invoke(id, IID_NULL, 0, DISPATCH_PROPERTYPUT, &arguments, nullptr, &exception, nullptr);
    if (description && exception.bstrDescription)
        *description = exception.bstrDescription;
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    return hr == DISP_E_EXCEPTION ? exception.scode : hr;
}

// The objects with settings, as script hosts have them.
struct Objects {
    Com<IPerfectHashIocpContext> context = NewContext();
    Com<IPerfectHashIocpServer> server;
    Com<IPerfectHashIocpClient> client;
    IDispatch *all[3];

    Objects()
    {
        REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                                 reinterpret_cast<void **>(server.out())) == S_OK);
        REQUIRE(CoCreateInstance(CLSID_IocpClient, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpClient,
                                 reinterpret_cast<void **>(client.out())) == S_OK);
        all[0] = context.p;
        all[1] = server.p;
        all[2] = client.p;
    }
};

} // namespace

TEST_CASE("every setting takes back the value that it gives")
{
    Apartment apartment;
    Objects objects;
    for (IDispatch *object : objects.all)
        EachSetting(object, [&](const std::wstring &, DISPID id) {
            Var given, again;
            REQUIRE(Get(object, id, given) == S_OK);
            CHECK(Put(object, id, given) == S_OK);
            REQUIRE(Get(object, id, again) == S_OK);
            CHECK(VarCmp(&given.v, &again.v, LOCALE_USER_DEFAULT, 0) == static_cast<HRESULT>(VARCMP_EQ));
        });
}

TEST_CASE("a number below what a setting takes is refused with its name, and changes nothing")
{
    Apartment apartment;
    Objects objects;
    for (IDispatch *object : objects.all)
        EachSetting(object, [&](const std::wstring &name, DISPID id) {
            Var given, again, below(-2);
            REQUIRE(Get(object, id, given) == S_OK);
            if (V_VT(&given.v) != VT_I4 && V_VT(&given.v) != VT_R8)
                return;
            std::wstring description;
            CHECK(Put(object, id, below, &description) == PERFECTHASH_E_OPTION_VALUE);
            CHECK(description.find(name) != std::wstring::npos);
            REQUIRE(Get(object, id, again) == S_OK);
            CHECK(VarCmp(&given.v, &again.v, LOCALE_USER_DEFAULT, 0) == static_cast<HRESULT>(VARCMP_EQ));
        });
}
