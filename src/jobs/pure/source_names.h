/*
 * Under which licence a table's source code is put, and how what is in it is named, as users write
 * it. Pure; any thread.
 */
#ifndef JOBS_SOURCE_NAMES_H
#define JOBS_SOURCE_NAMES_H

#include <stdbool.h>

#include "annotations.h"
#include "chm01/emit/source.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Is it an SPDX expression that a comment may have: identifiers of letters, digits, dots, hyphens
 * and a plus, with OR, AND or WITH between two, and less than SourceNameBytes?
 */
bool LicenseIsSound(_In_z_ const wchar_t *text);

/*
 * Are these identifiers of ASCII, with "::" or "." between two, which no language reserves for
 * itself: a letter, then letters, digits and single _ between them? Which are keywords, each
 * language knows.
 */
bool NamespaceIsSound(_In_z_ const wchar_t *text);

/* Is it the begin of such an identifier, which may end with _, and less than SourcePrefixBytes? */
bool PrefixIsSound(_In_z_ const wchar_t *text);

/* Returns how source code is named by these texts, sound ones or NULL: none. */
SourceNames SourceNamesRead(_In_opt_z_ const wchar_t *license, _In_opt_z_ const wchar_t *namespaceOf,
                            _In_opt_z_ const wchar_t *prefix, SourceStyle style);

#ifdef __cplusplus
}
#endif
#endif
