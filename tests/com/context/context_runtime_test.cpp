/*
 * Contexts of a process share the runtime of their options. These tests count threads and work:
 * many contexts have no more workers than one, a context with other options has its own, and a
 * context that comes soon after another finds its workers.
 */
#include "support/com/event_sink.h"

namespace {

double ItemsRun(const Com<IPerfectHashIocpContext> &context)
{
    Com<IPerfectHashStatistics> statistics;
    REQUIRE(context->get_Statistics(statistics.out()) == S_OK);
    return Number(statistics, &IPerfectHashStatistics::get_ItemsRun);
}

// One that has made a table, and so has its runtime.
Com<IPerfectHashIocpContext> ContextOf(LONG maxThreads)
{
    auto context = NewContext();
    REQUIRE(context->put_IocpConcurrency(1) == S_OK);
    REQUIRE(context->put_MaxThreads(maxThreads) == S_OK);
    TableOf(context.p, SomeKeys(1000));
    return context;
}

}

TEST_CASE("contexts with the same options have one pool of workers, one with others has its own")
{
    Apartment apartment;
    const DWORD threads = SettledThreadCount();
    {
        std::vector<Com<IPerfectHashIocpContext>> contexts;
        for (int i = 0; i < 10; i++)
            contexts.push_back(ContextOf(1));
        CHECK(ThreadCount() == threads + 1);
        auto other = ContextOf(2);
        CHECK(ThreadCount() > threads + 1);
        CHECK(ItemsRun(other) < ItemsRun(contexts[0]));
    }
    CHECK(Until([&] { return ThreadCount() == threads; }));
}

TEST_CASE("a loop over short-lived contexts starts no threads")
{
    Apartment apartment;
    double items = 0;
    for (int i = 0; i < 20; i++) {
        const double before = items;
        items = ItemsRun(ContextOf(1));
        CHECK(items > before); // the same runtime has done more
    }
}

TEST_CASE("a context's runtime is its own to choose until its first table")
{
    Apartment apartment;
    auto first = ContextOf(1);
    CHECK(first->put_MaxThreads(2) == PERFECTHASH_E_RUNTIME_STARTED);
    auto second = NewContext(); // another's runtime binds nobody
    CHECK(second->put_MaxThreads(2) == S_OK);
}
