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

#ifdef __cplusplus
}
#endif
#endif
