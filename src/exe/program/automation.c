/* See automation.h. Each object has an IDispatch, as what is dual begins with one. */
#include "automation.h"

#include <oleauto.h>

#include "jobs/text/option_text.h"
#include "jobs/text/text.h"

/*
 * Leaves what a call through IDispatch says in its EXCEPINFO as a call through the vtable leaves
 * it.
 */
static HRESULT AutomationRaise(EXCEPINFO *exception)
{
    ICreateErrorInfo *made;
    IErrorInfo *info;
    const HRESULT hr = FAILED(exception->scode) ? exception->scode : E_FAIL;
    if (exception->bstrDescription != NULL && SUCCEEDED(CreateErrorInfo(&made))) {
        ICreateErrorInfo_SetDescription(made, exception->bstrDescription);
        if (SUCCEEDED(ICreateErrorInfo_QueryInterface(made, &IID_IErrorInfo, (void **)&info))) {
            SetErrorInfo(0, info);
            IErrorInfo_Release(info);
        }
        ICreateErrorInfo_Release(made);
    }
    SysFreeString(exception->bstrSource);
    SysFreeString(exception->bstrDescription);
    SysFreeString(exception->bstrHelpFile);
    return hr;
}

static HRESULT AutomationInvoke(IDispatch *object, const wchar_t *name, WORD flags, DISPPARAMS *arguments,
                                VARIANT *result)
{
    union {
        const wchar_t *read;
        wchar_t *taken; /* and not changed */
    } member = {name};
    DISPID id;
    EXCEPINFO exception = {0};
    HRESULT hr = IDispatch_GetIDsOfNames(object, &IID_NULL, &member.taken, 1, LOCALE_NEUTRAL, &id);
    if (SUCCEEDED(hr))
        hr = IDispatch_Invoke(object, id, &IID_NULL, LOCALE_NEUTRAL, flags, arguments, result, &exception, NULL);
    return hr == DISP_E_EXCEPTION ? AutomationRaise(&exception) : hr;
}

HRESULT AutomationGet(void *object, const wchar_t *name, VARIANT *value)
{
    DISPPARAMS none = {0};
    VariantInit(value);
    return AutomationInvoke(object, name, DISPATCH_PROPERTYGET, &none, value);
}

HRESULT AutomationGetNumber(void *object, const wchar_t *name, double *value)
{
    VARIANT result;
    HRESULT hr = AutomationGet(object, name, &result);
    if (SUCCEEDED(hr))
        hr = VariantChangeType(&result, &result, 0, VT_R8);
    *value = SUCCEEDED(hr) ? V_R8(&result) : 0;
    VariantClear(&result);
    return hr;
}

static HRESULT AutomationPut(IDispatch *object, const wchar_t *name, VARIANT *value)
{
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS arguments = {value, &put, 1, 1};
    return AutomationInvoke(object, name, DISPATCH_PROPERTYPUT, &arguments, NULL);
}

HRESULT AutomationPutText(void *object, const wchar_t *name, const wchar_t *value)
{
    VARIANT text;
    V_VT(&text) = VT_BSTR;
    V_BSTR(&text) = SysAllocString(value);
    const HRESULT hr = V_BSTR(&text) != NULL ? AutomationPut(object, name, &text) : E_OUTOFMEMORY;
    VariantClear(&text);
    return hr;
}

/* A flag is put as one: the words of a text would be those of the user's language. */
static HRESULT AutomationPutOption(IDispatch *object, const Option *option, const void *target)
{
    wchar_t *written = OptionWrite(option, target);
    if (written == NULL)
        return E_OUTOFMEMORY;
    HRESULT hr;
    const wchar_t *value = written + TextUntil(written, L'=') + 1;
    if (option->kind == OptionSwitch) {
        VARIANT flag;
        V_VT(&flag) = VT_BOOL;
        V_BOOL(&flag) = TextEqual(value, L"true") ? VARIANT_TRUE : VARIANT_FALSE;
        hr = AutomationPut(object, option->help.name, &flag);
    } else {
        hr = AutomationPutText(object, option->help.name, value);
    }
    TextFree(written);
    return hr;
}

HRESULT AutomationPutOptions(void *object, OptionGroup group, const void *defaults)
{
    HRESULT hr = S_OK;
    for (size_t i = 0; i < group.count && SUCCEEDED(hr); i++) {
        const Option *option = &group.options[i];
        if (option->help.text != NULL && option->kind != OptionTexts && OptionDiffers(option, group.target, defaults))
            hr = AutomationPutOption(object, option, group.target);
    }
    return hr;
}
