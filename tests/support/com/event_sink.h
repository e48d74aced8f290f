// A sink of a job's events, or of a server's, as clients have them, which notes what it hears and
// on which thread; and how to connect it.
#pragma once
#include <ocidl.h>
#include <olectl.h>

#include <functional>
#include <mutex>

#include "support/com/fixture.h"

enum : DISPID { Progress = 1, TableCreated, TableFailed, Completed };
enum : DISPID { Log = 1, Stopped }; // of a server

struct Heard {
    DISPID event;
    DWORD thread;
    std::vector<Var> arguments; // in their written order
    std::wstring text(size_t i) const { return V_BSTR(&arguments[i].v) ? V_BSTR(&arguments[i].v) : L""; }
    double number(size_t i) const { return V_R8(&arguments[i].v); }
    LONG whole(size_t i) const { return V_I4(&arguments[i].v); }
};

// An IDispatch that is only called, by the ids of a known interface: it tells nothing of itself.
struct CalledDispatch : IDispatch {
    HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT *count) override
    {
        *count = 0;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo **) override { return DISP_E_BADINDEX; }
    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR *, UINT, LCID, DISPID *) override
    {
        return DISP_E_UNKNOWNNAME;
    }
};

class EventSink : public CalledDispatch {
public:
    enum Kind { Agile, Bound }; // may be called by any thread; belongs to its apartment
    // named: it answers for the events' own IID too, else for IDispatch alone.
    explicit EventSink(Kind kind, bool named = true) : kind(kind), named(named) {}
    EventSink(const EventSink &) = delete;
    EventSink &operator=(const EventSink &) = delete;
    virtual ~EventSink() { CHECK(references == 1); }

    std::function<HRESULT(const Heard &)> on; // runs in the call; what it answers is the call's answer
    // Runs once, in the first call for this event.
    void onFirst(DISPID event, const std::function<void()> &run);
    std::vector<Heard> heard() const
    {
        const std::lock_guard<std::mutex> guard(mutex);
        return events;
    }
    std::vector<Heard> heard(DISPID event) const;
    size_t count(DISPID event) const { return heard(event).size(); }
    bool completed() const { return count(Completed) != 0; }
    ULONG held() const { return static_cast<ULONG>(references); } // 1: by nobody else

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override;
    ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(InterlockedIncrement(&references)); }
    ULONG STDMETHODCALLTYPE Release() override { return static_cast<ULONG>(InterlockedDecrement(&references)); }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD flags, DISPPARAMS *params, VARIANT *,
                                     EXCEPINFO *exception, UINT *) override;

private:
    const Kind kind;
    const bool named;
    volatile LONG references = 1;
    mutable std::mutex mutex;
    std::vector<Heard> events;
};

Com<IConnectionPoint> PointOf(IUnknown *job);
DWORD Advise(const Com<IPerfectHashJob> &job, IUnknown *sink);
void Unadvise(const Com<IPerfectHashJob> &job, DWORD cookie);

// Connects the sink and waits until it has heard of the job's end. Returns the cookie.
DWORD HearToTheEnd(const Com<IPerfectHashJob> &job, EventSink &sink);

// In the end nobody else holds the sinks.
void CheckLetGo(std::initializer_list<const EventSink *> sinks);

// Goes on with the thread's messages, if it has any, until it is so; false: not within a time that
// is long enough.
bool Until(const std::function<bool()> &so, DWORD milliseconds = PatienceMs);
