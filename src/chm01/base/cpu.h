/*
 * Which instruction sets the hot loops may use: asked of the processor once, the same answer ever
 * after. Any thread.
 */
#ifndef CHM01_CPU_H
#define CHM01_CPU_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum CpuLevel {
    CpuBaseline, /* x86 with SSE2, or ARM64, whose NEON is all that it has */
    CpuAvx2,     /* and AVX2, BMI1, BMI2 */
    CpuAvx512,   /* and AVX-512 F, BW, CD, DQ, VL */
    CpuLevels
} CpuLevel;

/* Begins an array of each level's loops. CPU_X86: there is more than the first level. */
#if defined(_M_ARM64) || defined(__aarch64__)
#define CPU_LEVELS(baseline, avx2, avx512) \
    {                                      \
        (baseline), (baseline), (baseline) \
    }
#else
#define CPU_X86
#define CPU_LEVELS(baseline, avx2, avx512) \
    {                                      \
        (baseline), (avx2), (avx512)       \
    }
#endif

/* The best level of this processor and operating system. */
CpuLevel CpuDetect(void);

/* The level in use: the detected one, unless a test limited it. */
CpuLevel CpuLevelInUse(void);

/* Returns whether the processor is one of AMD's. */
bool CpuIsAmd(void);

/* Returns whether the processor has AVX512-FP16, as Intel's have from Sapphire Rapids on. */
bool CpuHasFp16(void);

/*
 * Returns whether AVX2 gathers are in use and faster than as many loads: on AMD's processors, and
 * on Intel's from Sapphire Rapids on. A microcode of 2023 slowed them on those before
 * (CVE-2022-40982).
 */
bool CpuGathersFast(void);

/* For tests and benchmarks: use at most this level from now on. */
void CpuLimit(CpuLevel highest);

#ifdef __cplusplus
}
#endif
#endif
