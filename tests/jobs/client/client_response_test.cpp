/*
 * These tests prove that the answer to a client's request is JSON. It has the request's name, its
 * code and its numbers. A request that failed has the text of its failure, too, whatever characters
 * are in that text: quotes and backslashes are escaped.
 */
#include "jobs/client/client_response.h"

#include "jobs/text/text.h"
#include "support/jobs/fixture.h"

namespace {

std::wstring End(ClientResponse *response)
{
    wchar_t *text = ClientResponseEnd(response);
    REQUIRE(text != nullptr);
    const std::wstring copy = text;
    TextFree(text);
    return copy;
}

} // namespace

TEST_CASE("an answer has its name, its code and its numbers")
{
    ClientResponse response = {};
    ClientFailure failure = {};
    ClientResponseBegin(&response, L"Status", S_OK, &failure);
    ClientResponseNumber(&response, "requestId", 7);
    CHECK(End(&response) == L"{\"request\": \"Status\", \"code\": \"0x00000000\", \"requestId\": 7}");
}

TEST_CASE("the text of a failure is quoted")
{
    ClientResponse response = {};
    ClientFailure failure = {E_FAIL, L"\"C:\\x\""};
    ClientResponseBegin(&response, L"Ping", E_FAIL, &failure);
    CHECK(End(&response) == L"{\"request\": \"Ping\", \"code\": \"0x80004005\", \"error\": \"\\\"C:\\\\x\\\"\"}");
}
