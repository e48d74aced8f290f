/*
 * Numbers of text keys are compared in slices, by marks first and then by sorts of those whose
 * marks others have made too. These tests prove that two equal numbers are found wherever they
 * are, that different ones are never taken for equal, and that numbers which were made to share
 * their marks are no exception.
 */
#include <doctest/doctest.h>

#include <vector>

#include "chm01/base/rng.h"
#include "chm01/text/text_distinct.h"

namespace {

constexpr uint64_t mixed = 0x9E3779B97F4A7C15, unmixed = 0xF1DE83E19937733D; // whose product is 1

// WorkNo: *twice is the number that occurs twice.
WorkAnswer Compared(std::vector<uint64_t> numbers, uint64_t steps, uint64_t *twice)
{
    std::vector<uint64_t> spare(numbers.size());
    TextDistinct sort;
    TextDistinctBegin(&sort, numbers.data(), spare.data(), numbers.size());
    WorkAnswer answer = WorkMore;
    while (answer == WorkMore) {
        Work work = {steps};
        answer = TextDistinctOn(&sort, &work, twice);
    }
    return answer;
}

void CheckSet(const std::vector<uint64_t> &numbers)
{
    const size_t count = numbers.size();
    for (const uint64_t steps : {uint64_t(1), uint64_t(100), UINT64_MAX}) {
        uint64_t twice = 0;
        CHECK(Compared(numbers, steps, &twice) == WorkYes);
        for (const size_t at : {size_t(0), (count - 1) / 2, count - 2}) {
            if (count < 2)
                continue;
            std::vector<uint64_t> changed = numbers;
            changed[count - 1] = changed[at];
            CHECK(Compared(changed, steps, &twice) == WorkNo);
            CHECK(twice == numbers[at]);
        }
    }
}

} // namespace

TEST_CASE("two equal numbers are found among any numbers, and none where all differ")
{
    static_assert(mixed * unmixed == 1);
    for (const size_t count : {1, 2, 3, 4, 15, 64, 255, 4096, 5000}) {
        std::vector<uint64_t> random, low, high;
        for (uint64_t i = 0; i < count; i++) {
            random.push_back(RngDraw(1, 2, i));
            low.push_back(i * unmixed);          // mixed, their highest bits are zero
            high.push_back((i << 45) * unmixed); // mixed, their lowest bits are
        }
        CheckSet(random);
        CheckSet(low);
        CheckSet(high);
    }
}
