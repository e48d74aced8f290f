#include "bulk_page.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "page.h"
#include "version.h"

static void BulkPagePut(Page *page, const void *context)
{
    PagePutText(page, "{\"kind\": \"bulk\", \"version\": \"" PRODUCT_VERSION "\", \"run\": ");
    PagePutFile(page, context);
    PagePutText(page, "}");
}

HRESULT BulkPageWrite(const wchar_t *path, IPerfectHashTables *tables, Failure *failure)
{
    BSTR json = NULL;
    HRESULT hr = IPerfectHashTables_get_JsonPath(tables, &json);
    if (FAILED(hr))
        FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, (DWORD)hr);
    else
        hr = PageWrite(path, BulkPagePut, json, failure);
    SysFreeString(json);
    return hr;
}
