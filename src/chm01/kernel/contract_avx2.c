/* The contracted kernel, compiled for AVX2. */
#define CONTRACT_TABLE contractAvx2
#include "contract_instances.h"
