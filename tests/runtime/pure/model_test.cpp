/*
 * These tests compile rundown.c, in_flight.c and parking.c with a scheduler before each atomic
 * operation. They run two and three actors through every possible interleaving. So they prove that
 * a rundown finishes once and after all, and that no parked producer is lost or served twice. The
 * last test proves that a protocol with a hole is found.
 */
#include <doctest/doctest.h>

#include "support/runtime/interleave.h"

#define ATOMIC_STEP() InterleaveStep()
#define RundownInit ModelRundownInit
#define RundownHold ModelRundownHold
#define RundownTryHold ModelRundownTryHold
#define RundownRelease ModelRundownRelease
#define RundownRearm ModelRundownRearm
#define InFlightEnter ModelInFlightEnter
#define InFlightLeave ModelInFlightLeave
#define ParkingTake ModelParkingTake
#define ParkingServe ModelParkingServe
#define ParkingLeave ModelParkingLeave
#define ParkingClose ModelParkingClose
#include "runtime/pure/in_flight.c"
#include "runtime/pure/parking.c"
#include "runtime/pure/rundown.c"

namespace {

using Actors = std::vector<std::function<void()>>;

// There are millions of these: only one that fails is worth doctest's time.
void Must(bool holds, const char *what)
{
    if (!holds)
        FAIL(what);
}

struct Composite {
    Rundown rundown;
    InFlight inFlight[2];
    int finishes, finishedWith;
    bool submitted[2];
};

Composite composite;

void Reset()
{
    composite = {};
    RundownInit(&composite.rundown, [](Rundown *rundown) {
        composite.finishes++;
        composite.finishedWith = static_cast<int>(rundown->count);
        // As if freed: whoever touches it from now on brings it out of zero.
        rundown->count = 1000;
    });
    for (InFlight &inFlight : composite.inFlight)
        inFlight.rundown = &composite.rundown;
}

void CheckFinishedOnce()
{
    Must(composite.finishes == 1, "finished once");
    Must(composite.finishedWith == 0, "finished at zero");
    Must(composite.rundown.count == 1000, "nobody touches it after the finish");
}

void Submit(int child)
{
    Interleave::Step();
    composite.submitted[child] = true;
}

std::function<void()> Child(int child)
{
    return [child] {
        Interleave::Until([child] { return composite.submitted[child]; });
        RundownRelease(&composite.rundown);
    };
}

} // namespace

TEST_CASE("model: a composite with two children finishes once, after all, and is not touched again")
{
    const auto runs = Interleave::Explore(
        [] {
            Reset();
            return Actors{[] {
                              for (int child = 0; child < 2; child++) {
                                  RundownHold(&composite.rundown);
                                  Submit(child);
                              }
                              RundownRelease(&composite.rundown);
                          },
                          Child(0), Child(1)};
        },
        CheckFinishedOnce);
    CHECK(runs > 10);
}

TEST_CASE("model: a child whose submit fails gives its hold back at once")
{
    const auto runs = Interleave::Explore(
        [] {
            Reset();
            return Actors{[] {
                              RundownHold(&composite.rundown);
                              Submit(0);
                              RundownHold(&composite.rundown);
                              RundownRelease(&composite.rundown);
                              RundownRelease(&composite.rundown);
                          },
                          Child(0)};
        },
        CheckFinishedOnce);
    CHECK(runs > 3);
}

TEST_CASE("model: who tries to hold gets in before the finish or not at all")
{
    static int got[2], heldAtFinish;
    const auto runs = Interleave::Explore(
        [] {
            composite = {};
            got[0] = got[1] = heldAtFinish = 0;
            RundownInit(&composite.rundown, [](Rundown *) {
                composite.finishes++;
                heldAtFinish = got[0] + got[1];
            });
            const auto visitor = [](int who) {
                return [who] {
                    if (RundownTryHold(&composite.rundown)) {
                        got[who]++;
                        Interleave::Step();
                        got[who]--;
                        RundownRelease(&composite.rundown);
                    }
                };
            };
            return Actors{[] { RundownRelease(&composite.rundown); }, visitor(0), visitor(1)};
        },
        [] {
            Must(composite.finishes == 1, "finished once");
            Must(heldAtFinish == 0, "nobody is in at the finish");
            Must(composite.rundown.count == 0, "all holds are gone");
        });
    CHECK(runs > 100);
}

TEST_CASE("model: nodes hold the rundown while anything is in flight")
{
    // Two items on node 0, one of which goes on to node 1; the starter's hold goes meanwhile.
    const auto runs = Interleave::Explore(
        [] {
            Reset();
            InFlightEnter(&composite.inFlight[0]);
            return Actors{[] {
                              InFlightEnter(&composite.inFlight[0]);
                              Submit(0);
                              RundownRelease(&composite.rundown);
                          },
                          [] {
                              InFlightEnter(&composite.inFlight[1]);
                              InFlightLeave(&composite.inFlight[0]);
                              InFlightLeave(&composite.inFlight[1]);
                          },
                          [] {
                              Interleave::Until([] { return composite.submitted[0]; });
                              InFlightLeave(&composite.inFlight[0]);
                          }};
        },
        CheckFinishedOnce);
    CHECK(runs > 100);
}

namespace {

struct Producer {
    Parked parked;
    ParkingResult result;
    int resumed, closed;
};

// A pool of units: one who has a unit gives it back without a lock, one who wants it may be parked.
struct Units {
    Parking parking;
    AtomicLong free;
    bool locked;
    Producer producers[2];
};

Units units;

Producer *ProducerOf(Parked *parked)
{
    return reinterpret_cast<Producer *>(parked);
}

// One atomic step, as a pop from the list of free buffers is.
bool Grab()
{
    Interleave::Step();
    if (units.free == 0)
        return false;
    units.free = units.free - 1;
    return true;
}

void ResetUnits(long free)
{
    units = {};
    units.free = free;
    units.parking.lock = [](Parking *) {
        Interleave::Until([] { return !units.locked; });
        units.locked = true;
    };
    units.parking.unlock = [](Parking *) {
        Interleave::Step();
        units.locked = false;
    };
    units.parking.take = [](Parking *, Parked *) { return Grab() ? 1 : 0; };
}

void GiveBack()
{
    AtomicIncrement(&units.free);
    for (Parked *served = ParkingServe(&units.parking); served;) {
        Producer *producer = ProducerOf(served);
        served = served->next;
        producer->resumed++;
    }
}

std::function<void()> Produce(int who)
{
    return [who] {
        Producer *producer = &units.producers[who];
        producer->result = ParkingTake(&units.parking, &producer->parked);
    };
}

int Has(const Producer &producer)
{
    return (producer.result == ParkingTaken ? 1 : 0) + producer.resumed;
}

// What must hold when everybody has done his step: units are neither lost nor doubled, and nobody
// waits while one is free.
void CheckUnits(long total, long takenByOthers)
{
    long has = takenByOthers;
    bool waits = false;
    for (const Producer &producer : units.producers) {
        Must(Has(producer) <= 1, "one unit each");
        Must(producer.resumed + producer.closed <= (producer.result == ParkingParked ? 1 : 0),
             "one answer each, and only to who is parked");
        has += Has(producer);
        waits = waits || (producer.result == ParkingParked && !producer.resumed && !producer.closed);
    }
    Must(has + units.free == total, "no unit is lost or doubled");
    Must(!waits || units.free == 0, "nobody waits while a unit is free");
    Must(waits == (units.parking.first != nullptr), "who waits is in line");
    Must((units.parking.announced > 0) == waits, "who waits is announced");
}

void ResetToOneProducer()
{
    ResetUnits(0);
    units.producers[1].result = ParkingClosed;
}

void CheckTheProducerGotIt(long total)
{
    CheckUnits(total, 0);
    Must(Has(units.producers[0]) == 1, "the producer got it");
}

} // namespace

TEST_CASE("model: a producer that parks is resumed by what comes back at the same moment")
{
    const auto runs = Interleave::Explore(
        [] {
            ResetToOneProducer();
            return Actors{Produce(0), GiveBack};
        },
        [] { CheckTheProducerGotIt(1); });
    CHECK(runs > 10);
}

TEST_CASE("model: two producers, one giver: the unit goes to one")
{
    const auto runs = Interleave::Explore(
        [] {
            ResetUnits(0);
            return Actors{Produce(0), Produce(1), GiveBack};
        },
        [] {
            CheckUnits(1, 0);
            Must(Has(units.producers[0]) + Has(units.producers[1]) == 1, "one of them got it");
        });
    CHECK(runs > 100);
}

TEST_CASE("model: one producer, two givers")
{
    const auto runs = Interleave::Explore(
        [] {
            ResetToOneProducer();
            return Actors{Produce(0), GiveBack, GiveBack};
        },
        [] { CheckTheProducerGotIt(2); });
    CHECK(runs > 100);
}

TEST_CASE("model: one who takes without the lock may win the unit but loses nobody")
{
    static long grabbed;
    const auto runs = Interleave::Explore(
        [] {
            ResetToOneProducer();
            grabbed = 0;
            return Actors{Produce(0), GiveBack, [] {
                              // And gives it back: then the producer must get it.
                              if (Grab()) {
                                  grabbed++;
                                  GiveBack();
                              }
                          }};
        },
        [] { CheckTheProducerGotIt(1); });
    CHECK(runs > 100);
}

TEST_CASE("model: a close gives everybody an answer, once")
{
    const auto runs = Interleave::Explore(
        [] {
            ResetUnits(0);
            return Actors{Produce(0), Produce(1), [] {
                              for (Parked *left = ParkingClose(&units.parking); left; left = left->next)
                                  ProducerOf(left)->closed++;
                          }};
        },
        [] {
            CheckUnits(0, 0);
            for (const Producer &producer : units.producers)
                Must(producer.result == ParkingClosed || producer.closed == 1, "an answer");
        });
    CHECK(runs > 50);
}

TEST_CASE("model: one who leaves the line has the unit or is out of it, and who is behind him goes on")
{
    const auto runs = Interleave::Explore(
        [] {
            ResetUnits(0);
            return Actors{Produce(0),
                          [] {
                              Produce(1)();
                              if (ParkingLeave(&units.parking, &units.producers[1].parked))
                                  units.producers[1].closed++;
                          },
                          GiveBack};
        },
        [] {
            CheckUnits(1, 0);
            Must(Has(units.producers[0]) + Has(units.producers[1]) == 1, "one of them got it");
            Must(Has(units.producers[1]) + units.producers[1].closed == 1, "an answer");
        });
    CHECK(runs > 100);
}

TEST_CASE("model: a protocol with a hole is found out")
{
    // The same without the last look after the announcement: the giver comes between look and line.
    bool lost = false;
    Interleave::Explore(
        [] {
            ResetToOneProducer();
            return Actors{[] {
                              if (Grab()) {
                                  units.producers[0].result = ParkingTaken;
                                  return;
                              }
                              units.producers[0].result = ParkingParked;
                              units.parking.lock(&units.parking);
                              units.parking.first = units.parking.last = &units.producers[0].parked;
                              AtomicIncrement(&units.parking.announced);
                              units.parking.unlock(&units.parking);
                          },
                          GiveBack};
        },
        [&lost] { lost = lost || (units.free > 0 && units.parking.first); });
    CHECK(lost);
}
