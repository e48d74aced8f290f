/*
 * Where the nodes of a runtime lie: what the machine says, or a simulation of it. One entry is one
 * NUMA node within one processor group; a node that spans groups (more than 64 processors) has an
 * entry in each.
 */
#ifndef RUNTIME_TOPOLOGY_H
#define RUNTIME_TOPOLOGY_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TopologyMaxNodes = 128 };

typedef struct TopologyNode {
    DWORD number;   /* as users select it */
    DWORD numaNode; /* as the system knows it: for allocations */
    GROUP_AFFINITY affinity;
    DWORD processors;
} TopologyNode;

typedef struct Topology {
    DWORD count;
    TopologyNode nodes[TopologyMaxNodes];
} Topology;

/*
 * The machine's nodes that this process may use, or simulatedNodes (1..64; 0: none) of them. Never
 * empty after success.
 */
DWORD TopologyRead(DWORD simulatedNodes, Topology *out);

/* The parts of it. records: what GetLogicalProcessorInformationEx gave for RelationNumaNode(Ex). */
void TopologyParse(const void *records, size_t bytes, Topology *out);
/*
 * Limits the topology to what a process in `group` may use, by its mask and the system's there. A
 * process that was given part of its group must not be sent to other groups. A process that has its
 * whole group was not limited, and keeps the other groups.
 */
void TopologyLimit(Topology *topology, WORD group, KAFFINITY process, KAFFINITY system);
/*
 * Splits the processors of `from` among `nodes` nodes in order, or shares them when they are fewer.
 */
void TopologySimulate(const Topology *from, DWORD nodes, Topology *out);
/* Keeps the nodes whose number has its bit set. */
void TopologySelect(Topology *topology, ULONGLONG numbers);
ULONGLONG TopologyNumbers(const Topology *topology); /* a bit for each number */

#ifdef __cplusplus
}
#endif
#endif
