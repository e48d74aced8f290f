// All places for slices of a node, so that whatever runs in slices waits for its next one; and a
// count of the slices that something takes.
#pragma once

#include <atomic>

#include "support/jobs/fixture.h"

struct SlicePlaces {
    Admission all;
    LONG taken = 0;
    explicit SlicePlaces(Runtime *runtime) : SlicePlaces(RuntimeNode(runtime, TRUE)) {}
    explicit SlicePlaces(Node *node) { AdmissionInitSlices(&all, node, ReadyInteractive, MAXLONG); }
    ~SlicePlaces() { giveBack(); }
    SlicePlaces(const SlicePlaces &) = delete;
    SlicePlaces &operator=(const SlicePlaces &) = delete;
    void take()
    {
        while (AdmissionEnter(&all))
            taken++;
    }
    void giveBack()
    {
        for (; taken != 0; taken--)
            AdmissionDone(&all);
    }
};

// Takes turns, on a node that has one place for slices, with somebody else who runs in slices, and
// counts that one's.
struct SliceTurns {
    Admission admission;
    WorkItem item;
    std::atomic<bool> over{false}, ended{false};
    std::atomic<int> turns{0};

    explicit SliceTurns(Runtime *runtime)
    {
        AdmissionInitSlices(&admission, RuntimeNode(runtime, TRUE), ReadyBulk, 1);
        WorkItemInit(&item, Admitted);
        REQUIRE(AdmissionSubmit(&admission, &item) == ERROR_SUCCESS);
    }
    ~SliceTurns()
    {
        over = true;
        CHECK(Eventually([&] { return ended.load(); }));
        WorkItemPoison(&item);
    }
    SliceTurns(const SliceTurns &) = delete;
    SliceTurns &operator=(const SliceTurns &) = delete;

private:
    static void Admitted(WorkItem *item, Worker *, DWORD, DWORD)
    {
        SliceTurns *self = CONTAINING_RECORD(item, SliceTurns, item);
        self->turns += AdmissionKeep(&self->admission) ? 0 : 1; // somebody waits, and has the next one
        const bool last = self->over || AdmissionSubmit(&self->admission, item) != ERROR_SUCCESS;
        AdmissionDone(&self->admission);
        if (last)
            self->ended = true;
    }
};
