/* See source_gperf.h. */
#include "source_gperf.h"

#include <string.h>

#include "source.h"
#include "source_dialect.h"
#include "source_find_code.h"
#include "source_text.h"

typedef struct GperfEmitter {
    SourceText text;
    SourceWords words;
    const SourceGperf *source;
    const GperfFile *file;
    char prefix[SourceIdentifierBytes]; /* of what this file has and gperf's has not */
    char numbers[5][24];
} GperfEmitter;

static bool GperfHas(const GperfEmitter *emitter, GperfFlag flag)
{
    return (emitter->file->options.flags & (uint32_t)flag) != 0;
}

static void GperfPut(GperfEmitter *emitter, const char *pattern)
{
    TextTemplate(&emitter->text, pattern, &emitter->words);
}

/* Writes bytes as they are, a line at a time: a slice may end between two. */
static void GperfPutPiece(GperfEmitter *emitter, const char *bytes, size_t length)
{
    enum { PieceBytes = 256 };
    const uint64_t lines = (length + PieceBytes - 1) / PieceBytes;
    for (uint64_t i = TextArrayBegin(&emitter->text, lines); TextArrayLine(&emitter->text, i, lines, PieceBytes / 16);
         i++) {
        const size_t from = (size_t)i * PieceBytes, left = length - from;
        TextBytes(&emitter->text, bytes + from, left < PieceBytes ? left : PieceBytes);
    }
}

/* Writes bytes as a string in quotes. */
static void GperfPutString(GperfEmitter *emitter, const uint8_t *bytes, size_t length)
{
    SourceText *const text = &emitter->text;
    TextPut(text, "\"");
    for (size_t i = 0; i < length; i++) {
        const uint8_t byte = bytes[i];
        const char octal[] = {'\\', (char)('0' + (byte >> 6)), (char)('0' + (byte >> 3 & 7)), (char)('0' + (byte & 7))};
        const bool marked = byte == '"' || byte == '\\' || byte == '?'; /* ?? may begin a trigraph */
        if (byte < ' ' || byte > '~')
            TextBytes(text, octal, sizeof octal);
        else
            TextBytes(text, marked ? (const char[]){'\\', (char)byte} : (const char *)(bytes + i), 1 + (size_t)marked);
    }
    TextPut(text, "\"");
}

static void GperfPutLine(GperfEmitter *emitter, uint64_t line)
{
    const char *const path = emitter->source->path;
    if (*path == 0)
        return;
    TextPut(&emitter->text, "#line ");
    TextDecimal(&emitter->text, line);
    TextPut(&emitter->text, " ");
    GperfPutString(emitter, (const uint8_t *)path, strlen(path));
    TextPut(&emitter->text, "\n");
}

/* ---- words ---- */

/*
 * Fills in the names. Functions: $A is the lookup, $B the hash function, $C the class, $D the slot.
 * Arrays: $E has the keywords, $F their lengths, and $G is the pool. Constants: $H is their prefix,
 * and $I to $M are their values. Others: $N is the prefix of names, $O the const of tables, and $P
 * stands before functions of a class.
 */
static void GperfFillNames(GperfEmitter *emitter)
{
    for (size_t i = 0; i < sizeof emitter->words.words / sizeof emitter->words.words[0]; i++)
        emitter->words.words[i] = "";
    for (int name = GperfLookup; name <= GperfPrefix; name++)
        emitter->words.words[name] = GperfNameOf(&emitter->file->options, (GperfName)name);
    emitter->words.style = SourceAsIs;
    emitter->words.words['N' - 'A'] = emitter->prefix;
    emitter->words.words['O' - 'A'] = GperfHas(emitter, GperfReadonly) ? "const " : "";
}

static void GperfFillNumbers(GperfEmitter *emitter)
{
    const GperfFile *const file = emitter->file;
    const uint64_t numbers[] = {file->keywords.count, file->shortest, file->longest, 0, file->keywords.count - 1};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        SourceText number = {.out = emitter->numbers[i]};
        TextDecimal(&number, numbers[i]);
        emitter->numbers[i][number.length] = 0;
        emitter->words.words['I' - 'A' + i] = emitter->numbers[i];
    }
}

/* Makes the prefix of the class and the lookup, which no other file of the program has. */
static void GperfFillPrefix(GperfEmitter *emitter)
{
    char joined[2 * TABLE_MAX_NAME] = "";
    SourceText name = {.out = joined};
    const char *const parts[] = {GperfHas(emitter, GperfCpp) ? GperfNameOf(&emitter->file->options, GperfClass) : "",
                                 GperfHas(emitter, GperfCpp) ? "_" : "",
                                 GperfNameOf(&emitter->file->options, GperfLookup)};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const size_t length = strlen(parts[i]), room = sizeof joined - 1 - name.length;
        TextBytes(&name, parts[i], length < room ? length : room);
    }
    (void)SourceIdentifier(joined, emitter->prefix);
}

/* ---- the beginning ---- */

static const char *const gperfConstants[] = {"TOTAL_KEYWORDS", "MIN_WORD_LENGTH", "MAX_WORD_LENGTH", "MIN_HASH_VALUE",
                                             "MAX_HASH_VALUE"};

/* Writes the constants; texts: before the first, before each other, between name and number. */
static void GperfPutConstants(GperfEmitter *emitter, const char *first, const char *before, const char *between)
{
    for (size_t i = 0; i < sizeof gperfConstants / sizeof gperfConstants[0]; i++) {
        GperfPut(emitter, i == 0 ? first : before);
        GperfPut(emitter, "$H");
        GperfPut(emitter, gperfConstants[i]);
        GperfPut(emitter, between);
        GperfPut(emitter, emitter->numbers[i]);
    }
}

static void GperfPutEnum(GperfEmitter *emitter)
{
    GperfPutConstants(emitter, "enum\n  {\n    ", ",\n    ", " = ");
    GperfPut(emitter, "\n  };\n\n");
}

static void GperfPutHead(GperfEmitter *emitter)
{
    const GperfFile *const file = emitter->file;
    GperfPut(emitter, "/* ");
    GperfPut(emitter, GperfNameOf(&file->options, GperfLanguage));
    GperfPut(emitter, " code of $I keywords, as gperf writes it. Made by PerfectHash; do not edit. */\n");
    if (GperfHas(emitter, GperfMeaningless))
        GperfPut(emitter, "/* Options of gperf's own search and tables were given, which mean nothing here. */\n");
    GperfPut(emitter, "\n");
    if (file->verbatim.length != 0)
        GperfPutLine(emitter, file->verbatim.line);
    GperfPutPiece(emitter, file->verbatim.bytes, file->verbatim.length);
    if (file->structure.length != 0 && !GperfHas(emitter, GperfOmitStruct)) {
        GperfPutLine(emitter, file->structure.line);
        GperfPutPiece(emitter, file->structure.bytes, file->structure.length);
        GperfPut(emitter, "\n");
    }
    GperfPut(emitter, GperfHas(emitter, GperfIncludes) ? "#include <string.h>\n" : "");
    if (!GperfHas(emitter, GperfEnum)) {
        GperfPutConstants(emitter, "\n#define ", "\n#define ", " ");
        GperfPut(emitter, "\n\n");
    } else if (GperfHas(emitter, GperfGlobal)) {
        GperfPutEnum(emitter);
    }
}

/* ---- types ---- */

/* Writes the type of a keyword's entry, with its tables' const or without one. */
static void GperfPutType(GperfEmitter *emitter, bool constant)
{
    const GperfFile *const file = emitter->file;
    if (!GperfHas(emitter, GperfStructType)) {
        GperfPut(emitter, "const char *");
        return;
    }
    GperfPut(emitter, constant ? "$O" : "");
    TextBytes(&emitter->text, file->structure.bytes, file->tagLength);
    GperfPut(emitter, " ");
}

/* Writes what the lookup returns. */
static void GperfPutReturn(GperfEmitter *emitter)
{
    GperfPutType(emitter, true);
    GperfPut(emitter, GperfHas(emitter, GperfStructType) ? "*" : "");
}

static void GperfPutClass(GperfEmitter *emitter)
{
    if (!GperfHas(emitter, GperfCpp))
        return;
    GperfPut(emitter, "class $C\n{\nprivate:\n  static inline unsigned int $B (const char *str, size_t len);\n"
                      "public:\n  static ");
    GperfPutReturn(emitter);
    GperfPut(emitter, "$A (const char *str, size_t len);\n};\n\n");
}

/* ---- arrays ---- */

/* Stands before what only users read. */
static const char gperfUnused[] = "#ifdef __GNUC__\n__attribute__ ((unused))\n#endif\n";

/* Does a user's code see the strings of what it gets? */
static bool GperfHasGlobalPool(const GperfEmitter *emitter)
{
    return GperfHas(emitter, GperfGlobal) || GperfHas(emitter, GperfStructType);
}

/* Returns the steps of an entry, or of a string in the pool. */
static uint64_t GperfEntrySteps(const GperfEmitter *emitter, uint64_t i)
{
    enum { KeywordBytes = 8, InitializerBytes = 64 }; /* that take a step */
    const GperfFile *const file = emitter->file;
    return i >= file->keywords.count
               ? 0
               : 4u + file->keywords.lengths[i] / KeywordBytes + file->lengths[i] / InitializerBytes;
}

/* Writes the keywords' strings as the members of a struct, so that they have no pointers. */
static void GperfPutPool(GperfEmitter *emitter)
{
    const TextKeys *const keys = &emitter->file->keywords;
    if (!GperfHas(emitter, GperfPic))
        return;
    GperfPut(emitter, "struct $G_t\n  {\n");
    for (uint64_t i = TextArrayBegin(&emitter->text, keys->count); TextArrayLine(&emitter->text, i, keys->count, 2);
         i++) {
        GperfPut(emitter, "    char $G_str");
        TextDecimal(&emitter->text, i);
        GperfPut(emitter, "[");
        TextDecimal(&emitter->text, (uint64_t)keys->lengths[i] + 1);
        GperfPut(emitter, "];\n");
    }
    GperfPut(emitter, "  };\n");
    GperfPut(emitter, gperfUnused);
    GperfPut(emitter, "static $Ostruct $G_t $G_contents =\n  {\n");
    for (uint64_t i = TextArrayBegin(&emitter->text, keys->count);
         TextArrayLine(&emitter->text, i, keys->count, GperfEntrySteps(emitter, i)); i++) {
        GperfPut(emitter, "    ");
        GperfPutString(emitter, TextKeysAt(keys, (size_t)i), keys->lengths[i]);
        GperfPut(emitter, i + 1 < keys->count ? ",\n" : "\n");
    }
    GperfPut(emitter, "  };\n#define $G ((const char *) &$G_contents)\n\n");
}

/*
 * Returns where a keyword's string begins in the pool. Keywords lie one behind the other in the
 * order of the file, which is theirs here unless some occur again: then the file is small.
 */
static uint64_t GperfPoolAt(const GperfFile *file, size_t i)
{
    const TextKeys *const keys = &file->keywords;
    uint64_t offset = i;
    if (file->distinct == keys->count)
        return offset + keys->starts[i] - keys->starts[0];
    for (size_t at = 0; at < i; at++)
        offset += keys->lengths[at];
    return offset;
}

/* Writes a keyword's entry. offset: of its string in the pool. */
static void GperfPutEntry(GperfEmitter *emitter, size_t i, uint64_t offset)
{
    const GperfFile *const file = emitter->file;
    const bool typed = GperfHas(emitter, GperfStructType);
    if (typed)
        GperfPutLine(emitter, file->lines[i]);
    GperfPut(emitter, typed ? "    {" : "    ");
    if (GperfHas(emitter, GperfPic))
        TextDecimal(&emitter->text, offset);
    else
        GperfPutString(emitter, TextKeysAt(&file->keywords, i), file->keywords.lengths[i]);
    if (typed && file->lengths[i] != 0) {
        GperfPut(emitter, ",");
        TextBytes(&emitter->text, file->text + file->rests[i], file->lengths[i]);
    }
    GperfPut(emitter, typed ? "}" : "");
    GperfPut(emitter, i + 1 < file->keywords.count ? ",\n" : "\n");
}

static void GperfPutWords(GperfEmitter *emitter)
{
    const TextKeys *const keys = &emitter->file->keywords;
    uint64_t offset = 0;
    GperfPut(emitter, "static ");
    if (GperfHas(emitter, GperfPic) && !GperfHas(emitter, GperfStructType))
        GperfPut(emitter, "$Oint ");
    else
        GperfPutType(emitter, true);
    GperfPut(emitter,
             GperfHas(emitter, GperfStructType) || GperfHas(emitter, GperfPic) ? "$E[] =\n  {\n" : "$O$E[] =\n  {\n");
    for (uint64_t i = TextArrayBegin(&emitter->text, keys->count), first = i;
         TextArrayLine(&emitter->text, i, keys->count, GperfEntrySteps(emitter, i)); i++) {
        offset = i == first ? GperfPoolAt(emitter->file, (size_t)i) : offset + keys->lengths[i - 1] + 1u;
        GperfPutEntry(emitter, (size_t)i, offset);
    }
    GperfPut(emitter, "  };\n\n");
}

/* Writes the array of lengths where users may see it. */
static void GperfPutLengths(GperfEmitter *emitter)
{
    const GperfFile *const file = emitter->file;
    if (!GperfHas(emitter, GperfLengths) || !GperfHas(emitter, GperfGlobal))
        return;
    GperfPut(emitter, gperfUnused);
    GperfPut(emitter, "static $O");
    GperfPut(emitter, file->longest <= 255 ? "unsigned char $F[] =\n  {\n" : "unsigned short $F[] =\n  {\n");
    TextDecimals(&emitter->text, file->keywords.lengths, file->keywords.count, 2, UINT32_MAX);
    GperfPut(emitter, "  };\n\n");
}

/* ---- functions ---- */

static void GperfPutHash(GperfEmitter *emitter)
{
    GperfPut(emitter,
             GperfHas(emitter, GperfCpp) ? "inline unsigned int\n$C::$B" : "static PERFECTHASH_QUICK unsigned int\n$B");
    GperfPut(emitter, " (const char *str, size_t len)\n{\n  const int at = $NFind (str, len);\n"
                      "  return at < 0 ? $Iu : PERFECTHASH_CAST(unsigned int, at);\n}\n\n");
}

static void GperfPutTables(GperfEmitter *emitter)
{
    GperfPutLengths(emitter);
    GperfPutWords(emitter);
}

/* Writes what the lookup returns of a keyword. */
static void GperfPutAnswer(GperfEmitter *emitter)
{
    if (GperfHas(emitter, GperfStructType))
        GperfPut(emitter, "&$E[key]");
    else
        GperfPut(emitter, GperfHas(emitter, GperfPic) ? "$G + $E[key]" : "$E[key]");
}

static void GperfPutLookup(GperfEmitter *emitter)
{
    const bool local = !GperfHas(emitter, GperfGlobal);
    GperfPutReturn(emitter);
    GperfPut(emitter, GperfHas(emitter, GperfCpp) ? "\n$C::$A (const char *str, size_t len)\n{\n"
                                                  : "\n$A (const char *str, size_t len)\n{\n");
    if (local && GperfHas(emitter, GperfEnum))
        GperfPutEnum(emitter);
    if (local && !GperfHasGlobalPool(emitter))
        GperfPutPool(emitter);
    if (local)
        GperfPutTables(emitter);
    GperfPut(emitter, "  {\n    const unsigned int key = $B (str, len);\n    return key < $Iu ? ");
    GperfPutAnswer(emitter);
    GperfPut(emitter, " : 0;\n  }\n}\n");
}

bool SourceGperfWriteOn(const SourceGperf *source, Work *work, SourceText *text)
{
    GperfEmitter emitter;
    const GperfFile *const file = source->file;
    TextSliceBegin(text, work);
    emitter.text = *text;
    emitter.source = source;
    emitter.file = file;
    GperfFillPrefix(&emitter);
    GperfFillNames(&emitter);
    GperfFillNumbers(&emitter);
    SourceLicense(&emitter.text, source->names, "/* ", " */\n");
    GperfPutHead(&emitter);
    SourceFindPlain(source->table, emitter.prefix, &emitter.text);
    GperfPutClass(&emitter);
    GperfPutHash(&emitter);
    GperfPut(&emitter, sourceFindPlainEnd);
    GperfPut(&emitter, sourceFindDialectEnd);
    GperfPut(&emitter, sourceDialectEnd);
    GperfPut(&emitter, "\n");
    if (GperfHasGlobalPool(&emitter))
        GperfPutPool(&emitter);
    if (GperfHas(&emitter, GperfGlobal))
        GperfPutTables(&emitter);
    GperfPutLookup(&emitter);
    if (file->code.length != 0)
        GperfPutLine(&emitter, file->code.line);
    GperfPutPiece(&emitter, file->code.bytes, file->code.length);
    *text = emitter.text;
    return TextSliceEnd(text, work);
}

size_t SourceGperfBound(const SourceGperf *source)
{
    SourceText text = {.out = NULL};
    Work work = WorkAll();
    (void)SourceGperfWriteOn(source, &work, &text);
    return text.length;
}
