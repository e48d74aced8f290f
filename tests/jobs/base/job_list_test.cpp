/*
 * These tests prove that a list of jobs takes what pages hold and nothing else. Jobs come in the
 * order of their ids; a page that is malformed, or goes back, is refused. A name can't forge a
 * line. Without memory nothing is lost but the page.
 */
#include "jobs/base/job_list.h"

#include "jobs/base/user_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "support/jobs/fixture.h"
#include "support/out_of_memory.h"

namespace {

void PutJob(Bytes &page, uint64_t id, const std::wstring &input, uint32_t step = JobStepSolve)
{
    JobEntry entry = {};
    entry.id = id;
    entry.kind = 1;
    entry.step = step;
    entry.input = {input.c_str(), static_cast<uint32_t>(input.size())};
    const size_t at = page.size();
    page.resize(at + 1000);
    page.resize(at + JobEntryEncode(&entry, page.data() + at, 1000));
}

Bytes Page(const std::vector<uint64_t> &ids, bool more = false)
{
    Bytes page(JobPageHeadBytes);
    JobPageHeadEncode(static_cast<uint32_t>(ids.size()), more, page.data());
    for (const uint64_t id : ids)
        PutJob(page, id, L"D:\\" + std::to_wstring(id));
    return page;
}

struct List {
    JobList *list = JobListCreate();
    BOOL more = FALSE;
    ~List() { JobListRelease(list); }
    DWORD add(const Bytes &page) { return JobListAdd(list, page.data(), page.size(), &more); }
};

} // namespace

TEST_CASE("a list has the jobs of all its pages, by their ids")
{
    List of;
    REQUIRE(of.list != nullptr);
    CHECK(JobListLast(of.list) == 0);
    CHECK(of.add(Page({1, 5}, true)) == ERROR_SUCCESS);
    CHECK(of.more);
    CHECK(JobListLast(of.list) == 5);
    std::vector<uint64_t> others;
    for (uint64_t id = 6; id < 60; id++)
        others.push_back(id);
    CHECK(of.add(Page(others)) == ERROR_SUCCESS);
    CHECK_FALSE(of.more);
    REQUIRE(of.list->count == 56);
    CHECK(std::wstring(of.list->items[1].input) == L"D:\\5");
    CHECK(std::wstring(of.list->items[55].input) == L"D:\\59");
    CHECK(std::wstring(of.list->items[0].step) == L"solve");
    CHECK(std::wstring(of.list->items[0].output).empty());
    JobListRelease(nullptr);
}

TEST_CASE("a page that goes back, is cut off or has more than it says is refused")
{
    for (const std::vector<uint64_t> &ids : {std::vector<uint64_t>{7, 6}, {7, 7}, {5}, {4, 9}}) {
        List of;
        CHECK(of.add(Page({5})) == ERROR_SUCCESS);
        CHECK(of.add(Page(ids)) == ERROR_INVALID_DATA);
    }
    List of;
    Bytes page = Page({1, 2});
    page.pop_back();
    CHECK(of.add(page) == ERROR_INVALID_DATA);
    page = Page({3, 4});
    page.push_back(0);
    CHECK(of.add(page) == ERROR_INVALID_DATA);
    CHECK(of.add({}) == ERROR_INVALID_DATA);
}

TEST_CASE("a name with line ends in it is on one line, and a step of a later server has its number")
{
    List of;
    Bytes page(JobPageHeadBytes);
    JobPageHeadEncode(1, 0, page.data());
    PutJob(page, 1, L"a\r\njob 7", 40000);
    REQUIRE(of.add(page) == ERROR_SUCCESS);
    CHECK(std::wstring(of.list->items[0].input) == L"a??job 7");
    CHECK(std::wstring(of.list->items[0].step) == L"step 40000");
}

TEST_CASE("a user has a name, and one who has none is his SID")
{
    const struct {
        const wchar_t *sid;
        bool named;
    } users[] = {{L"S-1-5-18", true}, {L"S-1-5-21-1-2-3-4", false}, {L"nobody", false}, {L"", false}};
    for (const auto &each : users) {
        wchar_t *name = UserName(each.sid);
        REQUIRE(name != nullptr);
        CHECK((std::wstring(name) != each.sid) == each.named);
        TextFree(name);
    }
}

#ifndef NDEBUG
TEST_CASE("without memory a list refuses the page, and keeps what it has")
{
    const Bytes page = Page({1, 2, 3});
    bool reached = true;
    for (long n = 1; reached; n++) {
        CAPTURE(n);
        OutOfMemory out(n);
        JobList *list = JobListCreate();
        BOOL more;
        const DWORD error =
            list != nullptr ? JobListAdd(list, page.data(), page.size(), &more) : ERROR_NOT_ENOUGH_MEMORY;
        reached = out.Reached();
        CHECK(error == (reached ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS));
        CHECK((list == nullptr || list->count == JobListLast(list)));
        JobListRelease(list);
    }
}
#endif
