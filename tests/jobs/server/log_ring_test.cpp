/*
 * These tests prove what a listener of a server's log hears. It hears every line once, in order,
 * and the end of the server as no line. A listener that is slower than the ring hears how many
 * lines it missed, and then the oldest of those that are kept.
 */
#include "jobs/server/log_ring.h"

#include <memory>

#include "jobs/text/text.h"
#include "support/jobs/fixture.h"

namespace {

struct Ring {
    std::unique_ptr<LogRing> ring{new LogRing()};
    ULONGLONG told = 0;
    ~Ring() { LogRingFree(ring.get()); }
    void put(const std::wstring &line) { TextFree(LogRingPut(ring.get(), TextCopy(line.c_str()))); }
    // What the listener hears next: a line, "end", or "nothing".
    std::wstring next()
    {
        wchar_t *line = nullptr;
        BOOL stopped = FALSE;
        if (!LogRingNext(ring.get(), &told, &line, &stopped))
            return L"nothing";
        const std::wstring heard = stopped ? L"end" : line != nullptr ? line : L"no memory";
        TextFree(line);
        return heard;
    }
};

} // namespace

TEST_CASE("a listener hears every line once, and the end")
{
    Ring ring;
    CHECK(ring.next() == L"nothing");
    ring.put(L"one");
    ring.put(L"two");
    CHECK(LogRingPut(ring.ring.get(), nullptr) == nullptr);
    CHECK(ring.next() == L"one");
    CHECK(ring.next() == L"two");
    CHECK(ring.next() == L"end");
    CHECK(ring.next() == L"nothing");
}

TEST_CASE("a slow listener hears how many lines it missed")
{
    Ring ring;
    for (int i = 0; i < LogRingLines + 3; i++)
        ring.put(std::to_wstring(i));
    CHECK(ring.next() == L"(3 lines are left out)");
    for (int i = 3; i < LogRingLines + 3; i++)
        CHECK(ring.next() == std::to_wstring(i));
    CHECK(ring.next() == L"nothing");
}
