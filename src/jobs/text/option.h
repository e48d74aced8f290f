/*
 * Options declared as data: a program lists what it takes in arrays of Option, and one parser
 * stores the values, checks their ranges and finds the words for an error. Both --Name=Value and
 * --Name Value, where the value does not itself begin with a dash unless it is a number; the case
 * of names and words does not count. What has one dash, or a slash as options of other programs
 * have, is an error that names the option that was meant. Pure; any thread.
 */
#ifndef JOBS_OPTION_H
#define JOBS_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The section of a --help that an option stands in. Their order here is that of a --help. */
typedef enum OptionSection {
    SectionNone,
    SectionKeys,
    SectionTable,
    SectionSearch,
    SectionOutputs,
    SectionLook,
    SectionRun,
    SectionCreate,
    SectionServer,
    SectionConnection,
    SectionClients,
    SectionLimits,
    SectionThreads,
    SectionService,
    SectionMessages,
    SectionCount
} OptionSection;

typedef struct OptionHelp {
    const wchar_t *name, *value, *text; /* value NULL: a switch; text NULL: --help is silent about it */
    OptionSection section;
} OptionHelp;

typedef enum OptionKind {
    OptionSwitch,  /* stores 1; takes a value (true or false) only behind '=' */
    OptionNumber,  /* decimal or 0x, minimum..maximum, of `unit` (NULL: plain) */
    OptionChoice,  /* one of the words */
    OptionFlags,   /* words separated by commas, or'ed; a word of value 0 stands alone */
    OptionPart,    /* i/n with 1 <= i <= n <= maximum: i goes to the field, n to countOffset, both uint32_t */
    OptionNumbers, /* up to `maximum` 64-bit numbers separated by commas; their count goes to countOffset */
    OptionText,    /* the argument itself (const wchar_t *), without a quote; it must outlive the target */
    OptionCommand, /* the same, with quotes: a command line */
    OptionTexts /* as OptionText, may be repeated: one more of an array of `maximum`; their count goes to countOffset */
} OptionKind;

typedef struct OptionWord {
    const wchar_t *name; /* NULL ends the list */
    uint32_t value;
} OptionWord;

typedef struct Option {
    OptionHelp help;
    OptionKind kind;
    uint32_t offset, bytes; /* the field in the target (of one element for Numbers); bytes 0: checked, not stored */
    const OptionWord *words;
    uint64_t minimum, maximum;
    const wchar_t *unit;      /* of a choice, flags or text: stands in an error for what is expected */
    size_t countOffset;       /* of a uint32_t */
    const wchar_t *otherwise; /* what a text stands for that was not given */
    bool (*accepts)(_In_z_ const wchar_t *value); /* of a text; NULL: any will do */
    wchar_t letter; /* another name, behind one dash and with its value in the next argument; 0: none */
} Option;

#define OPTION_FIELD(type, member) offsetof(type, member), sizeof(((type *)0)->member)

/* Options that store into one target. A command line is parsed against several groups, in order. */
typedef struct OptionGroup {
    const Option *options;
    size_t count;
    void *target;
} OptionGroup;

#define OPTION_SUBJECT_CHARS 480
#define OPTION_REASON_CHARS 200

typedef enum OptionStatus {
    OptionTaken,
    OptionWordTaken, /* of OptionNext alone: a word that is no option */
    OptionEnd,       /* of OptionNext alone: there are no more */
    OptionUnknown,   /* an error: there is no such option; the reason may name the one that was meant */
    OptionValueBad   /* an error: the reason says what was expected */
} OptionStatus;

/*
 * The error of an argument: what is wrong with which one. The subject may lie in `text`, so that
 * this is never copied.
 */
typedef struct OptionError {
    OptionStatus status;
    const wchar_t *subject;
    wchar_t reason[OPTION_REASON_CHARS];
    wchar_t text[OPTION_SUBJECT_CHARS];
} OptionError;

/*
 * Returns true when the argument is an option, or is meant as one, rather than a word of the
 * command. Such an argument begins with one or two dashes and goes on, or is a slash and a name.
 */
bool OptionLike(_In_z_ const wchar_t *argument);

/*
 * Takes the option at argv[*at] and its value, moves *at behind them, and tells in *group (may be
 * NULL) which group it was of. A target is changed only by OptionTaken.
 */
_Success_(return == OptionTaken) OptionStatus
    OptionRead(_In_reads_(groupCount) const OptionGroup *groups, size_t groupCount, int argc,
               _In_reads_(argc) const wchar_t *const *argv, _Inout_ int *at, _Out_opt_ size_t *group,
               _Inout_opt_ OptionError *error);

/* Finds the option of that name in any case of letters; NULL: the group has none. */
_Ret_maybenull_ const Option *OptionNamed(_In_ const OptionGroup *group, _In_z_ const wchar_t *name);

/*
 * Stores a value for the option of that name, which must be one of the group's; an error is about
 * `subject`.
 */
OptionStatus OptionReadValue(_In_ const OptionGroup *group, _In_z_ const wchar_t *name, _In_opt_z_ const wchar_t *value,
                             _In_z_ const wchar_t *subject, _Inout_opt_ OptionError *error);

/*
 * A whole command line: options go to the groups, and each other word is given out; -- ends the
 * options.
 */
typedef struct OptionLine {
    const OptionGroup *groups;
    size_t groupCount;
    int argc;
    const wchar_t *const *argv;
    int at;     /* 0 before the first */
    bool ended; /* false before the first */
} OptionLine;

/* Takes an option or a word, which goes to *word. After an error there is nothing more to ask. */
_Success_(return == OptionWordTaken) OptionStatus
    OptionNext(_Inout_ OptionLine *line, _Outptr_ const wchar_t **word, _Inout_opt_ OptionError *error);

#ifdef __cplusplus
}
#endif
#endif
