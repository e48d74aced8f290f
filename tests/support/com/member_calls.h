// Calls of every member of an object's dual interface, as the type library describes them: by the
// vtable, and by name. So a member that is added is called, too.
#pragma once
#include <functional>

#include "support/com/fixture.h"

// What all arguments of a call are, by their type. outs: there are places for results.
struct GivenArguments {
    LONG number;
    double real;
    std::wstring text;
    Var value;
    bool outs;
};

// The function descriptions of a dual interface, without those of IDispatch.
class Members {
public:
    explicit Members(IDispatch *object)
    {
        Com<ITypeInfo> dispatch;
        HREFTYPE reference;
        REQUIRE(object->GetTypeInfo(0, 0, dispatch.out()) == S_OK);
        REQUIRE(dispatch->GetRefTypeOfImplType(static_cast<UINT>(-1), &reference) == S_OK);
        REQUIRE(dispatch->GetRefTypeInfo(reference, typeInfo.out()) == S_OK);
        TYPEATTR *attributes;
        REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
        iid = attributes->guid;
        for (UINT i = 0; i < attributes->cFuncs; i++) {
            FUNCDESC *function;
            REQUIRE(typeInfo->GetFuncDesc(i, &function) == S_OK);
            all.push_back(function);
        }
        typeInfo->ReleaseTypeAttr(attributes);
        CHECK(!all.empty());
    }
    ~Members()
    {
        for (FUNCDESC *function : all)
            typeInfo->ReleaseFuncDesc(function);
    }
    Members(const Members &) = delete;
    Members &operator=(const Members &) = delete;
    std::string name(const FUNCDESC *function) const
    {
        Bstr text;
        typeInfo->GetDocumentation(function->memid, text.out(), nullptr, nullptr, nullptr);
        const std::wstring wide = text.str();
        return std::string(wide.begin(), wide.end());
    }
    std::vector<FUNCDESC *> all;
    IID iid;

private:
    Com<ITypeInfo> typeInfo;
};

// It has a place for its result alone.
inline bool TakesNothing(const FUNCDESC *function)
{
    return function->cParams == 1 && function->lprgelemdescParam[0].tdesc.vt == VT_PTR;
}

// The getters without arguments that fail when a script calls them.
inline std::vector<std::string> GettersThatFail(IDispatch *object)
{
    const Members members(object);
    std::vector<std::string> failed;
    for (const FUNCDESC *function : members.all) {
        DISPPARAMS none = {};
        Var value;
        if (function->invkind == INVOKE_PROPERTYGET && TakesNothing(function) &&
            object->Invoke(function->memid, IID_NULL, 0, DISPATCH_PROPERTYGET | DISPATCH_METHOD, &none, value.out(),
                           nullptr, nullptr) != S_OK)
            failed.push_back(members.name(function));
    }
    return failed;
}

inline void DropResult(VARTYPE type, VARIANT *place)
{
    IUnknown *object = *reinterpret_cast<IUnknown **>(place);
    if (type == VT_BSTR)
        SysFreeString(*reinterpret_cast<BSTR *>(place));
    else if (type == VT_VARIANT)
        VariantClear(place);
    else if ((type == VT_PTR || type == VT_UNKNOWN || type == VT_DISPATCH) && object)
        object->Release();
}

// Calls a member by its place in the vtable; then runs `after`, before what the member gave goes.
inline void CallMember(void *object, const FUNCDESC *function, const GivenArguments &given,
                       const std::function<void(HRESULT)> &after)
{
    const size_t count = static_cast<size_t>(function->cParams);
    std::vector<VARTYPE> types(count), pointees(count, VT_EMPTY);
    std::vector<Var> values(count);
    std::vector<VARIANT *> pointers(count);
    std::vector<VARIANT> places(count);
    for (size_t i = 0; i < count; i++) {
        const TYPEDESC &type = function->lprgelemdescParam[i].tdesc;
        VARIANT &value = values[i].v;
        types[i] = type.vt == VT_PTR ? static_cast<VARTYPE>(VT_I8) : type.vt;
        pointers[i] = &value;
        places[i] = VARIANT{};
        if (type.vt == VT_VARIANT) {
            pointers[i] = const_cast<VARIANT *>(&given.value.v);
            continue;
        }
        V_VT(&value) = types[i];
        switch (type.vt) {
        case VT_PTR:
            pointees[i] = type.lptdesc->vt;
            V_I8(&value) = given.outs ? reinterpret_cast<LONGLONG>(&places[i]) : 0;
            break;
        case VT_BSTR:
            V_BSTR(&value) = SysAllocStringLen(given.text.c_str(), static_cast<UINT>(given.text.size()));
            break;
        case VT_I4: V_I4(&value) = given.number; break;
        case VT_R8: V_R8(&value) = given.real; break;
        case VT_BOOL: V_BOOL(&value) = given.number ? VARIANT_TRUE : VARIANT_FALSE; break;
        default: FAIL("a parameter of a type that this call does not know: ", type.vt);
        }
    }
    Var result;
    REQUIRE(DispCallFunc(object, static_cast<ULONG_PTR>(function->oVft), CC_STDCALL, VT_I4, static_cast<UINT>(count),
                         types.data(), pointers.data(), &result.v) == S_OK);
    after(V_I4(&result.v));
    for (size_t i = 0; i < count; i++)
        DropResult(pointees[i], &places[i]);
}
