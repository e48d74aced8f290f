// What tests of hazards share: an event to wait for in a sink, and the end of a test.
#pragma once
#include "support/com/event_sink.h"

struct Event {
    HANDLE handle = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ~Event() { CloseHandle(handle); }
    void set() const { SetEvent(handle); }
    bool wait(DWORD milliseconds = 30000) const { return WaitForSingleObject(handle, milliseconds) == WAIT_OBJECT_0; }
};

// At the end nothing is left that keeps the server: no object, and no thread, which would be a reason too.
struct NothingLeft {
    Server server;
    ~NothingLeft() { CHECK(Until([this] { return server.get<CanUnloadNow>("DllCanUnloadNow")() == S_OK; })); }
};
