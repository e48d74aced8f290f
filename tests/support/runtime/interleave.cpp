#include "support/runtime/interleave.h"

#include <cstdio>
#include <cstdlib>

#ifdef _WIN32
#include <windows.h>
#else
#include <ucontext.h>
#endif

namespace {

// One that lives on and runs one actor after the other: making stacks is what would cost.
class Fiber {
public:
    Fiber();
    Fiber(const Fiber &) = delete;
    Fiber &operator=(const Fiber &) = delete;
    void Start(const std::function<void()> &actor);
    void Resume(); // until its next step or its end
    void Pause();
    bool ended = true;
    std::function<bool()> waitsFor;

private:
    void Loop();
    const std::function<void()> *run = nullptr;
#ifdef _WIN32
    static void CALLBACK Main(void *self)
    {
        static_cast<Fiber *>(self)->Loop();
    }
    void *fiber = nullptr, *home = nullptr;
#else
    static void Main(unsigned low, unsigned high);
    ucontext_t context, home;
    std::vector<char> stack;
#endif
};

Fiber *running;

void Fiber::Start(const std::function<void()> &actor)
{
    run = &actor;
    ended = false;
    waitsFor = nullptr;
}

void Fiber::Loop()
{
    for (;;) {
        (*run)();
        ended = true;
        Pause();
    }
}

#ifdef _WIN32

Fiber::Fiber()
{
    home = IsThreadAFiber() ? GetCurrentFiber() : ConvertThreadToFiber(nullptr);
    fiber = CreateFiber(64 * 1024, Main, this);
}

void Fiber::Pause()
{
    SwitchToFiber(home);
}

void Fiber::Resume()
{
    running = this;
    SwitchToFiber(fiber);
    running = nullptr;
}

#else

Fiber::Fiber() : stack(64 * 1024)
{
    const unsigned long long self = reinterpret_cast<unsigned long long>(this);
    getcontext(&context);
    context.uc_stack.ss_sp = stack.data();
    context.uc_stack.ss_size = stack.size();
    context.uc_link = nullptr;
    makecontext(&context, reinterpret_cast<void (*)()>(Main), 2, static_cast<unsigned>(self),
                static_cast<unsigned>(self >> 32));
}

void Fiber::Pause()
{
    swapcontext(&context, &home);
}

void Fiber::Resume()
{
    running = this;
    swapcontext(&home, &context);
    running = nullptr;
}

void Fiber::Main(unsigned low, unsigned high)
{
    reinterpret_cast<Fiber *>(static_cast<unsigned long long>(high) << 32 | low)->Loop();
}

#endif

enum { MostActors = 4 };

// One run; `choices` says who goes first at each point and is made longer. widths: how many could
// have gone at each.
void Run(const std::vector<std::function<void()>> &actors, std::vector<size_t> &choices, std::vector<size_t> &widths)
{
    static Fiber fibers[MostActors];
    const size_t count = actors.size();
    widths.clear();
    for (size_t i = 0; i < count; i++)
        fibers[i].Start(actors[i]);
    for (;;) {
        Fiber *ready[MostActors];
        size_t width = 0, ended = 0;
        for (size_t i = 0; i < count; i++) {
            ended += fibers[i].ended;
            if (!fibers[i].ended && (!fibers[i].waitsFor || fibers[i].waitsFor()))
                ready[width++] = &fibers[i];
        }
        if (ended == count)
            return;
        if (!width) {
            std::printf("every actor waits\n");
            std::abort();
        }
        if (widths.size() == choices.size())
            choices.push_back(0);
        Fiber *next = ready[choices[widths.size()]];
        widths.push_back(width);
        next->waitsFor = nullptr;
        next->Resume();
    }
}

} // namespace

unsigned long long Interleave::Explore(const std::function<std::vector<std::function<void()>>()> &make,
                                       const std::function<void()> &check)
{
    std::vector<size_t> choices, widths;
    for (unsigned long long runs = 1;; runs++) {
        Run(make(), choices, widths);
        check();
        // The next one in order: the last choice that has an alternative takes it.
        while (!choices.empty() && choices.back() + 1 == widths[choices.size() - 1])
            choices.pop_back();
        if (choices.empty())
            return runs;
        choices.back()++;
    }
}

void Interleave::Step()
{
    if (running)
        running->Pause();
}

void Interleave::Until(const std::function<bool()> &condition)
{
    Fiber *self = running;
    self->waitsFor = condition;
    self->Pause();
}

extern "C" void InterleaveStep(void)
{
    Interleave::Step();
}
