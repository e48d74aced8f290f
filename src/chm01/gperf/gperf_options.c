/* See gperf.h: options as gperf's getopt_long takes them, and as declarations set them. */
#include <string.h>

#include "gperf.h"

/*
 * A row for each option: its letter; what it does with what follows; its name. What it does: a
 * small letter sets the flag of that bit, a capital the name of that number; 0 has no effect here,
 * 1 has none either and takes an argument, and ! is refused.
 */
static const char gperfOptions[] = " L output-file\n"
                                   "eJ delimiters\n"
                                   "ta struct-type\n"
                                   " b ignore-case\n"
                                   "LK language\n"
                                   "KD slot-name\n"
                                   "FI initializer-suffix\n"
                                   "HB hash-function-name\n"
                                   "HB hash-fn-name\n"
                                   "NA lookup-function-name\n"
                                   "NA lookup-fn-name\n"
                                   "ZC class-name\n"
                                   "7c seven-bit\n"
                                   "ld compare-lengths\n"
                                   "ld compare-strlen\n"
                                   "c0 compare-strncmp\n"
                                   "Ce readonly-tables\n"
                                   "Ef enum\n"
                                   "Ig includes\n"
                                   "Gh global-table\n"
                                   "Pi pic\n"
                                   "QG string-pool-name\n"
                                   " 0 null-strings\n"
                                   " H constants-prefix\n"
                                   "WE word-array-name\n"
                                   " F length-table-name\n"
                                   "S1 switch\n"
                                   "Tj omit-struct-type\n"
                                   "k1 key-positions\n"
                                   "Dk duplicates\n"
                                   "m1 multiple-iterations\n"
                                   "i1 initial-asso\n"
                                   "j1 jump\n"
                                   "n0 no-strlen\n"
                                   "r0 random\n"
                                   "s1 size-multiple\n"
                                   "f1 fast\n"
                                   "o0 occurrence-sort\n"
                                   "O0 optimized-collision-resolution\n"
                                   "d0 debug\n"
                                   "a0\n"
                                   "g0\n"
                                   "p0\n"
                                   "h! help\n"
                                   "v! version\n";

_Static_assert(GperfCpp == 1 << 11 && GperfOutput == 'L' - 'A' && GperfPrefix == 'H' - 'A', "a row means another one");

static const char *NextRow(const char *row)
{
    return strchr(row, '\n') + 1;
}

static bool OptionWants(const char *row)
{
    return row[1] == '1' || (row[1] >= 'A' && row[1] <= 'Z');
}

static const char *const defaultNames[GperfNameCount] = {
    [GperfLookup] = "in_word_set", [GperfHash] = "hash",       [GperfClass] = "Perfect_Hash",
    [GperfSlot] = "name",          [GperfWords] = "wordlist",  [GperfLengthTable] = "lengthtable",
    [GperfPool] = "stringpool",    [GperfPrefix] = "",         [GperfSuffix] = "",
    [GperfDelimiters] = ",",       [GperfLanguage] = "ANSI-C", [GperfOutput] = "",
};

const char *GperfNameOf(const GperfOptions *options, GperfName name)
{
    return options->names[name] != NULL ? options->names[name] : defaultNames[name];
}

bool GperfTakeLanguage(GperfOptions *options)
{
    const char *const language = GperfNameOf(options, GperfLanguage);
    if (strcmp(language, "C++") == 0)
        options->flags |= GperfCpp;
    return strcmp(language, "C++") == 0 || strcmp(language, "ANSI-C") == 0 || strcmp(language, "C") == 0;
}

/* ---- words ---- */

static bool IsBlank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes the next word, of which parts may be in single or double quotes; NULL: there is none. */
static char *NextWord(char **line)
{
    char *from = *line, quote = 0;
    while (IsBlank(*from))
        from++;
    char *const word = from, *to = from;
    if (*from == 0)
        return NULL;
    for (; *from != 0 && (quote != 0 || !IsBlank(*from)); from++) {
        if (quote == 0 && (*from == '"' || *from == '\''))
            quote = *from;
        else if (*from == quote)
            quote = 0;
        else
            *to++ = *from;
    }
    *line = from + (*from != 0);
    *to = 0;
    return word;
}

/* ---- options ---- */

typedef struct OptionLine {
    char *rest;
    GperfOptions *options;
    const char *word;
} OptionLine;

static ChmStatus OptionBad(ChmError *error, const char *reason)
{
    return ChmFail(error, ChmInvalidOption, reason, 0, 0, 0);
}

/* argument: what stands behind the option in its word; NULL: the next word is it. */
static ChmStatus OptionDo(OptionLine *line, const char *row, const char *argument, ChmError *error)
{
    GperfOptions *const options = line->options;
    const char does = row[1];
    if (does == '!')
        return OptionBad(error, "it asks gperf about itself");
    if (!OptionWants(row) && argument != NULL)
        return OptionBad(error, "this option takes no argument");
    if (OptionWants(row) && argument == NULL && (argument = NextWord(&line->rest)) == NULL)
        return OptionBad(error, "an argument is missing behind it");
    if (does >= 'A' && does <= 'Z')
        options->names[does - 'A'] = argument;
    else
        options->flags |= does >= 'a' ? 1u << (does - 'a') : (uint32_t)GperfMeaningless;
    return ChmOk;
}

/* Letters, of which the first one with an argument has the rest of the word. */
static ChmStatus OptionLetters(OptionLine *line, const char *letters, ChmError *error)
{
    for (; *letters != 0; letters++) {
        const char *row = gperfOptions;
        while (*row != 0 && (*row != *letters || *row == ' '))
            row = NextRow(row);
        if (*row == 0)
            return OptionBad(error, "gperf 3.1 has no such option");
        const bool wants = OptionWants(row);
        const ChmStatus status = OptionDo(line, row, wants && letters[1] != 0 ? letters + 1 : NULL, error);
        if (status != ChmOk || wants)
            return status;
    }
    return ChmOk;
}

/* A name, or a beginning that only one option has; two rows may do the same. */
static ChmStatus OptionLong(OptionLine *line, const char *name, ChmError *error)
{
    const size_t length = strcspn(name, "=");
    const char *found = NULL;
    bool several = false, whole = false;
    for (const char *row = gperfOptions; *row != 0 && !whole; row = NextRow(row)) {
        if (length == 0 || row[2] != ' ' || strncmp(row + 3, name, length) != 0)
            continue;
        whole = row[3 + length] == '\n';
        several = !whole && (several || (found != NULL && memcmp(found, row, 2) != 0));
        found = row;
    }
    if (found == NULL || several)
        return OptionBad(error, several ? "several options of gperf begin so" : "gperf 3.1 has no such option");
    return OptionDo(line, found, name[length] == '=' ? name + length + 1 : NULL, error);
}

ChmStatus GperfOptionsRead(char *text, GperfOptions *out, const char **word, ChmError *error)
{
    OptionLine line = {text, out, NULL};
    ChmStatus status = ChmOk;
    memset(out, 0, sizeof *out);
    while (status == ChmOk && (*word = NextWord(&line.rest)) != NULL) {
        if ((*word)[0] != '-' || (*word)[1] == 0)
            return OptionBad(error, "only options may stand here; the file is the first argument of the command");
        status = (*word)[1] == '-' ? OptionLong(&line, *word + 2, error) : OptionLetters(&line, *word + 1, error);
    }
    if (status != ChmOk || out->names[GperfLanguage] == NULL || GperfTakeLanguage(out))
        return status;
    *word = out->names[GperfLanguage];
    return OptionBad(error, "expected the language C, ANSI-C or C++");
}
