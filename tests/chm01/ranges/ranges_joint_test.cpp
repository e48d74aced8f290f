/*
 * A joint index finds an address's module and function by one search. These tests compare it with a
 * look at every module: at the ends of modules, at and around every start, between modules that
 * touch and that don't, one by one and in batches. Modules that overlap, and starts outside their
 * module, are refused by the module's number.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/rng.h"
#include "chm01/ranges/ranges_joint.h"
#include "support/chm01/table_maker.h"

namespace {

struct Loaded {
    std::vector<uint64_t> starts;
    uint32_t keySizeInBytes;
    uint64_t base, bytes;
};

class Joint {
public:
    explicit Joint(const std::vector<Loaded> &loaded_) : loaded(loaded_)
    {
        for (const Loaded &module : loaded) {
            packed.push_back(PackKeys(module.starts, module.keySizeInBytes));
            modules.push_back({{nullptr, module.starts.size(), module.keySizeInBytes}, module.base, module.bytes});
        }
        for (size_t i = 0; i < modules.size(); i++) {
            aligned.emplace_back(packed[i].size());
            std::copy(packed[i].begin(), packed[i].end(), aligned[i].data());
            modules[i].starts.keys = aligned[i].data();
        }
        memory.emplace_back(RangesJointBytes(modules.data(), modules.size()));
        status = RangesJointBuild(modules.data(), modules.size(), memory[0].data(), &joint, &error);
    }
    RangesPlace Expected(uint64_t address) const
    {
        RangesPlace place = {RANGES_NONE, RANGES_NONE};
        for (uint32_t m = 0; m < loaded.size(); m++) {
            const Loaded &module = loaded[m];
            if (address < module.base || address - module.base >= module.bytes)
                continue;
            for (uint32_t i = 0; i < module.starts.size(); i++)
                if (module.starts[i] <= address - module.base &&
                    (place.module == RANGES_NONE || module.starts[i] > module.starts[place.position]))
                    place = {m, i};
        }
        return place;
    }
    size_t Wrong() const
    {
        std::vector<uint64_t> addresses = {0, UINT64_MAX};
        for (const Loaded &module : loaded) {
            for (uint64_t at : {module.base, module.base + module.bytes})
                addresses.insert(addresses.end(), {at - 1, at, at + 1});
            for (uint64_t start : module.starts)
                for (uint64_t by : {0, 1, 2})
                    addresses.push_back(module.base + start + by - 1);
        }
        std::vector<RangesPlace> places(addresses.size());
        RangesJointFindBatch(&joint, addresses.data(), addresses.size(), places.data());
        size_t wrong = 0;
        for (size_t i = 0; i < addresses.size(); i++) {
            const RangesPlace expected = Expected(addresses[i]), single = RangesJointFind(&joint, addresses[i]);
            wrong += single.module != expected.module || single.position != expected.position;
            wrong += places[i].module != expected.module || places[i].position != expected.position;
        }
        return wrong;
    }

    ChmStatus status;
    ChmError error{};

private:
    std::vector<Loaded> loaded;
    std::vector<std::vector<uint8_t>> packed;
    std::vector<AlignedBytes> aligned, memory;
    std::vector<RangesModule> modules;
    RangesJoint joint{};
};

} // namespace

TEST_CASE("an address has the module and the function that a look at every module finds")
{
    std::vector<Loaded> modules;
    uint64_t base = 0x7FF000000000;
    for (uint64_t m = 0; m < 20; m++) {
        const bool touches = m % 3 == 0; // the next module begins where this one ends
        modules.push_back({RandomKeys(1 + RngMix(m) % 60, 12, m), m % 2 ? 4u : 8u, base, 4096});
        base += touches ? 4096 : 4096 + 16 * m;
    }
    const Joint joint(modules);
    REQUIRE(joint.status == ChmOk);
    CHECK(joint.Wrong() == 0);
}

TEST_CASE("a start at a module's base is found where the module before it ends")
{
    const Joint joint({{{5, 0}, 4, 1000, 100}, {{0, 99}, 4, 1100, 100}, {{}, 4, 1200, 50}, {{0}, 8, 1250, 1}});
    REQUIRE(joint.status == ChmOk);
    CHECK(joint.Wrong() == 0);
}

TEST_CASE("no module has no function")
{
    const Joint joint(std::vector<Loaded>{});
    REQUIRE(joint.status == ChmOk);
    CHECK(joint.Wrong() == 0);
}

TEST_CASE("modules that overlap and starts outside them are refused by number")
{
    const Joint overlapping({{{0}, 4, 1000, 100}, {{0}, 4, 1099, 10}});
    CHECK(overlapping.status == ChmInvalidOption);
    CHECK(overlapping.error.numbers[0] == 1);
    CHECK(Joint({{{0}, 4, UINT64_MAX - 5, 10}}).status == ChmInvalidOption);
    const Joint outside({{{0}, 4, 1000, 100}, {{3, 50}, 4, 2000, 50}});
    CHECK(outside.status == ChmInvalidOption);
    CHECK(outside.error.numbers[0] == 1);
    CHECK(outside.error.numbers[1] == 1);
}
