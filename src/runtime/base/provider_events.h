/*
 * The manifest's compiled header, with what it needs around it. For provider.c and for the files
 * that write events, runtime_events.c and jobs/base/job_events.c, alone.
 */
#ifndef RUNTIME_PROVIDER_EVENTS_H
#define RUNTIME_PROVIDER_EVENTS_H

#include <windows.h>

#include <evntprov.h>
#include <evntrace.h>
#include <string.h>
#include <wmistr.h>

#include "provider.h"

#define MCGEN_EVENTWRITETRANSFER ProviderWrite

/*
 * It is written for Microsoft's compilers: their __inline, and their "extern" that defines what it
 * gives a value. mingw-w64 lacks one of its annotations.
 */
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wextern-initializer"
#pragma clang diagnostic ignored "-Wextra-semi"
#endif
#ifdef __MINGW32__
#define __inline static __inline__
#endif
#ifndef _Pre_cap_
#define _Pre_cap_(count)
#endif
#include "PerfectHashEvents.h" /* IWYU pragma: export */
#ifdef __MINGW32__
#undef __inline
#endif
#ifdef __clang__
#pragma clang diagnostic pop
#endif

#endif
