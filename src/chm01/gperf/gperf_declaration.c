/*
 * See gperf_declaration.h: lines that begin with % set options, %{ and %} enclose code, and all
 * other lines are the declaration of a struct type.
 */
#include "gperf_declaration.h"

#include <string.h>

/*
 * A row for each declaration: its form, "." alone, "=" with an argument or "#" in a %define; what
 * it sets, as in gperf_options.c; its name.
 */
static const char declarations[] = "=J delimiters\n"
                                   ".a struct-type\n"
                                   ".b ignore-case\n"
                                   "=K language\n"
                                   "#D slot-name\n"
                                   "#I initializer-suffix\n"
                                   "#B hash-function-name\n"
                                   "#A lookup-function-name\n"
                                   "#C class-name\n"
                                   ".c 7bit\n"
                                   ".d compare-lengths\n"
                                   ".m compare-strncmp\n"
                                   ".e readonly-tables\n"
                                   ".f enum\n"
                                   ".g includes\n"
                                   ".h global-table\n"
                                   ".i pic\n"
                                   "#G string-pool-name\n"
                                   ".m null-strings\n"
                                   "#H constants-prefix\n"
                                   "#E word-array-name\n"
                                   "#F length-table-name\n"
                                   "=m switch\n"
                                   ".j omit-struct-type\n";

_Static_assert(GperfMeaningless == 1 << ('m' - 'a'), "a row means another flag");

static const char *SkipBlanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

static bool GoesOnAsName(const char *at, const char *end)
{
    return at < end && ((*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z') || *at == '-' || *at == '_');
}

/* Returns what stands behind the name, in which _ may be for -; NULL: it is another one. */
static const char *BehindName(const char *at, const char *end, const char *name)
{
    for (; *name != 0 && *name != '\n'; name++, at++)
        if (at >= end || (*at != *name && !(*name == '-' && *at == '_')))
            return NULL;
    return GoesOnAsName(at, end) ? NULL : at;
}

/* Returns where the name of a %define begins; otherwise `at`. */
static const char *BehindDefine(const char *at, const char *end)
{
    const char *const behind = BehindName(at, end, "define");
    return behind != NULL && behind < end && (*behind == ' ' || *behind == '\t') ? SkipBlanks(behind, end) : at;
}

static size_t ColumnOf(const GperfLine *line, const char *at)
{
    return (size_t)(at - line->at) + 1;
}

static void SetOption(GperfReading *reading, char what, const char *argument, size_t length)
{
    GperfOptions *const options = &reading->file->options;
    if (what >= 'a') {
        options->flags |= 1u << (what - 'a');
    } else if (options->names[what - 'A'] == NULL) { /* options that were given come first */
        char *const kept = GperfTakeLast(reading, length + 1);
        memcpy(kept, argument, length);
        kept[length] = 0;
        options->names[what - 'A'] = kept;
    }
}

/* Reads what follows a declaration's name. */
static ChmStatus DeclareNamed(GperfReading *reading, const GperfLine *line, const char *row, const char *at,
                              ChmError *error)
{
    const char *argument = at;
    if (*row == '=' && !(at < line->end && *at == '='))
        return GperfBad(error, reading->line, ColumnOf(line, at), "a = and an argument are missing");
    if (*row == '#' && !(at < line->end && (*at == ' ' || *at == '\t')))
        return GperfBad(error, reading->line, ColumnOf(line, at), "an argument is missing");
    if (*row != '.') {
        argument = *row == '=' ? at + 1 : SkipBlanks(at, line->end);
        for (at = argument; at < line->end && *at != ' ' && *at != '\t';)
            at++;
    }
    const char *const behind = SkipBlanks(at, line->end);
    if (behind != line->end)
        return GperfBad(error, reading->line, ColumnOf(line, behind), "something follows the declaration");
    SetOption(reading, row[1], argument, (size_t)(at - argument));
    return ChmOk;
}

static ChmStatus DeclareOption(GperfReading *reading, const GperfLine *line, ChmError *error)
{
    const char *const plain = line->at + 1, *const defined = BehindDefine(plain, line->end);
    for (const char *row = declarations; *row != 0; row = strchr(row, '\n') + 1) {
        const char *const behind = (*row == '#') == (defined != plain) ? BehindName(defined, line->end, row + 3) : NULL;
        if (behind != NULL)
            return DeclareNamed(reading, line, row, behind, error);
    }
    return GperfBad(error, reading->line, 1, "gperf has no such declaration");
}

static ChmStatus OpenVerbatim(GperfReading *reading, const GperfLine *line, ChmError *error)
{
    GperfPiece *const verbatim = &reading->file->verbatim;
    if (verbatim->bytes != NULL)
        return GperfBad(error, reading->line, 1, "there may be one %{ alone");
    verbatim->bytes = line->at + 2;
    verbatim->line = reading->line;
    return ChmOk;
}

static ChmStatus CloseVerbatim(GperfReading *reading, const GperfLine *line, bool open, ChmError *error)
{
    GperfPiece *const verbatim = &reading->file->verbatim;
    if (!open)
        return GperfBad(error, reading->line, 1, "no %{ is open here");
    verbatim->length = (size_t)(line->at - verbatim->bytes);
    return ChmOk;
}

static void AddToStructure(GperfReading *reading, const GperfLine *line)
{
    GperfPiece *const structure = &reading->file->structure;
    const size_t length = (size_t)(line->end - line->at);
    char *const kept = GperfTake(reading, length + 1);
    memcpy(kept, line->at, length);
    kept[length] = '\n';
    if (structure->length == 0)
        structure->line = reading->line;
    structure->length += length + 1;
}

/* ---- the struct type ---- */

/* Returns how many bytes of comments and white space begin a text. */
static size_t LeadingSpace(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        const bool more = at + 1 < length;
        if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n')
            at++;
        else if (more && text[at] == '/' && text[at + 1] == '*') {
            at += 2;
            while (at < length && !(text[at] == '*' && at + 1 < length && text[at + 1] == '/'))
                at++;
            at = at + 2 < length ? at + 2 : length;
        } else if (more && text[at] == '/' && text[at + 1] == '/') {
            while (at < length && text[at] != '\n')
                at++;
        } else
            break;
    }
    return at;
}

static size_t WithoutTrailingSpace(const char *text, size_t length)
{
    while (length != 0 && (text[length - 1] == ' ' || text[length - 1] == '\t' || text[length - 1] == '\n'))
        length--;
    return length;
}

static size_t TagLengthOf(const char *text, size_t length)
{
    size_t tag = 0;
    while (tag < length && text[tag] != '{' && text[tag] != ';' && text[tag] != '\n')
        tag++;
    return WithoutTrailingSpace(text, tag);
}

/* Leaves what there is of a struct type: its declaration, with a semicolon. */
static ChmStatus SettleStructure(GperfReading *reading, ChmError *error)
{
    GperfPiece *const structure = &reading->file->structure;
    const size_t leading = LeadingSpace(structure->bytes, structure->length);
    for (size_t i = 0; i < leading; i++)
        structure->line += structure->bytes[i] == '\n';
    structure->bytes += leading;
    structure->length = WithoutTrailingSpace(structure->bytes, structure->length - leading);
    if (structure->length == 0)
        return GperfBad(error, reading->line, 1, "the declaration of the struct type is missing before it");
    if (structure->bytes[structure->length - 1] != ';') { /* the arena is the reading's, and has room */
        reading->arena[(size_t)(structure->bytes - (const char *)reading->arena) + structure->length] = ';';
        structure->length++;
    }
    reading->file->tagLength = TagLengthOf(structure->bytes, structure->length);
    return ChmOk;
}

/* ---- all of them ---- */

static ChmStatus DeclareLine(GperfReading *reading, const GperfLine *line, bool *open, ChmError *error)
{
    const bool directive = line->at < line->end && line->at[0] == '%';
    const char second = directive && line->end - line->at > 1 ? line->at[1] : 0;
    ChmStatus status = ChmOk;
    if (directive && second == '{') {
        status = OpenVerbatim(reading, line, error);
        *open = true;
    } else if (directive && second == '}') {
        status = CloseVerbatim(reading, line, *open, error);
        *open = false;
    } else if (directive && !*open) {
        status = DeclareOption(reading, line, error);
    } else if (!*open) {
        AddToStructure(reading, line);
    }
    return status;
}

ChmStatus GperfDeclare(GperfReading *reading, size_t end, ChmError *error)
{
    GperfFile *const file = reading->file;
    bool open = false;
    ChmStatus status = ChmOk;
    file->structure.bytes = (const char *)reading->arena; /* of which nothing else takes the beginning yet */
    if (end - reading->at > GPERF_MAX_DECLARATIONS)
        return GperfBad(error, reading->line, 1, "the declarations have more than 1,048,576 bytes");
    while (status == ChmOk && reading->at < end) {
        const GperfLine line = GperfLineAt(reading, reading->at, end);
        status = DeclareLine(reading, &line, &open, error);
        reading->at = line.next;
        reading->line += status == ChmOk;
    }
    if (status != ChmOk)
        return status;
    if (open)
        return GperfBad(error, file->verbatim.line, 1, "no %} closes this %{");
    if (file->options.names[GperfLanguage] != NULL && !GperfTakeLanguage(&file->options))
        return GperfBad(error, 1, 1, "expected the language C, ANSI-C or C++ in %language");
    if ((file->options.flags & GperfStructType) != 0)
        return SettleStructure(reading, error);
    file->structure.length = 0;
    return ChmOk;
}
