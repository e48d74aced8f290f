/* A rule of a makefile that says what files were made of. Pure; one owner. */
#ifndef JOBS_DEP_TEXT_H
#define JOBS_DEP_TEXT_H

#include "annotations.h"
#include "utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Puts a path as gcc -MD quotes it: a backslash before a blank or #, those before a blank twice,
 * and $ twice. An unpaired surrogate becomes U+FFFD.
 */
void DepPutPath(_Inout_ Utf8Text *text, _In_z_ const wchar_t *path);

/* Puts a file that the rule is for; each but the first follows a blank. */
void DepPutTarget(_Inout_ Utf8Text *text, _In_z_ const wchar_t *path);

/*
 * Puts the files that the targets are made of, and ends the rule. Standard input has no name
 * there.
 */
void DepPutSources(_Inout_ Utf8Text *text, _In_z_ const wchar_t *keys, _In_opt_z_ const wchar_t *values);

#ifdef __cplusplus
}
#endif
#endif
