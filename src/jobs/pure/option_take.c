#include "option_take.h"

#include "PerfectHashErrors.h"

static HRESULT OptionTakeFailed(const OptionError *error, Failure *failure)
{
    const HRESULT code = error->status == OptionUnknown ? PERFECTHASH_E_OPTION_UNKNOWN : PERFECTHASH_E_OPTION_VALUE;
    return FailureSet(failure, code, error->subject, error->reason, 0, 0, 0);
}

HRESULT OptionTake(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, int *at,
                   size_t *group, Failure *failure)
{
    OptionError error;
    return OptionRead(groups, groupCount, argc, argv, at, group, &error) == OptionTaken
               ? S_OK
               : OptionTakeFailed(&error, failure);
}

HRESULT OptionTakeAll(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv,
                      OptionTakeWord word, void *context, Failure *failure)
{
    OptionLine line = {.groups = groups, .groupCount = groupCount, .argc = argc, .argv = argv};
    OptionError error;
    const wchar_t *text;
    HRESULT code = S_OK;
    for (size_t position = 0; SUCCEEDED(code);) {
        const OptionStatus status = OptionNext(&line, &text, &error);
        if (status == OptionEnd)
            break;
        if (status == OptionWordTaken)
            code = word(context, position++, text, failure);
        else if (status != OptionTaken)
            code = OptionTakeFailed(&error, failure);
    }
    return code;
}

HRESULT OptionStore(const OptionGroup *group, const wchar_t *name, const wchar_t *value, const wchar_t *subject,
                    Failure *failure)
{
    OptionError error;
    return OptionReadValue(group, name, value, subject, &error) == OptionTaken ? S_OK
                                                                               : OptionTakeFailed(&error, failure);
}
