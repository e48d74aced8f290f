// All places for slices of a node, so that whatever runs in slices waits for its next one.
#pragma once

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
