#include "support/com/event_sink.h"

void EventSink::onFirst(DISPID event, const std::function<void()> &run)
{
    on = [=, ran = false](const Heard &one) mutable {
        if (one.event == event && !ran) {
            ran = true;
            run();
        }
        return S_OK;
    };
}

std::vector<Heard> EventSink::heard(DISPID event) const
{
    std::vector<Heard> found;
    for (const Heard &one : heard())
        if (one.event == event)
            found.push_back(one);
    return found;
}

HRESULT EventSink::QueryInterface(REFIID iid, void **out)
{
    const bool known = iid == IID_IUnknown || iid == IID_IDispatch || (kind == Agile && iid == IID_IAgileObject) ||
                       (named && iid == DIID__IPerfectHashJobEvents);
    *out = known ? static_cast<IDispatch *>(this) : nullptr;
    if (known)
        AddRef();
    return known ? S_OK : E_NOINTERFACE;
}

HRESULT EventSink::Invoke(DISPID id, REFIID, LCID, WORD flags, DISPPARAMS *params, VARIANT *, EXCEPINFO *exception,
                          UINT *)
{
    static const std::vector<VARTYPE> types[] = {{},
                                                 {VT_R8, VT_R8, VT_R8, VT_R8},
                                                 {VT_BSTR, VT_BSTR, VT_R8, VT_R8, VT_BOOL},
                                                 {VT_BSTR, VT_I4, VT_BSTR},
                                                 {VT_I4}};
    static const std::vector<VARTYPE> line = {VT_BSTR}, end; // events of a server
    Heard one = {id, GetCurrentThreadId(), {}};
    if (id < Progress || id > Completed)
        return DISP_E_MEMBERNOTFOUND;
    const std::vector<VARTYPE> &wanted = id == Log && params->cArgs == 1       ? line
                                         : id == Stopped && params->cArgs == 0 ? end
                                                                               : types[id];
    if (!(flags & DISPATCH_METHOD) || params->cArgs != wanted.size() || params->cNamedArgs)
        return DISP_E_BADPARAMCOUNT;
    for (UINT i = 0; i < params->cArgs; i++) {
        one.arguments.emplace_back();
        VariantCopy(one.arguments[i].out(), &params->rgvarg[params->cArgs - 1 - i]);
        if (V_VT(&one.arguments[i].v) != wanted[i])
            return DISP_E_TYPEMISMATCH;
    }
    {
        const std::lock_guard<std::mutex> guard(mutex);
        events.push_back(one);
    }
    const HRESULT hr = on ? on(one) : S_OK;
    if (hr == DISP_E_EXCEPTION && exception) {
        exception->scode = E_FAIL;
        exception->bstrSource = SysAllocString(L"a sink");
        exception->bstrDescription = SysAllocString(L"it throws");
    }
    return hr;
}

Com<IConnectionPoint> PointOf(IUnknown *job)
{
    Com<IConnectionPointContainer> container;
    Com<IConnectionPoint> point;
    REQUIRE(job->QueryInterface(IID_IConnectionPointContainer, reinterpret_cast<void **>(container.out())) == S_OK);
    REQUIRE(container->FindConnectionPoint(DIID__IPerfectHashJobEvents, point.out()) == S_OK);
    return point;
}

DWORD Advise(const Com<IPerfectHashJob> &job, IUnknown *sink)
{
    DWORD cookie = 0;
    CHECK(PointOf(job.p)->Advise(sink, &cookie) == S_OK);
    CHECK(cookie != 0);
    return cookie;
}

void Unadvise(const Com<IPerfectHashJob> &job, DWORD cookie)
{
    CHECK(PointOf(job.p)->Unadvise(cookie) == S_OK);
}

bool Until(const std::function<bool()> &so, DWORD milliseconds)
{
    const ULONGLONG end = GetTickCount64() + milliseconds;
    while (!so()) {
        if (GetTickCount64() > end)
            return false;
        MsgWaitForMultipleObjects(0, nullptr, FALSE, 5, QS_ALLINPUT);
        MSG message;
        while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
    return true;
}

DWORD HearToTheEnd(const Com<IPerfectHashJob> &job, EventSink &sink)
{
    const DWORD cookie = Advise(job, &sink);
    REQUIRE(Until([&] { return sink.completed(); }));
    return cookie;
}

void CheckLetGo(std::initializer_list<const EventSink *> sinks)
{
    for (const EventSink *sink : sinks)
        CHECK(Until([&] { return sink->held() == 1; }));
}

DWORD SettledThreadCount()
{
    const Server server;
    const auto canUnloadNow = server.get<CanUnloadNow>("DllCanUnloadNow");
    REQUIRE(Until([&] { return canUnloadNow() == S_OK; }));
    DWORD before = 0;
    REQUIRE(Until([&] {
        const DWORD last = before;
        before = ThreadCount();
        return before == last;
    }));
    return before;
}
