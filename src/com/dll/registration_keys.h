/*
 * The parts of a registration: the classes with their ProgIDs, an AppID, the type library and its
 * interfaces. They are put into the hive's view, or removed from it; programs of the view's bits
 * see them. One thread.
 */
#ifndef COM_REGISTRATION_KEYS_H
#define COM_REGISTRATION_KEYS_H

#include <windows.h>
#include <oaidl.h>

#include "runtime/base/hive.h"

/* The views of programs of this module's bits, and of the others. */
enum {
    OwnView = sizeof(void *) == 8 ? KEY_WOW64_64KEY : KEY_WOW64_32KEY,
    OtherView = sizeof(void *) == 8 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY
};

enum { ModulePathChars = 32768 };

/* Puts the classes; modulePath NULL: they are found by their AppID alone, in its surrogate. */
void RegistrationPutClasses(Hive *hive, const wchar_t *modulePath);
void RegistrationPutSurrogate(Hive *hive, BOOL surrogate);
void RegistrationPutInterfaces(Hive *hive, ITypeLib *library);
/* Puts the library as programs of the view load it, and removes earlier versions of it. */
void RegistrationPutLibrary(Hive *hive, const wchar_t *modulePath);

/* Remove what these put. */
void RegistrationRemoveClasses(Hive *hive);
void RegistrationRemoveInterfaces(Hive *hive, ITypeLib *library);
void RegistrationRemoveLibrary(Hive *hive);
/* Removes ProgIDs and AppID, which both views have in common on Windows. */
void RegistrationRemoveNames(Hive *hive);
/* Leaves the classes to the AppID's surrogate. */
void RegistrationRemoveModule(Hive *hive);

/* Reads which file the view's classes are in; an empty text: none. */
void RegistrationModule(Hive *hive, wchar_t modulePath[ModulePathChars]);
/* Reads whether the AppID has a surrogate. */
BOOL RegistrationHasSurrogate(Hive *hive);

#endif
