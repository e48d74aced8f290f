/*
 * These tests prove that an object leaves a list from wherever it stands. Those who stay keep their
 * order, forwards and backwards.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "runtime/pure/list.h"

TEST_CASE("objects leave a list in any order, and the others stay in theirs")
{
    std::vector<int> leaves = {0, 1, 2, 3};
    do {
        List list = {};
        ListLink links[4];
        std::vector<ListLink *> left;
        for (ListLink &link : links) {
            ListAdd(&list, &link);
            left.insert(left.begin(), &link);
        }
        for (const int leaver : leaves) {
            ListRemove(&list, &links[leaver]);
            left.erase(std::find(left.begin(), left.end(), &links[leaver]));
            const ListLink *at = list.first, *before = nullptr;
            for (ListLink *const wanted : left) {
                REQUIRE(at == wanted);
                CHECK(at->previous == before);
                before = at;
                at = at->next;
            }
            CHECK(at == nullptr);
        }
    } while (std::next_permutation(leaves.begin(), leaves.end()));
}

TEST_CASE("an object that has left a list comes again, at the front")
{
    List list = {};
    ListLink one, two;
    ListAdd(&list, &one);
    ListAdd(&list, &two);
    ListRemove(&list, &one);
    ListAdd(&list, &one);
    CHECK(list.first == &one);
    CHECK(one.next == &two);
    CHECK(two.previous == &one);
    CHECK(two.next == nullptr);
}
