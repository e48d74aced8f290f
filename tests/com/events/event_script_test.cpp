/*
 * Scripts receive events through functions named NAME_EVENT. This test hosts VBScript and JScript
 * with a sink of its own, because Wine's cscript has no WScript.ConnectObject. It proves that a
 * script hears a job's events while it waits for the job.
 */
#include <activscp.h>

#include "support/com/event_sink.h"

namespace {
CLSID EngineOf(const wchar_t *language)
{
    CLSID clsid;
    REQUIRE(CLSIDFromProgID(language, &clsid) == S_OK);
    return clsid;
}

struct Site : IActiveScriptSite {
    std::wstring error;
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override
    {
        *out = iid == IID_IUnknown || iid == IID_IActiveScriptSite ? this : nullptr;
        return *out ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }
    ULONG STDMETHODCALLTYPE Release() override { return 1; }
    HRESULT STDMETHODCALLTYPE GetLCID(LCID *lcid) override
    {
        *lcid = 0x409;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetItemInfo(LPCOLESTR, DWORD, IUnknown **, ITypeInfo **) override
    {
        return TYPE_E_ELEMENTNOTFOUND;
    }
    HRESULT STDMETHODCALLTYPE GetDocVersionString(BSTR *version) override
    {
        *version = nullptr;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE OnScriptTerminate(const VARIANT *, const EXCEPINFO *) override { return S_OK; }
    HRESULT STDMETHODCALLTYPE OnStateChange(SCRIPTSTATE) override { return S_OK; }
    HRESULT STDMETHODCALLTYPE OnScriptError(IActiveScriptError *what) override
    {
        EXCEPINFO info = {};
        what->GetExceptionInfo(&info);
        error = info.bstrDescription ? info.bstrDescription : L"an error without a text";
        SysFreeString(info.bstrSource);
        SysFreeString(info.bstrDescription);
        SysFreeString(info.bstrHelpFile);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE OnEnterScript() override { return S_OK; }
    HRESULT STDMETHODCALLTYPE OnLeaveScript() override { return S_OK; }
};

struct Script {
    Site site;
    Com<IActiveScript> engine;
    Com<IDispatch> globals;
    Script(const wchar_t *language, const wchar_t *text)
    {
        REQUIRE(CoCreateInstance(EngineOf(language), nullptr, CLSCTX_INPROC_SERVER, IID_IActiveScript,
                                 reinterpret_cast<void **>(engine.out())) == S_OK);
        auto parser = engine.query<IActiveScriptParse>(__uuidof(IActiveScriptParse));
        REQUIRE(parser.p);
        REQUIRE(parser->InitNew() == S_OK);
        REQUIRE(engine->SetScriptSite(&site) == S_OK);
        REQUIRE(parser->ParseScriptText(text, nullptr, nullptr, nullptr, 0, 0, SCRIPTTEXT_ISVISIBLE, nullptr,
                                        nullptr) == S_OK);
        REQUIRE(engine->SetScriptState(SCRIPTSTATE_CONNECTED) == S_OK);
        REQUIRE(engine->GetScriptDispatch(nullptr, globals.out()) == S_OK);
    }
    ~Script() { engine->Close(); }
    HRESULT call(const std::wstring &name, DISPPARAMS *params, VARIANT *result)
    {
        DISPID id;
        LPOLESTR names[] = {const_cast<LPOLESTR>(name.c_str())};
        const HRESULT hr = globals->GetIDsOfNames(IID_NULL, names, 1, LOCALE_USER_DEFAULT, &id);
        return hr != S_OK ? hr
                          : globals->Invoke(id, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, params, result, nullptr,
                                            nullptr);
    }
    Var call(const wchar_t *name, std::vector<Var> arguments)
    {
        Arguments given(arguments);
        Var result;
        CHECK(call(std::wstring(name), &given.params, result.out()) == S_OK);
        CHECK(site.error == L"");
        return result;
    }
};

// Each event goes to the script's function of its name, if there is one.
struct ScriptSink : CalledDispatch {
    Script &script;
    Com<ITypeInfo> source;
    LONG references = 1;
    ScriptSink(Script &script, const Com<IPerfectHashJob> &job) : script(script)
    {
        auto provider = job.query<IProvideClassInfo2>(IID_IProvideClassInfo2);
        GUID iid;
        Com<ITypeInfo> classInfo;
        Com<ITypeLib> library;
        UINT index;
        REQUIRE(provider->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, &iid) == S_OK);
        REQUIRE(provider->GetClassInfo(classInfo.out()) == S_OK);
        REQUIRE(classInfo->GetContainingTypeLib(library.out(), &index) == S_OK);
        REQUIRE(library->GetTypeInfoOfGuid(iid, source.out()) == S_OK);
    }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override
    {
        *out = iid == IID_IUnknown || iid == IID_IDispatch ? this : nullptr;
        references += *out != nullptr;
        return *out ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(++references); }
    ULONG STDMETHODCALLTYPE Release() override { return static_cast<ULONG>(--references); }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD, DISPPARAMS *params, VARIANT *result, EXCEPINFO *,
                                     UINT *) override
    {
        Bstr name;
        source->GetDocumentation(id, name.out(), nullptr, nullptr, nullptr);
        return script.call(L"job_" + name.str(), params, result);
    }
};

const wchar_t *const inVbscript =
    L"Dim made, failed, firstFailed, last, state\n"
    L"Sub job_OnProgress(done, lost, total, part)\n"
    L"    last = part\n"
    L"End Sub\n"
    L"Sub job_OnTableCreated(keysPath, tablePath, keys, microseconds, already)\n"
    L"    If keys > 0 And Right(tablePath, 4) = \".pht\" And Not already Then made = made + 1\n"
    L"End Sub\n"
    L"Sub job_OnTableFailed(keysPath, code, message)\n"
    L"    failed = failed + 1\n"
    L"    firstFailed = keysPath\n"
    L"End Sub\n"
    L"Sub job_OnCompleted(what)\n"
    L"    state = what\n"
    L"End Sub\n"
    L"Sub WaitFor(job)\n"
    L"    job.Wait\n"
    L"End Sub\n"
    L"Function Told()\n"
    L"    Told = made & \" \" & failed & \" \" & firstFailed & \" \" & last & \" \" & state\n"
    L"End Function\n";

const wchar_t *const inJscript =
    L"var made = 0, failed = 0, firstFailed, last, state;\n"
    L"function job_OnProgress(done, lost, total, part) { last = part; }\n"
    L"function job_OnTableCreated(keysPath, tablePath, keys, microseconds, already) {\n"
    L"    if (keys > 0 && /\\.pht$/.test(tablePath) && !already) made++;\n"
    L"}\n"
    L"function job_OnTableFailed(keysPath, code, message) { failed++; firstFailed = keysPath; }\n"
    L"function job_OnCompleted(what) { state = what; }\n"
    L"function WaitFor(job) { job.Wait(); }\n"
    L"function Told() { return made + ' ' + failed + ' ' + firstFailed + ' ' + last + ' ' + state; }\n";
}

TEST_CASE("a script hears a job's events while it waits for the job")
{
    for (const bool vbscript : {true, false}) {
        CAPTURE(vbscript);
        Apartment apartment(COINIT_APARTMENTTHREADED);
        KeysFolder folder(15, true);
        auto context = NewContext();
        Script script(vbscript ? L"VBScript" : L"JScript", vbscript ? inVbscript : inJscript);
        auto job = BeginBulk(context, folder);
        ScriptSink sink(script, job);
        const DWORD cookie = Advise(job, &sink);
        Var object;
        V_VT(&object.v) = VT_DISPATCH;
        V_DISPATCH(&object.v) = job.p;
        job->AddRef();
        script.call(L"WaitFor", {object});
        std::wstring told;
        Until([&] {
            const Var text = script.call(L"Told", {});
            told = V_BSTR(&text.v);
            return told == L"15 1 set150bad.keys 1 1";
        });
        CHECK(std::string(told.begin(), told.end()) == "15 1 set150bad.keys 1 1");
        Unadvise(job, cookie);
        CHECK(sink.references == 1);
    }
}
