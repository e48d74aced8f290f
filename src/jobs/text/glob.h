/*
 * File name patterns: * is any run of characters, ? any one; the case of A to Z does not count, and
 * / is \. Pure; any thread.
 */
#ifndef JOBS_GLOB_H
#define JOBS_GLOB_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { GlobMostPatterns = 64, GlobMostChars = 260 };

/*
 * Returns whether there are at most GlobMostPatterns patterns, of at most GlobMostChars characters
 * each: each file of a walk is matched with all of them.
 */
bool GlobIsModest(const wchar_t *patterns);

/*
 * Returns true when one of the patterns, separated by semicolons, matches. A pattern with a
 * separator matches the whole relative path, one without it the path's name. Takes time
 * proportional to pattern x path, whatever the pattern.
 */
bool GlobMatch(const wchar_t *patterns, const wchar_t *relativePath);

#ifdef __cplusplus
}
#endif
#endif
