#include "crash_stack.h"

/* The stack may be what is broken. */
static BOOL ReadStack(ULONG_PTR address, void *out, SIZE_T bytes)
{
    SIZE_T done;
    return ReadProcessMemory(GetCurrentProcess(), (const void *)address, out, bytes, &done) && done == bytes;
}

#if defined(_M_IX86) || defined(__i386__)

DWORD64 CrashStackAt(const CONTEXT *context)
{
    return context->Eip;
}

/* There are no tables: a frame pointer leads to the caller's, and to the return address above. */
BOOL CrashStackUp(CONTEXT *context)
{
    DWORD frame[2];
    if (!ReadStack(context->Ebp, frame, sizeof frame) || frame[0] <= context->Ebp)
        return FALSE;
    context->Ebp = frame[0];
    context->Eip = frame[1];
    return TRUE;
}

#else

#if defined(_M_ARM64)
#define INSTRUCTION Pc
#else
#define INSTRUCTION Rip
#endif

DWORD64 CrashStackAt(const CONTEXT *context)
{
    return context->INSTRUCTION;
}

/* A leaf, or a call to nowhere: the return address is in a register, or on top of the stack. */
static BOOL LeaveLeaf(CONTEXT *context)
{
#if defined(_M_ARM64)
    const BOOL left = context->Pc != context->Lr && ReadStack((ULONG_PTR)context->Sp, &(DWORD64){0}, sizeof(DWORD64));
    context->Pc = context->Lr;
    return left;
#else
    if (!ReadStack((ULONG_PTR)context->Rsp, &context->Rip, sizeof context->Rip))
        return FALSE;
    context->Rsp += sizeof context->Rip;
    return TRUE;
#endif
}

BOOL CrashStackUp(CONTEXT *context)
{
    DWORD64 base, frame;
    void *handlerData;
    PRUNTIME_FUNCTION function =
        context->INSTRUCTION != 0 ? RtlLookupFunctionEntry(context->INSTRUCTION, &base, NULL) : NULL;
    if (function == NULL)
        return LeaveLeaf(context);
    RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context->INSTRUCTION, function, context, &handlerData, &frame, NULL);
    return TRUE;
}

#endif
