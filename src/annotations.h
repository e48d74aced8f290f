/*
 * Microsoft's source annotations (SAL), with which the headers between the layers say what may be
 * NULL, what a call reads and what it writes. A compiler without them reads them as nothing.
 */
#ifndef ANNOTATIONS_H
#define ANNOTATIONS_H

#ifdef _WIN32
#include <sal.h>
#else
#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(count)
#define _In_reads_bytes_(bytes)
#define _In_reads_bytes_opt_(bytes)
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Out_
#define _Out_opt_
#define _Out_writes_(count)
#define _Out_writes_z_(count)
#define _Out_writes_opt_z_(count)
#define _Out_writes_bytes_(bytes)
#define _Out_writes_bytes_all_(bytes)
#define _Out_writes_bytes_to_(bytes, written)
#define _Outptr_
#define _Outptr_opt_result_maybenull_
#define _Outptr_result_maybenull_
#define _Outptr_result_buffer_(count)
#define _Outptr_result_z_
#define _Ret_maybenull_
#define _Ret_maybenull_z_
#define _Ret_notnull_
#define _Ret_z_
#define _Must_inspect_result_
#define _Success_(condition)
#endif

#endif
