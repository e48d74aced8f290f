// Any bytes as keys: the first bytes are options, the rest packed keys. The solver ends with a
// verified table or a reason, and the table answers every key with its position.
#include <cstdlib>

#include "aligned.h"
#include "chm01/solver/solver.h"

static void Require(bool condition)
{
    if (!condition)
        std::abort();
}

static void CheckTable(const KeySet &keys, const uint8_t *image, size_t imageBytes)
{
    TableView view;
    Require(TableOpen(image, imageBytes, &view, nullptr) == ChmOk);
    for (size_t i = 0; i < keys.count; i++) {
        uint32_t index = ~0u;
        const bool wide = KeySetIsWide(&keys);
        Require(TableIndex(&view, wide ? TableReduced(&view, KeySetWideAt(&keys, i)) : KeySetAt(&keys, i)) == i);
        const bool contains = wide ? TableContainsWide(&view, KeySetWideAt(&keys, i), &index)
                                   : TableContains(&view, KeySetAt(&keys, i), &index);
        Require(contains == (view.keys != nullptr));
        Require(view.keys == nullptr || index == i);
        Require(view.fingerprintBits == 0 || wide || (TableFind(&view, KeySetAt(&keys, i), &index) && index == i));
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    SolveOptions options = {};
    options.hashFunction = HashFunctionId(data[0] % 8);
    options.layout = TableLayout(data[1] % 5);
    options.rngSeed = data[2];
    options.fallbackHashFunction = HashFunctionId(data[0] / 8 % 8);
    options.omitKeys = (data[3] & 1) != 0;
    options.maxTableResizes = data[3] >> 1 & 3;
    options.maxAttempts = 64;
    options.packed = (data[3] & 32) != 0;
    options.fingerprintBits = data[3] & 64 ? (data[3] & 128 ? 16 : 8) : 0;
    const uint32_t keySize = data[3] & 16 ? 16 : data[3] & 8 ? 8 : 4;
    const Aligned bytes(data + 4, (size - 4) / keySize * keySize);
    const KeySet keys = {bytes.data(), bytes.size() / keySize, keySize};

    SolvePlan plan;
    ChmError error;
    ChmStatus status = SolverMakePlan(&keys, "fuzz", &options, &plan, &error);
    if (status != ChmOk) {
        Require(error.status == status);
        return 0;
    }
    const Aligned memory(plan.solverBytes);
    Aligned *image = new Aligned(plan.imageBytes), *arena = new Aligned(plan.arenaBytes);
    Solver *solver = SolverBegin(&plan, memory.data(), image->data());
    for (;;) {
        (void)SolverRun(solver, arena->data(), 1 + data[2] % 4);
        status = SolverAdvance(solver, &error);
        if (status != ChmContinue)
            break;
        SolvePlan grown;
        if (SolverGrown(solver, &grown)) {
            delete image;
            delete arena;
            image = new Aligned(grown.imageBytes);
            arena = new Aligned(grown.arenaBytes);
            SolverSetImage(solver, image->data());
        }
    }
    if (status == ChmOk)
        CheckTable(keys, image->data(), SolverImageBytes(solver));
    Require(status != ChmInternal);
    delete image;
    delete arena;
    return 0;
}
