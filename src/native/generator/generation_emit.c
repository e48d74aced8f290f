/* See generation.h: the header's text, and the files in their places. */
#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/emit/source_find.h"
#include "chm01/emit/source_gperf.h"
#include "failure_text.h"
#include "generation.h"
#include "jobs/pure/keys_file.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/pure/memory.h"

/* ---- the header ---- */

static bool WritesFiles(const Generation *generation)
{
    return (*generation->outputDirectory != 0 || generation->outputFile != NULL) && !generation->options.noFileIo &&
           generation->options.outputs != 0;
}

static bool GenerationWritesHeader(const Generation *generation)
{
    return WritesFiles(generation) && (generation->options.outputs & OutputHeader) != 0;
}

static SourceGperf GperfSource(const Generation *generation)
{
    const SourceGperf source = {&generation->gperf.file, &generation->textView.table, generation->gperf.path};
    return source;
}

static size_t GenerationHeaderBound(const Generation *generation, const SourceOptions *options)
{
    const SourceGperf gperf = GperfSource(generation);
    if (generation->gperf.isGiven)
        return SourceGperfBound(&gperf);
    return generation->areTexts
               ? SourceFindBound(&generation->textView.table, generation->textView.name, options->records)
               : SourceBound(&generation->view, options);
}

static bool HeaderOn(Generation *generation, const SourceOptions *options)
{
    const SourceGperf gperf = GperfSource(generation);
    Work work = WorkAll();
    if (generation->gperf.isGiven)
        return SourceGperfWriteOn(&gperf, &work, &generation->header);
    return generation->areTexts ? SourceFindWriteOn(&generation->textView.table, generation->textView.name,
                                                    options->records, &work, &generation->header)
                                : SourceWriteOn(&generation->view, options, &work, &generation->header);
}

/* Sorts what <Name>FindFloor searches; the keys of a table file are searched as they lie there. */
static HRESULT MakeFloors(Generation *generation, RangesSort *sort)
{
    const TableView *view = &generation->view;
    const KeySet keys = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    Work work = WorkAll();
    if (FAILED(GenerationBlock(generation, &generation->floors, RangesSortedBytes(&keys))))
        return generation->failure->code;
    RangesSortBegin(sort, &keys, generation->floors);
    while (!RangesSortOn(sort, &work))
        work = WorkAll();
    if (sort->made.positions == NULL || !SourceIsOverImage(view, generation->options.headerWithoutData))
        return S_OK;
    return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, generation->subject, KEYS_RANGES_ORDER, 0, 0, 0);
}

HRESULT GenerationEmit(Generation *generation)
{
    SourceOptions options = TableOptionsSource(&generation->options);
    RangesSort sort;
    if (!GenerationWritesHeader(generation))
        return S_OK;
    options.records = generation->recordsAreEmitted ? generation->records : NULL;
    if (generation->options.ranges) {
        if (FAILED(MakeFloors(generation, &sort)))
            return generation->failure->code;
        options.floors = &sort.made;
    }
    const size_t bytes = GenerationHeaderBound(generation, &options);
    generation->header.out = NativeBlock(bytes);
    if (generation->header.out == NULL)
        return GenerationMemory(generation, bytes);
    while (!HeaderOn(generation, &options))
        continue;
    return S_OK;
}

/* ---- names ---- */

static const wchar_t *HashName(const Generation *generation)
{
    return generation->areTexts ? L"Text" : TableOptionsHashFunction(&generation->options);
}

/* A path of a folder and a name with what stands behind it; NULL: out of memory. */
static wchar_t *PathIn(const wchar_t *folder, const wchar_t *name, const wchar_t *const behind[3])
{
    const size_t folderChars = TextLength(folder);
    size_t chars = folderChars + TextLength(name) + 2;
    for (int i = 0; i < 3; i++)
        chars += TextLength(behind[i]);
    wchar_t *path = MemoryAllocate(chars * sizeof *path);
    if (path == NULL)
        return NULL;
    TextLine line = TextLineIn(path, chars);
    TextAdd(&line, folder);
    TextAdd(&line, folderChars != 0 && folder[folderChars - 1] != L'/' ? L"/" : L"");
    TextAdd(&line, name);
    for (int i = 0; i < 3; i++)
        TextAdd(&line, behind[i]);
    return path;
}

static HRESULT NameFolder(Generation *generation)
{
    wchar_t safe[PATH_NAME_CHARS];
    PathSafeName(generation->name, safe);
    const wchar_t *const behind[] = {L"_Chm01_", HashName(generation), L"_And"};
    generation->folder = generation->gperf.isGiven ? TextCopy(generation->outputDirectory)
                                                   : PathIn(generation->outputDirectory, safe, behind);
    return generation->folder != NULL ? S_OK : GenerationMemory(generation, sizeof safe);
}

/* ---- files ---- */

/* Adds a file of these bytes, which is prepared beside its place. */
static HRESULT GenerationAddFile(Generation *generation, const wchar_t *base, const wchar_t *extension,
                                 const void *bytes, size_t size)
{
    GeneratedFile *file = &generation->files[generation->fileCount++];
    const wchar_t *const behind[] = {extension, L"", L""};
    wchar_t safe[PATH_NAME_CHARS];
    PathSafeName(base, safe);
    file->path = PathIn(generation->folder, safe, behind);
    file->utf8 = file->path != NULL ? TextCopyUtf8(file->path) : NULL;
    if (file->utf8 == NULL)
        return GenerationMemory(generation, sizeof safe);
    file->replaced.path = file->utf8;
    const int error = SystemReplaceBegin(&file->replaced, bytes, size, generation->options.durable);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}

static HRESULT AddFiles(Generation *generation, const wchar_t *base)
{
    HRESULT code = S_OK;
    if (GenerationWritesHeader(generation))
        code = GenerationAddFile(generation, generation->gperf.isGiven ? generation->gperf.output : base,
                                 generation->gperf.isGiven ? L"" : L".h", generation->header.out,
                                 generation->header.length);
    if (SUCCEEDED(code) && (generation->options.outputs & OutputTableFile) != 0)
        code = GenerationAddFile(generation, base, L".pht", generation->image, generation->imageBytes);
    return code;
}

static HRESULT GenerationMakeFolder(Generation *generation)
{
    char *utf8 = TextCopyUtf8(generation->folder);
    if (utf8 == NULL)
        return FailureMemoryText(generation->failure, generation->folder);
    const int error = SystemMakeFolders(utf8, generation->options.durable);
    TextFree(utf8);
    return error == 0 ? S_OK
                      : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_DIRECTORY, generation->folder, error);
}

/* Puts all files in place, of which each is whole by now. */
static HRESULT GenerationPutFiles(Generation *generation)
{
    for (size_t i = 0; i < generation->fileCount; i++) {
        GeneratedFile *file = &generation->files[i];
        const int error = SystemReplaceEnd(&file->replaced, generation->options.durable);
        if (error != 0)
            return FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
    }
    return S_OK;
}

HRESULT GenerationWrite(Generation *generation)
{
    char identifier[SourceIdentifierBytes];
    if (!WritesFiles(generation))
        return S_OK;
    if (generation->outputFile != NULL)
        return GenerationWriteOne(generation);
    if (FAILED(NameFolder(generation)) || FAILED(GenerationMakeFolder(generation)))
        return generation->failure->code;
    SourceIdentifier(generation->nameUtf8, identifier);
    wchar_t *base = TextFromUtf8(identifier);
    if (base == NULL)
        return GenerationMemory(generation, sizeof identifier);
    HRESULT code = AddFiles(generation, base);
    if (SUCCEEDED(code))
        code = GenerationPutFiles(generation);
    TextFree(base);
    return code;
}
