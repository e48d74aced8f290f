/*
 * CPUID says what an x86 processor has, XGETBV what the operating system saves; both must agree.
 * Intel SDM vol. 1, 14.3 and 15.2-15.4.
 */
#include "cpu.h"

#include "portable.h"

#if defined(CPU_X86) && defined(_MSC_VER)
#include <intrin.h>
#elif defined(CPU_X86)
#include <cpuid.h>
#endif

enum { Eax, Ebx, Ecx, Edx, Registers };

/* Another processor answers that it has nothing. */
static void CpuId(unsigned leaf, unsigned registers[Registers])
{
#if !defined(CPU_X86)
    (void)leaf;
    for (int i = 0; i < Registers; i++)
        registers[i] = 0;
#elif defined(_MSC_VER)
    __cpuidex((int *)registers, (int)leaf, 0);
#else
    __cpuid_count(leaf, 0, registers[Eax], registers[Ebx], registers[Ecx], registers[Edx]);
#endif
}

/* Returns which registers the operating system saves. */
static uint64_t CpuSaves(void)
{
#if !defined(CPU_X86)
    return 0;
#elif defined(_MSC_VER)
    return _xgetbv(0);
#else
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
#endif
}

/* Returns whether a leaf of CPUID has all the bits in a register. */
static bool CpuHas(unsigned leaf, int index, unsigned bits)
{
    unsigned registers[Registers];
    CpuId(0, registers);
    if (registers[Eax] < leaf)
        return false;
    CpuId(leaf, registers);
    return (registers[index] & bits) == bits;
}

bool CpuIsAmd(void)
{
    unsigned registers[Registers];
    CpuId(0, registers);
    return registers[Ebx] == 0x68747541; /* "Auth", of AuthenticAMD */
}

bool CpuHasFp16(void)
{
    return CpuHas(7, Edx, 1u << 23);
}

CpuLevel CpuDetect(void)
{
    if (!CpuHas(1, Ecx, 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28)) /* FMA, MOVBE, OSXSAVE, AVX */
        return CpuBaseline;
    const uint64_t saved = CpuSaves();
    if ((saved & 6) != 6 || !CpuHas(7, Ebx, 1u << 3 | 1u << 5 | 1u << 8)) /* BMI1, AVX2, BMI2 */
        return CpuBaseline;
    if ((saved & 0xE6) != 0xE6 || !CpuHas(7, Ebx, 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31))
        return CpuAvx2;
    return CpuAvx512;
}

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
