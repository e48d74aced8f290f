#include "compact_shape.h"

/* Vertices for each thousand keys, and log2 of a segment: measured (docs/explanation/solver.md). */
typedef struct CompactRow {
    uint32_t keys; /* at most */
    uint32_t thousandths, segmentBits;
} CompactRow;

#define ROW(keys, thousandths, segmentBits) {(keys), (thousandths), (segmentBits)},
static const CompactRow compactRows[] = {
    ROW(1300, 1440, 7) ROW(1700, 1360, 7) ROW(3000, 1360, 8) ROW(7000, 1310, 8) ROW(10000, 1270, 9) ROW(20000, 1250, 9)
        ROW(26000, 1230, 10) ROW(40000, 1210, 10) ROW(70000, 1190, 10) ROW(100000, 1185, 11) ROW(140000, 1175, 11)
            ROW(300000, 1160, 11) ROW(700000, 1150, 12) ROW(2000000, 1140, 12) ROW(6000000, 1135, 13)
                ROW(UINT32_MAX, 1130, 14)};
#undef ROW

FuseShape CompactShapeFor(uint64_t keyCount, uint32_t resizes)
{
    const CompactRow *row = compactRows;
    while (keyCount > row->keys)
        row++;
    const uint64_t segment = (uint64_t)1 << row->segmentBits;
    uint64_t vertices = keyCount * row->thousandths / 1000;
    for (uint32_t i = 0; i < resizes; i++)
        vertices += vertices / 4;
    vertices = (vertices + segment - 1) / segment * segment;
    const FuseShape shape = {(uint32_t)(vertices < 3 * segment ? 3 * segment : vertices), row->segmentBits};
    return shape;
}
