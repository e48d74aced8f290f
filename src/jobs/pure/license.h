/* Under which licence a table's source code is put, as users write it. Pure; any thread. */
#ifndef JOBS_LICENSE_H
#define JOBS_LICENSE_H

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

/* Returns how source code is named that has this licence, a sound one; NULL: none. */
SourceNames LicenseNames(_In_opt_z_ const wchar_t *text);

#ifdef __cplusplus
}
#endif
#endif
