/* The contracted kernel, compiled for AVX-512. */
#define CONTRACT_TABLE contractAvx512
#include "contract_instances.h"
