/*
 * These tests parse the options of a bulk run from command lines and option strings. Correct words
 * reach their fields. A wrong word or value is refused by name, and an options string with an error
 * changes nothing.
 */
#include "jobs/bulk/bulk_options.h"
#include "jobs/text/command_line.h"
#include "jobs/text/glob.h"
#include "support/jobs/bulk_fixture.h"

static HRESULT ParseLine(std::vector<const wchar_t *> words, BulkCommand *command, Failure *failure)
{
    TableOptions defaults;
    TableOptionsDefault(&defaults);
    return BulkCommandParse((int)words.size(), words.data(), &defaults, command, failure);
}

TEST_CASE("patterns that are too many are refused by their option")
{
    std::wstring most = L"*";
    for (int i = 1; i < GlobMostPatterns; i++)
        most += L";" + std::to_wstring(i);
    BulkCommand command = {};
    Failure failure = {};
    for (const wchar_t *option : {L"--Include", L"--Exclude"}) {
        CHECK(ParseLine({L"keys", option, (most + L";x").c_str()}, &command, &failure) == PERFECTHASH_E_OPTION_VALUE);
        CHECK(Contains(TextOf(failure), option));
        CHECK(Contains(TextOf(failure), L"at most 64 patterns of 260 characters"));
    }
    REQUIRE(ParseLine({L"keys", L"--Include", most.c_str()}, &command, &failure) == S_OK);
    BulkCommandFree(&command);
}

TEST_CASE("a bulk command line: directories, words, options of the run and of its tables")
{
    BulkCommand command = {};
    Failure failure = {};
    REQUIRE(ParseLine({L"keys dir", L"out", L"Chm01", L"MultiplyShiftR", L"And", L"12", L"--Include=*.k;*.x",
                       L"--Exclude", L"no*", L"--Recursive", L"--Resume", L"--Shard=2/5", L"--NoSummary",
                       L"--RngSeed=7", L"--maxperfileconcurrency=3"},
                      &command, &failure) == S_OK);
    CHECK(std::wstring(command.keysDirectory) == L"keys dir");
    CHECK(std::wstring(command.outputDirectory) == L"out");
    CHECK(command.options.table.solve.hashFunction == HashMultiplyShiftR);
    CHECK(command.options.maximumConcurrency == 12);
    CHECK(std::wstring(command.options.include) == L"*.k;*.x");
    CHECK(std::wstring(command.options.exclude) == L"no*");
    CHECK(command.options.recursive);
    CHECK(command.options.resume);
    CHECK(command.options.noSummary);
    CHECK(command.options.shardIndex == 2);
    CHECK(command.options.shardCount == 5);
    CHECK(command.options.table.solve.rngSeed == 7);
    CHECK(command.options.table.maxPerFileConcurrency == 3);
    BulkCommandFree(&command);

    REQUIRE(ParseLine({L"--Pack=all.phpack", L"--", L"--keys"}, &command, &failure) == S_OK);
    CHECK(std::wstring(command.keysDirectory) == L"--keys");
    CHECK(std::wstring(command.outputDirectory) == L"");
    CHECK(std::wstring(command.options.pack) == L"all.phpack");
    BulkCommandFree(&command);
}

TEST_CASE("what is wrong with a bulk command line is named")
{
    const struct {
        std::vector<const wchar_t *> words;
        HRESULT code;
        const wchar_t *named;
    } cases[] = {
        {{}, PERFECTHASH_E_ARGUMENT, L"KEYSDIR"},
        {{L""}, PERFECTHASH_E_ARGUMENT, L"KEYSDIR"},
        {{L"k", L"o", L"Chm01", L"Quadx", L"And", L"1", L"more"}, PERFECTHASH_E_ARGUMENT, L"more"},
        {{L"k", L"o", L"Chm01", L"Quadx", L"And", L"many"}, PERFECTHASH_E_OPTION_VALUE, L"many"},
        {{L"k", L"--Recurse"}, PERFECTHASH_E_OPTION_UNKNOWN, L"--Recursive"},
        {{L"k", L"--Shard=0/3"}, PERFECTHASH_E_OPTION_VALUE, L"i/n"},
        {{L"k", L"--Shard=4/3"}, PERFECTHASH_E_OPTION_VALUE, L"--Shard=4/3"},
        {{L"k", L"--Shard=3"}, PERFECTHASH_E_OPTION_VALUE, L"i/n"},
        {{L"k", L"--Shard=1/0"}, PERFECTHASH_E_OPTION_VALUE, L"i/n"},
        {{L"k", L"--Pack"}, PERFECTHASH_E_OPTION_VALUE, L"--Pack"},
        {{L"k", L"--Pack="}, PERFECTHASH_E_OPTION_VALUE, L"--Pack"},
        {{L"k", L"--Pack=x", L"--NoFileIo"}, PERFECTHASH_E_OPTION_VALUE, L"--Pack"},
        {{L"k", L"--Pack=x", L"--Resume"}, PERFECTHASH_E_OPTION_VALUE, L"--Resume"},
        {{L"k", L"--Include="}, PERFECTHASH_E_OPTION_VALUE, L"--Include"},
        {{L"k", L"--Contains", L"--OmitKeys"}, PERFECTHASH_E_OPTION_VALUE, L"--Contains"},
        {{L"k", L"--MaximumConcurrency=5000"}, PERFECTHASH_E_OPTION_VALUE, L"4096"},
    };
    for (const auto &each : cases) {
        BulkCommand command = {};
        Failure failure = {};
        CHECK(ParseLine(each.words, &command, &failure) == each.code);
        CHECK_MESSAGE(Contains(TextOf(failure), each.named), TextOf(failure));
        CHECK(command.words == nullptr);
    }
}

TEST_CASE("an options string changes options or nothing")
{
    BulkOptions options;
    Failure failure = {};
    wchar_t **words = nullptr;
    BulkOptionsDefault(&options);
    REQUIRE(BulkOptionsParse(L"--Include=\"a b*\" --NoFileIo --MaximumConcurrency 4", &options, &words, &failure) ==
            S_OK);
    CHECK(std::wstring(options.include) == L"a b*");
    CHECK(options.table.noFileIo);
    CHECK(options.maximumConcurrency == 4);
    CommandLineFree(words);
    BulkOptionsDefault(&options);
    words = nullptr;
    CHECK(BulkOptionsParse(L"--Recursive --Nonsense", &options, &words, &failure) == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(BulkOptionsParse(L"word", &options, &words, &failure) == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(words == nullptr);
    CHECK(!options.recursive);
    REQUIRE(BulkOptionsParse(nullptr, &options, &words, &failure) == S_OK);
    CommandLineFree(words);
}
