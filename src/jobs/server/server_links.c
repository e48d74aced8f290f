/* See server_links.h. */
#include "server_links.h"

#include <stddef.h>
#include <string.h>
#include <winioctl.h>

#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

/*
 * REPARSE_DATA_BUFFER of symbolic links and of mount points, which user mode's headers lack. Behind
 * it stand the names.
 */
typedef struct LinkHead {
    DWORD tag;
    WORD dataBytes, reserved;
    WORD nameOffset, nameBytes, printOffset, printBytes;
    DWORD symbolicFlags; /* mount points have none, and their names begin here */
} LinkHead;

enum { LinkMostBytes = 16384, LinkNamed = 0x20000000 }; /* the bit: such a tag names another file or folder */

static BOOL IsVolume(const wchar_t *target)
{
    static const wchar_t volume[] = L"\\\\?\\Volume{";
    const wchar_t *end = wcschr(target, L'}');
    return _wcsnicmp(target, volume, ARRAYSIZE(volume) - 1) == 0 && end != NULL &&
           (end[1] == 0 || (end[1] == L'\\' && end[2] == 0));
}

LinkKind LinkParse(const void *data, size_t bytes, wchar_t **target)
{
    LinkHead head = {0};
    memcpy(&head, data, min(bytes, sizeof head));
    const BOOL symbolic = head.tag == IO_REPARSE_TAG_SYMLINK;
    const size_t names = symbolic ? sizeof head : offsetof(LinkHead, symbolicFlags);
    *target = NULL;
    if (!symbolic && head.tag != IO_REPARSE_TAG_MOUNT_POINT)
        return (head.tag & LinkNamed) != 0 ? LinkUnknown : LinkNone;
    if (bytes < names || (size_t)head.nameOffset + head.nameBytes > bytes - names || head.nameBytes == 0 ||
        head.nameBytes % sizeof(wchar_t) != 0)
        return LinkUnknown;
    wchar_t *text = Win32Allocate(head.nameBytes + sizeof(wchar_t));
    if (text == NULL)
        return LinkNoMemory;
    memcpy(text, (const BYTE *)data + names + head.nameOffset, head.nameBytes);
    if (wcsncmp(text, L"\\??\\", 4) == 0)
        text[1] = L'\\';
    if (!symbolic && IsVolume(text)) {
        TextFree(text);
        return LinkNone;
    }
    *target = text;
    return LinkSays;
}

static LinkKind ReadLink(const wchar_t *extended, wchar_t **target)
{
    DWORD bytes = 0;
    LinkKind kind = LinkUnknown;
    const HANDLE link =
        Win32OpenFile(extended, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT);
    if (link == INVALID_HANDLE_VALUE)
        return LinkUnknown;
    void *data = Win32Allocate(LinkMostBytes);
    if (data == NULL)
        kind = LinkNoMemory;
    else if (DeviceIoControl(link, FSCTL_GET_REPARSE_POINT, NULL, 0, data, LinkMostBytes, &bytes, NULL))
        kind = LinkParse(data, bytes, target);
    else if (GetLastError() == ERROR_NOT_A_REPARSE_POINT)
        kind = LinkNone; /* not any more; or Wine, which keeps to itself where it leads */
    Win32Free(data);
    CloseHandle(link);
    return kind;
}

LinkKind LinkRead(const wchar_t *path, wchar_t **target)
{
    wchar_t *extended = PathExtended(path);
    LinkKind kind = LinkUnknown;
    *target = NULL;
    if (extended == NULL)
        return LinkNoMemory;
    const DWORD attributes = GetFileAttributesW(extended), error = GetLastError();
    if (attributes == INVALID_FILE_ATTRIBUTES)
        kind = error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? LinkMissing : LinkUnknown;
    else
        kind = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? ReadLink(extended, target) : LinkNone;
    TextFree(extended);
    return kind;
}
