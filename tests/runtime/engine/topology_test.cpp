/*
 * These tests parse the processor records of machines that are not here: groups of more than 64
 * processors, old records and truncated ones. A simulation splits or shares the processors. A
 * process that is limited to part of its group stays there. Real workers have the affinity of their
 * node and the chosen priority.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <memory>

#include "runtime/engine/topology.h"
#include "support/runtime/fixture.h"

namespace {

// A node as GetLogicalProcessorInformationEx lists it: groupCount 0 stands for systems that know
// one mask a node.
struct Listed {
    DWORD number;
    WORD groupCount;
    std::vector<GROUP_AFFINITY> masks;
};

std::vector<BYTE> Records(std::initializer_list<Listed> nodes)
{
    std::vector<BYTE> records;
    for (const Listed &node : nodes) {
        const size_t at = records.size(), size = 32 + node.masks.size() * sizeof(GROUP_AFFINITY);
        const DWORD relation = RelationNumaNode, bytes = static_cast<DWORD>(size);
        records.resize(at + size);
        std::memcpy(&records[at], &relation, 4);
        std::memcpy(&records[at + 4], &bytes, 4);
        std::memcpy(&records[at + 8], &node.number, 4);
        std::memcpy(&records[at + 30], &node.groupCount, 2);
        std::memcpy(&records[at + 32], node.masks.data(), node.masks.size() * sizeof(GROUP_AFFINITY));
    }
    return records;
}

GROUP_AFFINITY Affinity(WORD group, KAFFINITY mask)
{
    GROUP_AFFINITY affinity = {};
    affinity.Group = group;
    affinity.Mask = mask;
    return affinity;
}

std::unique_ptr<Topology> Parsed(const std::vector<BYTE> &records)
{
    auto topology = std::make_unique<Topology>();
    TopologyParse(records.data(), records.size(), topology.get());
    return topology;
}

} // namespace

TEST_CASE("nodes are read as the system lists them, with every group of more than 64 processors")
{
    const auto records = Records({{0, 0, {Affinity(0, 0xffff)}},
                                  {1, 2, {Affinity(0, 0xffff0000), Affinity(1, 0xff)}},
                                  {2, 1, {Affinity(1, 0)}}}); // no processor: no node
    const auto topology = Parsed(records);
    REQUIRE(topology->count == 3);
    CHECK(topology->nodes[0].number == 0);
    CHECK(topology->nodes[0].processors == 16);
    CHECK(topology->nodes[1].number == 1);
    CHECK(topology->nodes[1].affinity.Group == 0);
    CHECK(topology->nodes[2].number == 1);
    CHECK(topology->nodes[2].affinity.Group == 1);
    CHECK(topology->nodes[2].affinity.Mask == 0xff);
    CHECK(TopologyNumbers(topology.get()) == 3);
    TopologySelect(topology.get(), 2);
    CHECK(topology->count == 2);
    CHECK(topology->nodes[0].numaNode == 1);

    // Cut off anywhere: what is whole is read.
    for (size_t bytes = 0; bytes < records.size(); bytes++) {
        CHECK(Parsed({records.begin(), records.begin() + static_cast<std::ptrdiff_t>(bytes)})->count <= 3);
    }
}

TEST_CASE("a simulation splits the processors, or shares them when they are fewer")
{
    const auto machine = Parsed(Records({{0, 0, {Affinity(0, 0xf0)}}, {1, 0, {Affinity(0, 0xf)}}}));
    const auto simulated = std::make_unique<Topology>();

    TopologySimulate(machine.get(), 4, simulated.get());
    REQUIRE(simulated->count == 4);
    const KAFFINITY split[] = {0x30, 0xc0, 0x3, 0xc};
    for (DWORD i = 0; i < 4; i++) {
        CHECK(simulated->nodes[i].number == i);
        CHECK(simulated->nodes[i].affinity.Mask == split[i]);
        CHECK(simulated->nodes[i].numaNode == i / 2);
        CHECK(simulated->nodes[i].processors == 2);
    }
    TopologySimulate(machine.get(), 1, simulated.get());
    REQUIRE(simulated->count == 1);
    CHECK(simulated->nodes[0].processors == 8);
    TopologySimulate(machine.get(), 16, simulated.get());
    REQUIRE(simulated->count == 16);
    for (DWORD i = 0; i < 16; i++) {
        CHECK(simulated->nodes[i].processors == 1);
        CHECK(simulated->nodes[i].affinity.Mask == simulated->nodes[(i + 8) % 16].affinity.Mask);
    }
}

TEST_CASE("a process that was given part of its group stays there")
{
    const auto topology =
        Parsed(Records({{0, 1, {Affinity(0, 0xff)}}, {1, 2, {Affinity(0, 0xff00), Affinity(1, 0xff)}}}));
    TopologyLimit(topology.get(), 0, 0xffff, 0xffff);
    CHECK(topology->count == 3);
    TopologyLimit(topology.get(), 0, 0x0ff0, 0xffff);
    REQUIRE(topology->count == 2);
    CHECK(topology->nodes[0].affinity.Mask == 0xf0);
    CHECK(topology->nodes[0].processors == 4);
    CHECK(topology->nodes[1].affinity.Group == 0);
    CHECK(topology->nodes[1].affinity.Mask == 0x0f00);
    TopologyLimit(topology.get(), 0, 0x10, 0xffff);
    REQUIRE(topology->count == 1);
    CHECK(topology->nodes[0].number == 0);
    CHECK(topology->nodes[0].processors == 1);
}

TEST_CASE("this machine has nodes, and any number of them can be simulated")
{
    auto topology = std::make_unique<Topology>();
    REQUIRE(TopologyRead(0, topology.get()) == ERROR_SUCCESS);
    CHECK(topology->count >= 1);
    for (const DWORD nodes : {1u, 2u, 4u, 64u}) {
        REQUIRE(TopologyRead(nodes, topology.get()) == ERROR_SUCCESS);
        REQUIRE(topology->count == nodes);
        for (DWORD i = 0; i < nodes; i++)
            CHECK(topology->nodes[i].processors >= 1);
    }
}

TEST_CASE("workers stay on their node's processors and carry its name")
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    options.workerPriority = THREAD_PRIORITY_BELOW_NORMAL;
    TestRuntime runtime(options);
    auto topology = std::make_unique<Topology>();
    REQUIRE(TopologyRead(2, topology.get()) == ERROR_SUCCESS);
    for (DWORD i = 0; i < 2; i++) {
        struct Look {
            WorkItem item;
            Signal looked;
            GROUP_AFFINITY affinity = {};
            int priority = 99;
        } look;
        WorkItemInit(&look.item, [](WorkItem *item, Worker *, DWORD, DWORD) {
            Look *self = CONTAINING_RECORD(item, Look, item);
            GetThreadGroupAffinity(GetCurrentThread(), &self->affinity);
            self->priority = GetThreadPriority(GetCurrentThread());
            self->looked.Set();
        });
        REQUIRE(NodePost(RuntimeNode(*runtime, TRUE), &look.item) == ERROR_SUCCESS);
        look.looked.Wait();
        CHECK(look.affinity.Mask == topology->nodes[i].affinity.Mask);
        CHECK(look.priority == THREAD_PRIORITY_BELOW_NORMAL);
    }
}
