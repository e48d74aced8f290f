/*
 * What a registration consists of: the classes with their ProgIDs, an AppID, the type library and
 * its interfaces. A view is KEY_WOW64_64KEY or KEY_WOW64_32KEY: what programs of so many bits see.
 * Win32 codes; one thread.
 */
#ifndef COM_REGISTRATION_KEYS_H
#define COM_REGISTRATION_KEYS_H

#include <windows.h>
#include <oaidl.h>

#include "hive.h"

/* The views of programs of this module's bits, and of the others. */
enum {
    OwnView = sizeof(void *) == 8 ? KEY_WOW64_64KEY : KEY_WOW64_32KEY,
    OtherView = sizeof(void *) == 8 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY
};

enum { ModulePathChars = 32768 };

/* Puts the classes; modulePath NULL: they are found by their AppID alone, in its surrogate. */
LSTATUS RegistrationPutClasses(Hive *hive, REGSAM view, const wchar_t *modulePath);
LSTATUS RegistrationPutSurrogate(Hive *hive, REGSAM view, BOOL surrogate);
LSTATUS RegistrationPutInterfaces(Hive *hive, REGSAM view, ITypeLib *library);
/* Puts the library as programs of the view load it, and removes earlier versions of it. */
LSTATUS RegistrationPutLibrary(Hive *hive, REGSAM view, const wchar_t *modulePath);

/* Remove what these put, in the view. */
LSTATUS RegistrationRemoveClasses(Hive *hive, REGSAM view);
LSTATUS RegistrationRemoveInterfaces(Hive *hive, REGSAM view, ITypeLib *library);
LSTATUS RegistrationRemoveLibrary(Hive *hive, REGSAM view);
/* Removes ProgIDs and AppID, which both views have in common on Windows. */
LSTATUS RegistrationRemoveNames(Hive *hive, REGSAM view);
/* Leaves the classes to the AppID's surrogate. */
LSTATUS RegistrationRemoveModule(Hive *hive, REGSAM view);

/* Reads which file the view's classes are in; an empty text: none. */
LSTATUS RegistrationModule(const Hive *hive, REGSAM view, wchar_t modulePath[ModulePathChars]);
/* Reads whether the AppID has a surrogate. */
LSTATUS RegistrationHasSurrogate(const Hive *hive, REGSAM view, BOOL *surrogate);

#endif
