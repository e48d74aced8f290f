/*
 * CPUID says what the processor has, XGETBV what the operating system saves; both must agree. Intel
 * SDM vol. 1, 14.3 and 15.2-15.4.
 */
#include "cpu.h"

#include "portable.h"

#if defined(_MSC_VER)
#include <intrin.h>

bool CpuIsAmd(void)
{
    int leaf[4];
    __cpuid(leaf, 0);
    return leaf[1] == 0x68747541; /* "Auth", of AuthenticAMD */
}

static bool CpuHas(const int *registers, int index, unsigned bits)
{
    return ((unsigned)registers[index] & bits) == bits;
}

bool CpuHasFp16(void)
{
    enum { Edx = 3 };
    int leaf[4];
    __cpuid(leaf, 0);
    if (leaf[0] < 7)
        return false;
    __cpuidex(leaf, 7, 0);
    return CpuHas(leaf, Edx, 1u << 23);
}

CpuLevel CpuDetect(void)
{
    enum { Ebx = 1, Ecx = 2 };
    int leaf[4];
    __cpuid(leaf, 0);
    if (leaf[0] < 7)
        return CpuBaseline;
    __cpuid(leaf, 1);
    if (!CpuHas(leaf, Ecx, 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28)) /* FMA, MOVBE, OSXSAVE, AVX */
        return CpuBaseline;
    const unsigned __int64 saved = _xgetbv(0);
    __cpuidex(leaf, 7, 0);
    if ((saved & 6) != 6 || !CpuHas(leaf, Ebx, 1u << 3 | 1u << 5 | 1u << 8)) /* BMI1, AVX2, BMI2 */
        return CpuBaseline;
    if ((saved & 0xE6) != 0xE6 || !CpuHas(leaf, Ebx, 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31))
        return CpuAvx2;
    return CpuAvx512;
}
#else
#include <cpuid.h>

bool CpuIsAmd(void)
{
    return __builtin_cpu_is("amd");
}

/* clang 14 has no name for it. */
bool CpuHasFp16(void)
{
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (edx & 1u << 23) != 0;
}

CpuLevel CpuDetect(void)
{
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2"))
        return CpuBaseline;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512cd") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl"))
        return CpuAvx2;
    return CpuAvx512;
}
#endif

static volatile uint64_t levelPlusOne; /* 0: not asked yet; every thread that asks finds the same */

CpuLevel CpuLevelInUse(void)
{
    uint64_t level = AtomicLoad(&levelPlusOne);
    if (level == 0) {
        level = (uint64_t)CpuDetect() + 1;
        (void)AtomicReplace(&levelPlusOne, 0, level);
        level = AtomicLoad(&levelPlusOne);
    }
    return (CpuLevel)(level - 1);
}

bool CpuGathersFast(void)
{
    return CpuLevelInUse() >= CpuAvx2 && (CpuIsAmd() || CpuHasFp16());
}

void CpuLimit(CpuLevel highest)
{
    const CpuLevel detected = CpuDetect();
    AtomicStore(&levelPlusOne, (uint64_t)(highest < detected ? highest : detected) + 1);
}
