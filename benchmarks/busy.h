// Other work beside what is measured.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

// Threads that take a processor each.
class Busy {
public:
    explicit Busy(int count)
    {
        for (int i = 0; i < count; i++)
            threads.emplace_back([this] {
                for (uint64_t n = 1; !over; n = n * 6364136223846793005u + 1)
                    sink = n;
            });
    }
    ~Busy()
    {
        over = true;
        for (std::thread &thread : threads)
            thread.join();
    }
    Busy(const Busy &) = delete;
    Busy &operator=(const Busy &) = delete;

private:
    std::atomic<bool> over{false};
    std::atomic<uint64_t> sink{0};
    std::vector<std::thread> threads;
};
