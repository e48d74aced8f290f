#include "user_name.h"

#include <windows.h>
#include <sddl.h>

#include "jobs/text/text.h"

enum { PartChars = 257, NameChars = 2 * PartChars };

wchar_t *UserName(const wchar_t *sid)
{
    wchar_t account[PartChars], domain[PartChars], name[NameChars];
    DWORD accountChars = PartChars, domainChars = PartChars;
    SID_NAME_USE use;
    PSID binary;
    if (!ConvertStringSidToSidW(sid, &binary))
        return TextCopy(sid);
    const BOOL known =
        LookupAccountSidW(NULL, binary, account, &accountChars, domain, &domainChars, &use) && *account != 0;
    LocalFree(binary);
    if (!known)
        return TextCopy(sid);
    TextLine line = TextLineIn(name, NameChars);
    TextAdd(&line, domain);
    TextAdd(&line, *domain != 0 ? L"\\" : L"");
    TextAdd(&line, account);
    TextOneLine(name);
    return TextCopy(name);
}
