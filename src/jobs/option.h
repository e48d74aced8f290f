/*
 * Options declared as data: a program lists what it takes in arrays of Option, and one parser stores the values, checks their ranges and
 * words the errors. Both --Name=Value and --Name Value, where the value does not itself begin with --; the case of names and words does not
 * count. Pure; any thread.
 */
#ifndef JOBS_OPTION_H
#define JOBS_OPTION_H

#include <stdint.h>

#include "failure.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct OptionHelp {
    const wchar_t *name, *value, *text;     /* value NULL: a switch; text NULL: --help shows the name alone */
} OptionHelp;

typedef enum OptionKind {
    OptionSwitch,       /* stores 1; takes a value (true or false) only behind '=' */
    OptionNumber,       /* decimal or 0x, minimum..maximum, of `unit` (NULL: plain) */
    OptionChoice,       /* one of the words */
    OptionFlags,        /* words parted by commas, or'ed; a word of value 0 stands alone */
    OptionPart,         /* i/n with 1 <= i <= n <= maximum: i goes to the field, n to countOffset, both uint32_t */
    OptionNumbers,      /* up to `maximum` 64-bit numbers parted by commas; their count goes to countOffset */
    OptionText,         /* the argument itself (const wchar_t *), which must outlive the target */
    OptionTexts         /* the same, may be repeated: one more of an array of `maximum`; their count goes to countOffset */
} OptionKind;

typedef struct OptionWord {
    const wchar_t *name;                    /* NULL ends the list */
    uint32_t value;
} OptionWord;

typedef struct Option {
    OptionHelp help;
    OptionKind kind;
    size_t offset, bytes;                   /* the field in the target (of one element for Numbers); bytes 0: checked, not stored */
    const OptionWord *words;
    uint64_t minimum, maximum;
    const wchar_t *unit;                    /* of a choice or flags: stands for words that are too many for an error */
    size_t countOffset;                     /* of a uint32_t */
} Option;

#define OPTION_FIELD(type, member) offsetof(type, member), sizeof(((type *)0)->member)

/* Options that store into one target. A command line is parsed against several groups, in order. */
typedef struct OptionGroup {
    const Option *options;
    size_t count;
    void *target;
} OptionGroup;

/* TRUE when the argument is an option rather than a word of the command: it begins with two dashes and goes on. */
BOOL OptionLike(const wchar_t *argument);

/*
 * Takes the option at argv[*at] and its value, moves *at behind them, and tells in *group (may be NULL) which group it was of.
 * PERFECTHASH_E_OPTION_UNKNOWN (with the nearest name) or PERFECTHASH_E_OPTION_VALUE; a target is changed only on success.
 */
HRESULT OptionTake(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, int *at, size_t *group, Failure *failure);

/*
 * Takes a whole command line: options go to the groups, each other word to `word` with its position among those; -- ends the options.
 * What `word` answers ends it all when that is a failure.
 */
typedef HRESULT (*OptionTakeWord)(void *context, size_t position, const wchar_t *word, Failure *failure);
HRESULT OptionTakeAll(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, OptionTakeWord word, void *context,
                      Failure *failure);

/* Stores a value for the option of that name, which must be one of the group's; an error is about `subject`. */
HRESULT OptionStore(const OptionGroup *group, const wchar_t *name, const wchar_t *value, const wchar_t *subject, Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
