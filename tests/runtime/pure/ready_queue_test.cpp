#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "runtime/pure/ready_queue.h"

namespace {

struct Named {
    ReadyEntry entry;
    std::string name;
};

std::string Take(ReadyQueue &queue, int bulkAllowed = 1)
{
    ReadyEntry *entry = ReadyQueueTake(&queue, bulkAllowed);
    return entry ? reinterpret_cast<Named *>(entry)->name : "";
}

} // namespace

TEST_CASE("requests of one kind take turns, interactive ones first")
{
    Named a = {{nullptr, ReadyInteractive}, "a"}, b = {{nullptr, ReadyInteractive}, "b"},
          z = {{nullptr, ReadyBulk}, "z"};
    ReadyQueue queue = {};
    CHECK(Take(queue) == "");
    ReadyQueueAdd(&queue, &z.entry);
    ReadyQueueAdd(&queue, &a.entry);
    ReadyQueueAdd(&queue, &b.entry);
    CHECK(Take(queue) == "a");
    ReadyQueueAdd(&queue, &a.entry);
    CHECK(Take(queue) == "b");
    CHECK(Take(queue) == "a");
    CHECK(Take(queue, 0) == "");
    CHECK(Take(queue) == "z");
    CHECK(Take(queue) == "");
}

TEST_CASE("a request is taken out of its line wherever it stands")
{
    for (int gone = 0; gone < 3; gone++) {
        CAPTURE(gone);
        Named requests[] = {{{nullptr, ReadyBulk}, "0"}, {{nullptr, ReadyBulk}, "1"}, {{nullptr, ReadyBulk}, "2"}},
              late = {{nullptr, ReadyBulk}, "3"};
        ReadyQueue queue = {};
        std::string expected, taken;
        for (int i = 0; i < 3; i++) {
            ReadyQueueAdd(&queue, &requests[i].entry);
            expected += i == gone ? "" : requests[i].name;
        }
        ReadyQueueRemove(&queue, &requests[gone].entry);
        ReadyQueueAdd(&queue, &late.entry); // the line's end is where it should be
        for (std::string name; !(name = Take(queue)).empty();)
            taken += name;
        CHECK(taken == expected + "3");
    }
    Named only = {{nullptr, ReadyInteractive}, "only"};
    ReadyQueue queue = {};
    ReadyQueueAdd(&queue, &only.entry);
    ReadyQueueRemove(&queue, &only.entry);
    CHECK(Take(queue) == "");
    ReadyQueueAdd(&queue, &only.entry);
    CHECK(Take(queue) == "only");
}

TEST_CASE("nobody starves: each request is served within the bound, whatever the mix")
{
    std::mt19937 random(7);
    for (int round = 0; round < 200; round++) {
        const int interactive = static_cast<int>(random() % 8), bulk = static_cast<int>(random() % 8);
        std::vector<Named> requests;
        for (int i = 0; i < interactive + bulk; i++)
            requests.push_back({{nullptr, i < interactive ? ReadyInteractive : ReadyBulk}, std::to_string(i)});
        ReadyQueue queue = {};
        std::map<std::string, int> waited;
        for (Named &request : requests)
            ReadyQueueAdd(&queue, &request.entry);
        // All have endless work: each that is served comes back to its line.
        const int bulkBound = (ReadyInteractiveShare + 1) * bulk,
                  interactiveBound = interactive + interactive / ReadyInteractiveShare + 1;
        int bulkServed = 0;
        const int takes = 1000;
        for (int take = 0; take < takes && !requests.empty(); take++) {
            ReadyEntry *entry = ReadyQueueTake(&queue, 1);
            REQUIRE(entry);
            bulkServed += entry->kind == ReadyBulk;
            for (Named &request : requests) {
                int &since = waited[request.name];
                since = &request.entry == entry ? 0 : since + 1;
                REQUIRE(since <
                        (request.entry.kind == ReadyBulk ? bulkBound : interactiveBound) + (requests.size() == 1));
            }
            ReadyQueueAdd(&queue, entry);
        }
        if (interactive && bulk)
            CHECK(bulkServed == takes / (ReadyInteractiveShare + 1));
    }
}

TEST_CASE("an interactive request is served at once, however many bulk requests wait")
{
    std::vector<Named> bulk(1000, {{nullptr, ReadyBulk}, "bulk"});
    Named one = {{nullptr, ReadyInteractive}, "one"};
    ReadyQueue queue = {};
    for (Named &request : bulk)
        ReadyQueueAdd(&queue, &request.entry);
    for (int i = 0; i < 100; i++)
        CHECK(Take(queue) == "bulk");
    ReadyQueueAdd(&queue, &one.entry);
    CHECK(Take(queue) == "one");
}
