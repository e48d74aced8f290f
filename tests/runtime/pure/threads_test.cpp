// The pure parts that threads share, under real ones; tsan.sh runs these with ThreadSanitizer, too.
#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "runtime/pure/in_flight.h"
#include "runtime/pure/parking.h"
#include "runtime/pure/ref_count.h"
#include "runtime/pure/timer_heap.h"

namespace {

struct Composite {
    Rundown rundown;
    InFlight inFlight;
    std::vector<int> results; // each child writes its own, the finish reads all without a lock
    int sum, finishes;
};

void Finish(Rundown *rundown)
{
    Composite *composite = reinterpret_cast<Composite *>(rundown);
    composite->finishes++;
    for (int result : composite->results)
        composite->sum += result;
}

struct Pool {
    Parking parking;
    std::mutex mutex;
    AtomicLong free;
    std::atomic<int> resumed{0};
};

struct Waiting {
    Parked parked;
    std::atomic<bool> has{false};
};

bool Grab(Pool *pool)
{
    for (long found = AtomicRead(&pool->free); found > 0;) {
        const long before = AtomicCompareExchange(&pool->free, found - 1, found);
        if (before == found)
            return true;
        found = before;
    }
    return false;
}

void GiveBack(Pool *pool)
{
    AtomicIncrement(&pool->free);
    for (Parked *served = ParkingServe(&pool->parking); served;) {
        Waiting *waiting = reinterpret_cast<Waiting *>(served);
        served = served->next;
        pool->resumed++;
        waiting->has = true;
    }
}

} // namespace

TEST_CASE("a counter of 64 bits misses nobody, and one of many threads gets its pointer in")
{
    long long count = 0xFFFFFFFF;
    void *volatile winner = nullptr;
    std::atomic<int> winners{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&] {
            for (int n = 0; n < 10000; n++)
                AtomicIncrement64(&count);
            int own;
            winners += AtomicCompareExchangePointer(&winner, &own, nullptr) == nullptr;
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(count == 0xFFFFFFFF + 40000ll);
    CHECK(winners == 1);
    CHECK(AtomicCompareExchangePointer(&winner, nullptr, winner) != nullptr);
    CHECK(winner == nullptr);
}

TEST_CASE("threads: what children wrote is there for the finish, which comes once")
{
    for (int round = 0; round < 200; round++) {
        Composite composite = {};
        const int children = 4;
        composite.results.resize(children);
        RundownInit(&composite.rundown, Finish);
        composite.inFlight.rundown = &composite.rundown;
        std::vector<std::thread> threads;
        for (int child = 0; child < children; child++) {
            if (child % 2)
                RundownHold(&composite.rundown);
            else
                InFlightEnter(&composite.inFlight);
            threads.emplace_back([&composite, child] {
                composite.results[static_cast<size_t>(child)] = 1 << child;
                if (RundownTryHold(&composite.rundown))
                    RundownRelease(&composite.rundown);
                if (child % 2)
                    RundownRelease(&composite.rundown);
                else
                    InFlightLeave(&composite.inFlight);
            });
        }
        RundownRelease(&composite.rundown);
        for (std::thread &thread : threads)
            thread.join();
        CHECK(composite.finishes == 1);
        CHECK(composite.sum == (1 << children) - 1);
    }
}

TEST_CASE("threads: what holders wrote is there for the last of them, which comes once")
{
    for (int round = 0; round < 200; round++) {
        RefCount references;
        std::vector<int> results(4);
        std::atomic<int> last{0};
        int sum = 0;
        const auto release = [&] {
            if (RefCountRelease(&references) != 0)
                return;
            last++;
            for (int result : results)
                sum += result;
        };
        RefCountInit(&references);
        std::vector<std::thread> threads;
        for (size_t i = 0; i < results.size(); i++) {
            RefCountHold(&references);
            threads.emplace_back([&, i] {
                results[i] = 1 << i;
                release();
            });
        }
        release();
        for (std::thread &thread : threads)
            thread.join();
        CHECK(last == 1);
        CHECK(sum == (1 << results.size()) - 1);
    }
}

TEST_CASE("threads: producers and givers of a few units lose nobody")
{
    Pool pool;
    pool.parking = {};
    pool.free = 2;
    pool.parking.lock = [](Parking *parking) { reinterpret_cast<Pool *>(parking)->mutex.lock(); };
    pool.parking.unlock = [](Parking *parking) { reinterpret_cast<Pool *>(parking)->mutex.unlock(); };
    pool.parking.take = [](Parking *parking, Parked *) { return Grab(reinterpret_cast<Pool *>(parking)) ? 1 : 0; };
    std::atomic<int> inside{0}, most{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.emplace_back([&] {
            for (int round = 0; round < 2000; round++) {
                Waiting waiting;
                if (ParkingTake(&pool.parking, &waiting.parked) == ParkingParked) {
                    while (!waiting.has)
                        std::this_thread::yield();
                }
                const int now = ++inside;
                if (now > most)
                    most = now;
                inside--;
                GiveBack(&pool);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(most <= 2);
    CHECK(pool.free == 2);
    CHECK(pool.parking.announced == 0);
    CHECK(pool.parking.first == nullptr);
}
