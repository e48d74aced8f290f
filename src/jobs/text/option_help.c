/* See option_help.h. */
#include "option_help.h"

#include <string.h>

const char tableHelpExamples[] = "Keys: services.csv tables --KeyColumn=name\n"
                                 "Table: codes.txt tables --Reject=Keys --Layout=Compact\n"
                                 "Search: codes.txt --FindBestGraph --BestCoverageAttempts=8\n"
                                 "Outputs: codes.txt tables --Outputs=Header,Rust\n"
                                 "Questions to a table: codes.pht --Lookup=404\n"
                                 "Threads: codes.txt tables --MaxPerFileConcurrency=4\n"
                                 "Messages: codes.txt tables --Json\n";

/* In the order of OptionSection. */
static const char *const titles[SectionCount] = {
    "Others",  "Keys",    "Table",           "Search",     "Outputs", "Questions to a table",
    "Run",     "Tables",  "Server and jobs", "Connection", "Clients", "Limits",
    "Threads", "Service", "Messages"};

static void HelpPutOption(Utf8Text *out, const OptionHelp *help, size_t column)
{
    const size_t before = out->length;
    Utf8Put(out, "  --");
    Utf8PutWide(out, help->name);
    if (help->value != NULL) {
        Utf8Put(out, "=");
        Utf8PutWide(out, help->value);
    }
    do
        Utf8Put(out, " ");
    while (!out->failed && out->length - before < column);
    Utf8PutWide(out, help->text);
    Utf8Put(out, "\n");
}

/* Puts the options of a section, below its title if there are any. Returns whether there are. */
static bool HelpPutOptions(Utf8Text *out, const HelpPage *page, OptionSection section)
{
    bool isBegun = false;
    for (size_t g = 0; g < page->groupCount; g++)
        for (size_t i = 0; i < page->groups[g].count; i++) {
            const OptionHelp *help = &page->groups[g].options[i].help;
            if (help->text == NULL || help->section != section ||
                (page->leavesOut != NULL && page->leavesOut(help->name)))
                continue;
            if (!isBegun) {
                Utf8Put(out, "\n");
                Utf8Put(out, titles[section]);
                Utf8Put(out, "\n");
            }
            isBegun = true;
            HelpPutOption(out, help, page->column);
        }
    return isBegun;
}

/* Returns the example in the line that begins with the title and a colon; NULL: there is none. */
static const char *HelpExampleOf(const char *examples, const char *title)
{
    const size_t chars = strlen(title);
    for (const char *line = examples; *line != 0; line += strcspn(line, "\n") + 1)
        if (strncmp(line, title, chars) == 0 && line[chars] == ':')
            return line + chars + 2;
    return NULL;
}

void HelpPutSections(Utf8Text *out, const HelpPage *page)
{
    for (OptionSection section = SectionNone + 1; section < SectionCount; section++) {
        const char *example = HelpExampleOf(page->examples, titles[section]);
        if (example == NULL || !HelpPutOptions(out, page, section))
            continue;
        Utf8Put(out, "  Example: ");
        Utf8PutWide(out, page->program);
        Utf8Put(out, " ");
        Utf8PutBytes(out, example, strcspn(example, "\n") + 1);
    }
    (void)HelpPutOptions(out, page, SectionNone);
    Utf8Put(out, "\n");
}
