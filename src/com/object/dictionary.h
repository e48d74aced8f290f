/*
 * Keys and values of objects that are dictionaries: .NET's, such as PowerShell's [ordered], and
 * Scripting.Dictionary. Any thread.
 */
#ifndef COM_DICTIONARY_H
#define COM_DICTIONARY_H

#include <windows.h>
#include <oaidl.h>

typedef struct Dictionary { /* all zero: it has nothing */
    VARIANT keys, values;   /* arrays, or what the object gives instead */
} Dictionary;

/*
 * Takes keys and values in the order in which the object gives them: what its Keys and its Items
 * or Values return, and of a collection what its enumerator does. S_FALSE: the object has no such
 * members. Calls the object.
 */
HRESULT DictionaryTake(const VARIANT *object, Dictionary *out);

/* An all-zero one is allowed. */
void DictionaryFree(Dictionary *dictionary);

#endif
