/* quadx: bipartite, so its graphs are made and peeled by the contracted kernel (contract.h). */
#include "family.h"
#include "hash_quadx.h"

static void Shape(uint64_t *seeds, uint32_t vertexBits)
{
    (void)vertexBits;
    seeds[0] |= 1;      /* an odd multiplier loses no bit of the key */
}

const Family familyQuadx = { HashQuadx, QUADX_SEEDS, NULL, Shape, NULL };
