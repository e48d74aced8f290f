/* See bulk_text.h: the texts in pieces. */
#include "bulk_text.h"

#include <string.h>

#include "bulk_merge.h"

void BulkTextOpen(BulkText *text, const BulkResult *result, const BulkRunDescription *figures, BOOL json)
{
    memset(text, 0, sizeof *text);
    text->result = result;
    text->figures = *figures;
    text->json = json;
}

static void PutNextRow(BulkText *text)
{
    const BulkMerge *merge = text->figures.merge;
    if (merge != NULL && text->json)
        BulkMergeJsonPut(merge, text->result, text->row, &text->piece);
    else if (merge != NULL)
        BulkMergeCsvPut(merge, text->row, &text->piece);
    else if (text->json)
        BulkJsonPut(text->result, &text->figures, text->row, &text->piece);
    else
        BulkCsvPut(text->result, text->row, &text->piece);
    text->row++;
}

DWORD BulkTextNext(void *context, const void **piece, size_t *bytes)
{
    BulkText *text = context;
    text->piece.length = 0;
    if (text->row == 0) /* also where there is none */
        PutNextRow(text);
    while (text->row < text->result->rowCount && text->piece.length < BulkTextPieceBytes)
        PutNextRow(text);
    *piece = text->piece.bytes;
    *bytes = text->piece.length;
    return text->piece.failed ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS;
}

void BulkTextClose(BulkText *text)
{
    Utf8Free(&text->piece);
}
