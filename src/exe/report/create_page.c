#include "create_page.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "create_report.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "page.h"
#include "runtime/base/path.h"
#include "version.h"

HRESULT CreatePageTake(CreatePage *page, const TableCommand *command, const wchar_t *depFile, Failure *failure)
{
    const struct {
        const wchar_t *path, *reason;
    } others[] = {
        {command->keysPath, L"the file is the keys file"},
        {command->options.values, L"the file is that of --Values"},
        {command->options.outputFile, L"the file is that of -o"},
        {depFile, L"the file is that of --DepFile"},
    };
    const HRESULT code = page->path != NULL ? PageCheck(page->path, failure) : S_FALSE;
    if (code != S_OK)
        return code;
    for (size_t i = 0; i < ARRAYSIZE(others); i++)
        if (PathIsSame(page->path, others[i].path))
            return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Report", others[i].reason, 0, 0, 0);
    page->folder = TextCopy(command->outputDirectory);
    return page->folder != NULL ? S_OK : FailureMemoryText(failure, command->outputDirectory);
}

HRESULT CreatePageLook(const CreatePage *page, Failure *failure)
{
    return page->path != NULL ? PageLook(page->path, page->folder, failure) : S_OK;
}

void CreatePageFree(CreatePage *page)
{
    TextFree(page->folder);
}

/* Puts the page's JSON together. */
static HRESULT CreatePageCompose(const Command *command, IPerfectHashTable *table, Output *json)
{
    BSTR data = NULL;
    OutputPut(json, L"{\"kind\": \"table\", \"version\": \"" PRODUCT_VERSION L"\", \"words\": [");
    for (int i = 0; i < command->wordCount; i++) {
        OutputPut(json, i != 0 ? L", " : L"");
        OutputPutJson(json, command->words[i]);
    }
    OutputPut(json, L"], \"table\": ");
    HRESULT hr = CreateReportPut(table, json);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_ReportData(table, &data);
    OutputPut(json, L", \"drawing\": ");
    OutputPut(json, data != NULL ? data : L"");
    OutputPut(json, L"}");
    SysFreeString(data);
    return FAILED(hr) ? hr : json->failed ? E_OUTOFMEMORY : S_OK;
}

static void CreatePagePut(Page *page, const void *context)
{
    const Utf8Text *json = context;
    PagePut(page, json->bytes, json->length);
}

HRESULT CreatePageWrite(const CreatePage *page, const Command *command, IPerfectHashTable *table, Failure *failure)
{
    Output json = {0};
    Utf8Text text = {0};
    if (page->path == NULL)
        return S_OK;
    HRESULT hr = CreatePageCompose(command, table, &json);
    if (SUCCEEDED(hr))
        Utf8PutUnits(&text, json.text, json.length);
    if (FAILED(hr))
        FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, page->path, (DWORD)hr);
    else
        hr =
            text.failed ? FailureMemoryText(failure, page->path) : PageWrite(page->path, CreatePagePut, &text, failure);
    OutputDrop(&json);
    Utf8Free(&text);
    return hr;
}
