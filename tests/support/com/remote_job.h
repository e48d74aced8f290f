// What tests ask of a job that a server runs, and of its client.
#pragma once
#include "support/com/server_and_client.h"

inline std::wstring WriteKeys(const TemporaryFolder &folder, const wchar_t *name, size_t count, uint32_t seed = 1)
{
    return folder.write(name, SomeKeys(count, seed));
}

inline LONG CodeOf(const Com<IPerfectHashJob> &job)
{
    LONG code = -1;
    CHECK(job->get_ErrorCode(&code) == S_OK);
    return code;
}

inline std::wstring TextOf(const Com<IPerfectHashJob> &job)
{
    Bstr text;
    CHECK(job->get_Error(text.out()) == S_OK);
    return text.str();
}

inline double IdOf(const Com<IPerfectHashJob> &job)
{
    return Number(job, &IPerfectHashJob::get_RequestId);
}

inline std::wstring LastResponse(const Com<IPerfectHashIocpClient> &client)
{
    Bstr text;
    CHECK(client->get_LastResponse(text.out()) == S_OK);
    return text.str();
}

inline bool Holds(const std::wstring &text, const wchar_t *part)
{
    return text.find(part) != std::wstring::npos;
}
