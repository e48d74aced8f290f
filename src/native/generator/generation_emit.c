/* See generation.h: the outputs' texts, and the files in their places. */
#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/emit/source_gperf.h"
#include "failure_text.h"
#include "generation.h"
#include "jobs/pure/keys_file.h"
#include "jobs/pure/table_names.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/pure/memory.h"

/* ---- source code ---- */

static bool WritesFiles(const Generation *generation)
{
    return (*generation->outputDirectory != 0 || generation->outputFile != NULL) && !generation->options.noFileIo &&
           generation->options.outputs != 0;
}

static bool GenerationMakes(const Generation *generation, size_t form)
{
    return WritesFiles(generation) && (generation->options.outputs & outputForms[form].output) != 0;
}

static SourceGperf GperfSource(const Generation *generation)
{
    const SourceGperf source = {&generation->gperf.file, &generation->textView.table, generation->gperf.path,
                                &generation->names};
    return source;
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

static HRESULT GenerationMakeText(Generation *generation, size_t form, const SourceOptions *options)
{
    const SourceInput input = {.table = generation->areTexts ? NULL : &generation->view,
                               .texts = generation->areTexts ? &generation->textView.table : NULL,
                               .name = generation->nameUtf8,
                               .options = options};
    const SourceGperf gperf = GperfSource(generation);
    const bool isGperf = generation->gperf.isGiven;
    SourceText *const text = &generation->sources[form];
    const char *const refused = isGperf ? NULL : OutputRefuses(&outputForms[form], &input);
    if (refused != NULL)
        return OutputRefused(outputForms[form].output, refused, generation->failure);
    const size_t bytes = isGperf ? SourceGperfBound(&gperf) : OutputBound(&outputForms[form], &input);
    text->out = NativeBlock(bytes);
    if (text->out == NULL)
        return GenerationMemory(generation, bytes);
    Work work = WorkAll();
    while (isGperf ? !SourceGperfWriteOn(&gperf, &work, text) : !outputForms[form].write(&input, &work, text))
        work = WorkAll();
    return S_OK;
}

static bool GenerationMakesTexts(const Generation *generation)
{
    return WritesFiles(generation) && (generation->options.outputs & ~(uint32_t)OutputTableFile) != 0;
}

HRESULT GenerationEmit(Generation *generation)
{
    SourceOptions options = TableOptionsSource(&generation->options);
    RangesSort sort;
    HRESULT code = S_OK;
    options.stem = generation->stem;
    options.names = &generation->names;
    options.records = generation->recordsAreEmitted ? generation->records : NULL;
    options.keys = generation->areTexts ? NULL : &generation->keys;
    if (generation->options.ranges && GenerationMakesTexts(generation)) {
        code = MakeFloors(generation, &sort);
        options.floors = &sort.made;
    }
    for (size_t form = 0; form < OutputForms && SUCCEEDED(code); form++)
        if (outputForms[form].write != NULL && GenerationMakes(generation, form))
            code = GenerationMakeText(generation, form, &options);
    return code;
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

/* Names the file of an output. */
static HRESULT GenerationNameFile(Generation *generation, size_t form)
{
    GeneratedFile *file = &generation->files[generation->fileCount++];
    const wchar_t *const behind[] = {L"", L"", L""};
    wchar_t name[TABLE_FILE_NAME_CHARS];
    file->form = form;
    if (generation->gperf.isGiven && outputForms[form].write != NULL)
        PathSafeName(generation->gperf.output, name);
    else
        TableOutputName(generation->stem, generation->names.style, form, name);
    file->path =
        generation->outputFile != NULL ? TextCopy(generation->outputFile) : PathIn(generation->folder, name, behind);
    file->utf8 = file->path != NULL ? TextCopyUtf8(file->path) : NULL;
    return file->utf8 != NULL ? S_OK : GenerationMemory(generation, sizeof name);
}

HRESULT GenerationNameFiles(Generation *generation)
{
    HRESULT code = S_OK;
    TableStem(generation->name, &generation->names, generation->stem);
    if (!WritesFiles(generation) || GenerationPrints(generation))
        return S_OK;
    if (generation->outputFile == NULL)
        code = NameFolder(generation);
    for (size_t form = 0; form < OutputForms && SUCCEEDED(code); form++)
        if (GenerationMakes(generation, form))
            code = GenerationNameFile(generation, form);
    for (size_t i = 0; i < generation->fileCount && SUCCEEDED(code); i++) {
        const int error = SystemLookNames(generation->files[i].utf8);
        if (error != 0)
            code = FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, generation->files[i].path, error);
    }
    return code;
}

/* ---- files ---- */

/* Prepares a file beside its place. */
static HRESULT PrepareFile(Generation *generation, GeneratedFile *file)
{
    const SourceText *const text = &generation->sources[file->form];
    const bool isTable = outputForms[file->form].write == NULL;
    file->replaced.path = file->utf8;
    const int error = SystemReplaceBegin(&file->replaced, isTable ? generation->image : (const void *)text->out,
                                         isTable ? generation->imageBytes : text->length, generation->options.durable);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
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
    HRESULT code = S_OK;
    if (!WritesFiles(generation))
        return S_OK;
    if (generation->outputFile != NULL)
        return GenerationWriteOne(generation);
    if (FAILED(GenerationMakeFolder(generation)))
        return generation->failure->code;
    for (size_t i = 0; i < generation->fileCount && SUCCEEDED(code); i++)
        code = PrepareFile(generation, &generation->files[i]);
    return SUCCEEDED(code) ? GenerationPutFiles(generation) : code;
}
