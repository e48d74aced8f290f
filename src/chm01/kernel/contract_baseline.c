/* The contracted kernel, compiled for x86-64 with SSE2, which every machine has. */
#define CONTRACT_TABLE contractBaseline
#include "contract_instances.h"
