/*
 * These tests prove the order in a line of producers that wait, on one thread. A producer that
 * finds what it needs takes it at once. The others are served in their order, and a line that
 * closes gives out all of them. model_test.cpp and threads_test.cpp use several threads.
 */
#include <doctest/doctest.h>

#include <vector>

#include "runtime/pure/parking.h"

namespace {

int available, locks;

struct Line {
    Parking parking = {};
    Parked producers[4] = {};

    explicit Line(int there)
    {
        available = there;
        locks = 0;
        parking.lock = [](Parking *) { CHECK(++locks == 1); };
        parking.unlock = [](Parking *) { CHECK(--locks == 0); };
        parking.take = [](Parking *, Parked *) { return available > 0 ? available-- : 0; };
    }

    ParkingResult Take(int number) { return ParkingTake(&parking, &producers[number]); }

    // The numbers of the producers that are linked from `first` on.
    std::vector<int> Numbers(const Parked *first) const
    {
        std::vector<int> numbers;
        for (const Parked *at = first; at; at = at->next)
            numbers.push_back(static_cast<int>(at - producers));
        return numbers;
    }

    std::vector<int> Serve(int there)
    {
        available += there;
        return Numbers(ParkingServe(&parking));
    }
};

using Numbers = std::vector<int>;

} // namespace

TEST_CASE("who finds it there takes it, and who does not is parked")
{
    Line line(1);
    CHECK(line.Take(0) == ParkingTaken);
    CHECK(line.parking.announced == 0);
    CHECK(line.Serve(0) == Numbers{});
    CHECK(line.Take(1) == ParkingParked);
    CHECK(line.parking.announced == 1);
}

TEST_CASE("those in line are served in their order, and none overtakes them")
{
    Line line(0);
    for (int number = 0; number < 3; number++)
        CHECK(line.Take(number) == ParkingParked);
    CHECK(line.Serve(0) == Numbers{});
    CHECK(line.Serve(2) == Numbers{0, 1});
    available = 1;
    CHECK(line.Take(3) == ParkingParked);
    CHECK(line.Serve(0) == Numbers{2});
    CHECK(line.Serve(1) == Numbers{3});
    CHECK(line.parking.announced == 0);
    CHECK(line.Take(0) == ParkingParked);
    CHECK(line.Serve(1) == Numbers{0});
}

TEST_CASE("one who leaves the line, wherever it stands, is not served, and the others are")
{
    for (int leaver = 0; leaver < 3; leaver++) {
        Line line(0);
        for (int number = 0; number < 3; number++)
            line.Take(number);
        CHECK(ParkingLeave(&line.parking, &line.producers[3]) == 0);
        CHECK(ParkingLeave(&line.parking, &line.producers[leaver]) == 1);
        CHECK(ParkingLeave(&line.parking, &line.producers[leaver]) == 0);
        CHECK(line.parking.announced == 2);
        CHECK(line.Take(3) == ParkingParked);
        Numbers left;
        for (int number = 0; number < 4; number++)
            if (number != leaver)
                left.push_back(number);
        CHECK(line.Serve(4) == left);
    }
}

TEST_CASE("a line that closes gives out all who are in it, and takes nobody any more")
{
    Line line(0);
    line.Take(0);
    line.Take(1);
    CHECK(line.Numbers(ParkingClose(&line.parking)) == Numbers{0, 1});
    CHECK(line.parking.announced == 0);
    available = 1;
    CHECK(line.Take(2) == ParkingClosed);
    CHECK(line.parking.announced == 0);
    CHECK(available == 1);
    CHECK(ParkingClose(&line.parking) == nullptr);
}
