/*
 * The programs tell people how far work is and what it gave. These tests prove how counts, sizes,
 * rates and times are written, where one unit ends and the next begins, and that a line of progress
 * leaves out the bar, the bytes and the keys, in this order, where it has no room for them.
 */
#include "jobs/text/progress_text.h"
#include "support/text_check.h"

namespace {

template <typename... Arguments> WideText Of(void (*add)(TextLine *, Arguments...), Arguments... arguments)
{
    wchar_t text[200];
    TextLine line = TextLineIn(text, 200);
    add(&line, arguments...);
    return text;
}

WideText Count(uint64_t count)
{
    return Of<uint64_t, const wchar_t *>(ProgressAddCount, count, L"table");
}

WideText Bytes(uint64_t bytes)
{
    return Of<uint64_t>(ProgressAddBytes, bytes);
}

WideText Rate(uint64_t count, uint64_t milliseconds)
{
    return Of<uint64_t, uint64_t, const wchar_t *>(ProgressAddRate, count, milliseconds, L"keys");
}

WideText Time(uint64_t microseconds)
{
    return Of<uint64_t>(ProgressAddTime, microseconds);
}

WideText Line(const ProgressFigures &figures, size_t columns)
{
    return Of<const ProgressFigures *, size_t>(ProgressWrite, &figures, columns);
}

} // namespace

TEST_CASE("one is singular, and none is plural")
{
    CHECK(Count(0) == L"0 tables");
    CHECK(Count(1) == L"1 table");
    CHECK(Count(2) == L"2 tables");
}

TEST_CASE("a size has two digits at least, and the next unit where it would have four")
{
    const struct {
        uint64_t bytes;
        const wchar_t *text;
    } sizes[] = {
        {0, L"0 bytes"},     {1, L"1 byte"},      {999, L"999 bytes"},    {1000, L"1.0 kB"},
        {1049, L"1.0 kB"},   {1051, L"1.1 kB"},   {99949, L"99.9 kB"},    {99951, L"100 kB"},
        {999499, L"999 kB"}, {999501, L"1.0 MB"}, {34500000, L"34.5 MB"}, {UINT64_MAX, L"18.4 EB"},
    };
    for (const auto &size : sizes)
        CHECK(Bytes(size.bytes) == size.text);
}

TEST_CASE("a rate is one a second, also over no time")
{
    CHECK(Rate(0, 1000) == L"0.0 keys/s");
    CHECK(Rate(2, 5000) == L"0.4 keys/s");
    CHECK(Rate(120, 10000) == L"12.0 keys/s");
    CHECK(Rate(812, 1000) == L"812 keys/s");
    CHECK(Rate(1200, 1) == L"1.2 M keys/s");
    CHECK(Rate(3, 0) == L"3.0 k keys/s");
}

TEST_CASE("a time has the unit that people would take")
{
    CHECK(Time(0) == L"0.0 ms");
    CHECK(Time(310) == L"0.3 ms");
    CHECK(Time(310000) == L"310 ms");
    CHECK(Time(999499) == L"999 ms");
    CHECK(Time(999500) == L"1.0 s");
    CHECK(Time(59949999) == L"59.9 s");
    CHECK(Time(59950000) == L"1 min 0 s");
    CHECK(Time(252000000) == L"4 min 12 s");
    CHECK(Time(3599600000) == L"1 h 0 min");
    CHECK(Time(7540000000) == L"2 h 5 min");
}

TEST_CASE("of one table a line tells how long it has taken")
{
    ProgressFigures one = {};
    one.total = 1;
    one.fraction = 0.42;
    one.milliseconds = 12900;
    CHECK(Line(one, 80) == L"[###########.............] 42 %, 12 s");
    one.milliseconds = 252000;
    CHECK(Line(one, 30) == L"[#####......] 42 %, 4 min 12 s");
    CHECK(Line(one, 20) == L"42 %, 4 min 12 s");
    CHECK(Line(one, 6) == L"42 %, ");
}

TEST_CASE("of many tables a line tells how fast they come, and when the last will")
{
    ProgressFigures many = {};
    many.total = 20000;
    CHECK(Line(many, 80) == L"[........................] 0 of 20000 tables");
    many.completed = 1234;
    many.failed = 2;
    many.milliseconds = 1500;
    many.keys = 1800000;
    many.bytes = 34500000;
    many.fraction = 0.0617;
    const WideText start = L"1234 of 20000 tables, 2 failed, 821 tables/s", left = L", 23 s left";
    CHECK(Line(many, 110) == L"[##......................] " + start + L", 1.2 M keys/s, 34.5 MB" + left);
    CHECK(Line(many, 90) == L"[#........] " + start + L", 1.2 M keys/s, 34.5 MB" + left);
    CHECK(Line(many, 88) == start + L", 1.2 M keys/s, 34.5 MB" + left);
    CHECK(Line(many, 77) == start + L", 1.2 M keys/s" + left);
    CHECK(Line(many, 60) == start + left);
    CHECK(Line(many, 20) == L"1234 of 20000 tables");
}

TEST_CASE("a run whose files all failed has no rate of tables")
{
    ProgressFigures failed = {};
    failed.total = 3;
    failed.completed = failed.failed = 2;
    failed.milliseconds = 4000;
    failed.fraction = 2.0 / 3;
    CHECK(Line(failed, 40) == L"2 of 3 tables, 2 failed, 2 s left");
}
