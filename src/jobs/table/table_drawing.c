#include "table_drawing.h"

#include "chm01/table/coverage.h"
#include "jobs/base/block.h"
#include "jobs/pure/failure.h"

enum { DrawingParts = 4096, LineBits = 512, MarginBytes = 64 };

static void DrawingPutNumber(Utf8Text *json, const char *before, ULONGLONG number)
{
    Utf8Put(json, before);
    Utf8PutNumber(json, number);
}

static void DrawingPutBetter(const SolveStatistics *statistics, Utf8Text *json)
{
    Utf8Put(json, "{\"better\": [");
    for (size_t i = 0; i < statistics->betterCount && i < SolveBetterRoom; i++) {
        DrawingPutNumber(json, i != 0 ? ", {\"attempt\": " : "{\"attempt\": ", statistics->better[i].attempt);
        DrawingPutNumber(json, ", \"figure\": ", statistics->better[i].figure);
        Utf8Put(json, "}");
    }
    Utf8Put(json, "]");
}

/* Puts each part as two numbers: its lines in use, and the touched slots of its fullest one. */
static void DrawingPutParts(const CoveragePart *parts, size_t count, Utf8Text *json)
{
    Utf8Put(json, ", \"parts\": [");
    for (size_t i = 0; i < count; i++) {
        DrawingPutNumber(json, i != 0 ? ", " : "", parts[i].usedLines);
        DrawingPutNumber(json, ", ", parts[i].mostSlots);
    }
    Utf8Put(json, "]");
}

static void DrawingPutCoverage(const TableView *view, uint8_t *touched, CoveragePart *parts, Utf8Text *json)
{
    const KeySet keys = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    const uint32_t slotBits = TableSlotBits(view);
    TableCoverage coverage;
    size_t linesEach;
    TableMeasure(view, &keys, NULL, 0, touched, &coverage);
    const size_t count = CoverageMap(touched, (size_t)view->slotCount, slotBits, parts, DrawingParts, &linesEach);
    DrawingPutNumber(json, ", \"lines\": ", coverage.cacheLines);
    DrawingPutNumber(json, ", \"linesEach\": ", linesEach);
    DrawingPutNumber(json, ", \"slotsInLine\": ", LineBits / slotBits);
    DrawingPutParts(parts, count, json);
}

HRESULT TableResultDraw(const TableResult *result, Utf8Text *json, Failure *failure)
{
    const TableView *const view = &result->view;
    HRESULT hr = S_OK;
    DrawingPutBetter(&result->statistics, json);
    if (!TableResultIsText(result) && view->keys != NULL) {
        const size_t partsBytes = DrawingParts * sizeof(CoveragePart);
        const size_t bytes = partsBytes + (size_t)view->slotCount + MarginBytes;
        /* Where addresses have 32 bits, a file may have more slots than there are bytes. */
        uint8_t *const memory = view->slotCount < SIZE_MAX / 2 ? BlockAllocate(bytes) : NULL;
        if (memory != NULL)
            DrawingPutCoverage(view, memory + partsBytes, (CoveragePart *)(void *)memory, json);
        else
            hr = FailureMemory(failure, result->name, bytes);
        BlockFree(memory);
    }
    Utf8Put(json, "}");
    return FAILED(hr) ? hr : json->failed ? FailureMemoryText(failure, result->name) : S_OK;
}
