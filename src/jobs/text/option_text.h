/* Options back to text: what was asked for, told by the fields of a target. Pure; any thread. */
#ifndef JOBS_OPTION_TEXT_H
#define JOBS_OPTION_TEXT_H

#include "annotations.h"
#include "option.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * True when the option's field in target is not what it is in defaults; an option that stores
 * nothing never differs.
 */
bool OptionDiffers(_In_ const Option *option, _In_ const void *target, _In_ const void *defaults);

/* The number, word or switch in the option's field; 0 where nothing is stored. */
uint64_t OptionValueNumber(_In_ const Option *option, _In_ const void *target);

/*
 * The value as a command line has it. What stores nothing is its first word, and a text that was
 * not given what it stands for. TextFree, NULL: out of memory.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *OptionValueText(_In_ const Option *option, _In_ const void *target);

/* --Name=Value, which gives that field back when it is parsed; TextFree, NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *OptionWrite(_In_ const Option *option, _In_ const void *target);

#ifdef __cplusplus
}
#endif
#endif
