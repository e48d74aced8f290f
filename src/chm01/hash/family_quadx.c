/* quadx: bipartite, so its graphs are made and peeled by the contracted kernel (contraction.h). */
#include "family.h"
#include "hash_quadx.h"

const Family familyQuadx = {HashQuadx, "Quadx", QUADX_SEEDS, NULL, NULL, NULL, NULL};
