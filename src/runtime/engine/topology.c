#include "topology.h"

#include <string.h>

#include "runtime/base/win32_calls.h"
#include "runtime/pure/numa_expression.h"

/*
 * Newer than some SDKs: all groups of a node, where RelationNumaNode gives the primary one alone.
 */
#define RELATION_NUMA_NODE_EX ((LOGICAL_PROCESSOR_RELATIONSHIP)6)

/* The record as newer SDKs have it; older systems leave groupCount zero and give one mask. */
typedef struct NumaNodeRecord {
    LOGICAL_PROCESSOR_RELATIONSHIP relationship;
    DWORD size;
    DWORD nodeNumber;
    BYTE reserved[18];
    WORD groupCount;
    GROUP_AFFINITY groupMasks[1];
} NumaNodeRecord;

static DWORD CountBits(KAFFINITY mask)
{
    DWORD count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static void TopologyAdd(Topology *topology, DWORD number, DWORD numaNode, WORD group, KAFFINITY mask)
{
    TopologyNode *node = &topology->nodes[topology->count];
    if (!mask || number >= NumaExpressionMaxNodes || topology->count == TopologyMaxNodes)
        return;
    memset(node, 0, sizeof *node);
    node->number = number;
    node->numaNode = numaNode;
    node->affinity.Group = group;
    node->affinity.Mask = mask;
    node->processors = CountBits(mask);
    topology->count++;
}

void TopologyParse(const void *records, size_t bytes, Topology *out)
{
    const BYTE *at = records;
    const size_t fixed = FIELD_OFFSET(NumaNodeRecord, groupMasks);
    out->count = 0;
    while (bytes >= sizeof(NumaNodeRecord)) {
        NumaNodeRecord record;
        WORD group;
        memcpy(&record, at, sizeof record);
        if (record.size < sizeof record || record.size > bytes)
            break;
        const WORD groups = record.groupCount ? record.groupCount : 1;
        for (group = 0; group < groups && fixed + (group + 1u) * sizeof(GROUP_AFFINITY) <= record.size; group++) {
            GROUP_AFFINITY affinity;
            memcpy(&affinity, at + fixed + group * sizeof affinity, sizeof affinity);
            TopologyAdd(out, record.nodeNumber, record.nodeNumber, affinity.Group, affinity.Mask);
        }
        at += record.size;
        bytes -= record.size;
    }
}

/* Processor `index` of the topology, counted through its nodes in order. */
static KAFFINITY TopologyProcessor(const Topology *topology, DWORD index, const TopologyNode **node)
{
    const TopologyNode *at = topology->nodes;
    KAFFINITY mask;
    while (index >= at->processors)
        index -= (at++)->processors;
    for (mask = at->affinity.Mask; index > 0; index--)
        mask &= mask - 1;
    *node = at;
    return mask & (~mask + 1);
}

void TopologySimulate(const Topology *from, DWORD nodes, Topology *out)
{
    DWORD processors = 0, number, i;
    out->count = 0;
    for (i = 0; i < from->count; i++)
        processors += from->nodes[i].processors;
    if (!processors)
        return;
    for (number = 0; number < nodes; number++) {
        const TopologyNode *home, *other;
        DWORD first = (DWORD)((ULONGLONG)number * processors / nodes),
              end = (DWORD)((number + 1ull) * processors / nodes);
        if (processors < nodes)
            end = (first = number % processors) + 1;
        KAFFINITY mask = TopologyProcessor(from, first, &home);
        for (i = first + 1; i < end; i++) {
            const KAFFINITY bit = TopologyProcessor(from, i, &other);
            /* A thread's affinity lies within one group. */
            if (other->affinity.Group == home->affinity.Group)
                mask |= bit;
        }
        TopologyAdd(out, number, home->numaNode, home->affinity.Group, mask);
    }
}

void TopologySelect(Topology *topology, ULONGLONG numbers)
{
    DWORD i, kept = 0;
    for (i = 0; i < topology->count; i++) {
        if (numbers >> topology->nodes[i].number & 1)
            topology->nodes[kept++] = topology->nodes[i];
    }
    topology->count = kept;
}

ULONGLONG TopologyNumbers(const Topology *topology)
{
    ULONGLONG numbers = 0;
    DWORD i;
    for (i = 0; i < topology->count; i++)
        numbers |= 1ull << topology->nodes[i].number;
    return numbers;
}

void TopologyLimit(Topology *topology, WORD group, KAFFINITY process, KAFFINITY system)
{
    DWORD i, kept = 0;
    for (i = 0; i < topology->count; i++) {
        TopologyNode node = topology->nodes[i];
        if (node.affinity.Group == group)
            node.affinity.Mask &= process;
        else if (process != system)
            continue;
        node.processors = CountBits(node.affinity.Mask);
        if (node.processors)
            topology->nodes[kept++] = node;
    }
    topology->count = kept;
}

/* The masks of a process that has threads in several groups say nothing. */
static void LimitToProcess(Topology *topology)
{
    USHORT groups[1], groupCount = 1;
    DWORD_PTR process, system;
    if (GetProcessGroupAffinity(GetCurrentProcess(), &groupCount, groups) && groupCount == 1 &&
        GetProcessAffinityMask(GetCurrentProcess(), &process, &system) && process)
        TopologyLimit(topology, groups[0], process, system);
}

static DWORD ReadMachine(LOGICAL_PROCESSOR_RELATIONSHIP kind, Topology *out)
{
    DWORD bytes = 0, error;
    if (Win32TopologyRead(kind, NULL, &bytes))
        return ERROR_NOT_SUPPORTED;
    error = GetLastError();
    if (error != ERROR_INSUFFICIENT_BUFFER)
        return error;
    SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *records = Win32Allocate(bytes);
    if (records == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = Win32TopologyRead(kind, records, &bytes) ? ERROR_SUCCESS : GetLastError();
    if (error == ERROR_SUCCESS)
        TopologyParse(records, bytes, out);
    Win32Free(records);
    return error;
}

/*
 * Reads what every machine has, where the system says nothing: one node, the processors of this
 * process.
 */
static void ReadProcess(Topology *out)
{
    DWORD_PTR process = 1, system;
    GetProcessAffinityMask(GetCurrentProcess(), &process, &system);
    out->count = 0;
    TopologyAdd(out, 0, 0, 0, process ? process : 1);
}

DWORD TopologyRead(DWORD simulatedNodes, Topology *out)
{
    out->count = 0;
    DWORD error = ReadMachine(RELATION_NUMA_NODE_EX, out);
    if (error == ERROR_SUCCESS && !out->count)
        error = ERROR_NOT_SUPPORTED;
    if (error != ERROR_SUCCESS && error != ERROR_NOT_ENOUGH_MEMORY)
        error = ReadMachine(RelationNumaNode, out);
    if (error == ERROR_NOT_ENOUGH_MEMORY)
        return error;
    LimitToProcess(out);
    if (!out->count)
        ReadProcess(out);
    if (simulatedNodes) {
        Topology *machine = Win32Allocate(sizeof *machine);
        if (machine == NULL)
            return ERROR_NOT_ENOUGH_MEMORY;
        *machine = *out;
        TopologySimulate(machine, simulatedNodes, out);
        Win32Free(machine);
    }
    return ERROR_SUCCESS;
}
