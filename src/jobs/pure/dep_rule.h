/*
 * The checks of --DepFile: the file is one of its own, and the makefile's rule in it has targets.
 * Pure.
 */
#ifndef JOBS_DEP_RULE_H
#define JOBS_DEP_RULE_H

#include "annotations.h"
#include "table_options.h"

/* Why the rule can't replace a file that it names. */
#define DEP_RULE_OWN_FILE L"the file is one that the rule is about"

/* Returns whether the command writes files whose paths are known. */
bool DepRuleHasTargets(_In_ const TableCommand *command);

/* Returns why the rule of a command can't be written to the path; NULL: it can. */
_Ret_maybenull_z_ const wchar_t *DepRuleWrong(_In_z_ const wchar_t *path, _In_ const TableCommand *command);

#endif
