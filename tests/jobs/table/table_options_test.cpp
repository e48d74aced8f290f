/*
 * These tests parse the options of a table and read the fields that they reach. Wrong values and
 * unknown names are refused with what was expected. Contradicting options, hostile texts and
 * positional command lines have defined results. Every option has a line of help that fits a
 * screen.
 */
#include <cstring>

#include "jobs/bulk/bulk_options.h"
#include "jobs/pure/option_take.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "support/jobs/fixture.h"

namespace {

struct Parsed {
    TableOptions options;
    HRESULT code;
    std::wstring text;
};

Parsed Parse(const std::wstring &line)
{
    Parsed parsed = {};
    Failure failure = {};
    TableOptionsDefault(&parsed.options);
    wchar_t **words = nullptr;
    parsed.code = TableOptionsParse(line.c_str(), &parsed.options, &words, &failure);
    CommandLineFree(words); // no test reads a text
    if (FAILED(parsed.code))
        parsed.text = TextOf(failure);
    return parsed;
}

struct Command {
    TableCommand command = {};
    HRESULT code;
    std::wstring text;
    explicit Command(const std::wstring &line)
    {
        TableOptions defaults;
        Failure failure = {};
        int count;
        wchar_t **words = CommandLineSplit(line.c_str(), &count);
        REQUIRE(words != nullptr);
        TableOptionsDefault(&defaults);
        code = TableCommandParse(count, words, &defaults, &command, &failure);
        CommandLineFree(words);
        if (FAILED(code))
            text = TextOf(failure);
    }
    ~Command() { TableCommandFree(&command); }
};

bool Ends(const std::wstring &text, const std::wstring &end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

} // namespace

TEST_CASE("each option reaches its field")
{
    CHECK(Parse(L"--HashFunction=MultiplyShiftRX").options.solve.hashFunction == HashMultiplyShiftRX);
    CHECK(Parse(L"--FallbackHashFunction=mulshrolate2rx").options.solve.fallbackHashFunction == HashMulshrolate2RX);
    CHECK(Parse(L"--FallbackHashFunction=Quadx --FallbackHashFunction=None").options.solve.fallbackHashFunction == 0);
    CHECK(Parse(L"--HeaderWithoutData").options.headerWithoutData);
    CHECK(Parse(L"--RngSeed=0x123456789abcd").options.solve.rngSeed == 0x123456789abcdull);
    CHECK(Parse(L"--RngSeed=9007199254740992").options.solve.rngSeed == 1ull << 53);
    CHECK(Parse(L"--MaxAttempts=18446744073709551615").options.solve.maxAttempts == UINT64_MAX);
    CHECK(Parse(L"--KeySizeInBytes=8").options.keySizeInBytes == 8);
    CHECK(Parse(L"--KeySizeInBytes=1").options.keySizeInBytes == 1);
    CHECK(Parse(L"--Layout=Flat").options.solve.layout == LayoutFlat);
    CHECK(Parse(L"--Layout=Partitioned").options.solve.layout == LayoutPartitioned);
    CHECK(Parse(L"--MaxTableResizes=0").options.solve.maxTableResizes == 0);
    CHECK(Parse(L"--MaxAttempts=7").options.solve.maxAttempts == 7);
    CHECK(Parse(L"--FixedAttempts=9").options.solve.fixedAttempts == 9);
    CHECK(Parse(L"--MaxSolveTimeInSeconds=3").options.maxSolveTimeInSeconds == 3);
    CHECK(Parse(L"--InitialPerFileConcurrency=2").options.initialPerFileConcurrency == 2);
    CHECK(Parse(L"--MaxPerFileConcurrency=5").options.maxPerFileConcurrency == 5);
    CHECK(Parse(L"--IncreaseConcurrencyAfterMilliseconds=250").options.increaseConcurrencyAfterMs == 250);
    CHECK(Parse(L"--Outputs=Header").options.outputs == OutputHeader);
    CHECK(Parse(L"--Outputs=TableFile,Header").options.outputs == OutputDefault);
    CHECK(Parse(L"--Outputs=None").options.outputs == 0);
    CHECK(Parse(L"--Contains").options.contains);
    CHECK(Parse(L"--OmitKeys").options.solve.omitKeys);
    CHECK(Parse(L"--ValueBits=16").options.solve.valueBits == 16);
    CHECK(Parse(L"--ValueBits=32 --Values=some.bin").options.values != nullptr);
    CHECK(Parse(L"--NoFileIo").options.noFileIo);
    CHECK(Parse(L"--ByteKeys").options.byteKeys);
    CHECK(Parse(L"--Durable").options.durable);
    CHECK_FALSE(Parse(L"").options.durable);
    CHECK_FALSE(Parse(L"--NoFileIo --NoFileIo=false").options.noFileIo);
    const Parsed seeds = Parse(L"--Seeds=1,0xff,3");
    CHECK(seeds.options.solve.seedCount == 3);
    CHECK(seeds.options.solve.seeds[1] == 255);
    CHECK(SUCCEEDED(Parse(L"--Algorithm=Chm01 --MaskFunction=And").code));
}

TEST_CASE("both forms of a value, any case, quotes, the last one counts")
{
    CHECK(Parse(L"--rngseed 5").options.solve.rngSeed == 5);
    CHECK(Parse(L"--RNGSEED=6").options.solve.rngSeed == 6);
    CHECK(Parse(L"--HashFunction quadx").options.solve.hashFunction == HashQuadx);
    CHECK(Parse(L"\"--RngSeed=7\"").options.solve.rngSeed == 7);
    CHECK(Parse(L"  --RngSeed=\"8\"\t").options.solve.rngSeed == 8);
    CHECK(Parse(L"--RngSeed=1 --RngSeed=2").options.solve.rngSeed == 2);
    CHECK(SUCCEEDED(Parse(L"").code));
    TableOptions options;
    TableOptionsDefault(&options);
    wchar_t **words = nullptr;
    CHECK(TableOptionsParse(nullptr, &options, &words, nullptr) == S_OK);
    CommandLineFree(words);
}

TEST_CASE("an unknown option is named, with the one that was meant")
{
    const Parsed close = Parse(L"--RgnSeed=5");
    CHECK(close.code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(close.text == L"--RgnSeed: there is no such option; did you mean --RngSeed?");
    CHECK(Contains(Parse(L"--MaxTableResize=1").text, L"did you mean --MaxTableResizes?"));
    CHECK(Contains(Parse(L"--InitialPerFile=1").text, L"did you mean --InitialPerFileConcurrency?"));
    CHECK(Parse(L"--Xyzzy").text == L"--Xyzzy: there is no such option.");
    CHECK(Parse(L"--").code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Parse(L"word").code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Parse(L"--=5").code == PERFECTHASH_E_OPTION_UNKNOWN);
}

TEST_CASE("a wrong value is named with what is wanted, and nothing is changed")
{
    const Parsed wrong = Parse(L"--MaxAttempts=3 --MaxSolveTimeInSeconds=99999999999");
    CHECK(wrong.code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(wrong.text == L"--MaxSolveTimeInSeconds=99999999999: expected a whole number of seconds from 0 to 4294967.");
    CHECK(wrong.options.solve.maxAttempts == 0);
    // clang-format off
    for (const wchar_t *line : {L"--RngSeed=", L"--RngSeed", L"--RngSeed=-1", L"--RngSeed=1x", L"--RngSeed=0x",
                                L"--RngSeed=9007199254740993", L"--RngSeed= 1", L"--KeySizeInBytes=5",
                                L"--Outputs=None,Header", L"--License=MIT*/", L"--License=",
                                L"--Namespace=", L"--Namespace=A:B", L"--Namespace=a.__b", L"--Prefix=_x", L"--Prefix=",
                                L"--Prefix=a__", L"--NameStyle=", L"--NameStyle=kebab",
                                L"--Outputs=", L"--Outputs=Header,", L"--Layout=x",
                                L"--Seeds=", L"--Seeds=1,", L"--Seeds=1,2,3,4,5,6,7", L"--NoFileIo=maybe",
                                L"--Algorithm=Chd", L"--MaskFunction=Modulus", L"--MaxTableResizes=17",
                                L"--MaxPerFileConcurrency=1025", L"--FallbackHashFunction=Crc32"}) {
        // clang-format on
        CAPTURE(line);
        CHECK(Parse(line).code == PERFECTHASH_E_OPTION_VALUE);
    }
    CHECK(Contains(Parse(L"--HashFunction=Crc32").text, L"Quadx, MultiplyShiftR, MultiplyShiftRX"));
    CHECK(Parse(L"--HashFunction Crc32").text == Parse(L"--HashFunction=Crc32").text);
    const OptionGroup group = TableOptionsGroup(nullptr);
    for (size_t i = 0; i < group.count; i++) { // what is wanted is told to its end
        if (group.options[i].kind == OptionText || group.options[i].kind == OptionCommand)
            continue; // any text will do
        const std::wstring text = Parse(std::wstring(L"--") + group.options[i].help.name + L"=?").text;
        CAPTURE(text);
        CHECK(Contains(text, L": expected "));
        CHECK(Ends(text, L"."));
    }
    CHECK(Contains(Parse(L"--BestCoverageType=?").text, L" or MaxAssignedPerCacheLineCount."));
}

TEST_CASE("the names of a table and of its keys file are texts that are not empty, and for one keys file alone")
{
    const Parsed named = Parse(L"--Name=\"a b\" --KeysName -");
    CHECK(named.code == S_OK);
    CHECK(std::wstring(TableOptionsNames(&named.options)) == L"--Name");
    CHECK(Parse(L"--Name=").text == L"--Name=: expected a name.");
    CHECK(Parse(L"--KeysName=").code == PERFECTHASH_E_OPTION_VALUE);
    const Parsed unnamed = Parse(L"--RngSeed=1");
    CHECK(TableOptionsNames(&unnamed.options) == nullptr);
}

TEST_CASE("an option is no value of the one before it")
{
    const Parsed missing = Parse(L"--MaxAttempts --NoFileIo");
    CHECK(missing.code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(missing.text.substr(0, 39) == L"--MaxAttempts: expected a whole number ");
    CHECK(Command(L"--RngSeed -- keys").text.substr(0, 35) == L"--RngSeed: expected a whole number ");
    CHECK(Parse(L"--RngSeed -1").text.substr(0, 14) == L"--RngSeed=-1: ");
    BulkOptions bulk;
    BulkOptionsDefault(&bulk);
    const OptionGroup group = BulkOptionsGroup(&bulk);
    const wchar_t *words[] = {L"--Pack", L"--NoSummary"};
    Failure failure = {};
    int at = 0;
    CHECK(OptionTake(&group, 1, 2, words, &at, nullptr, &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(TextOf(failure) == L"--Pack: expected a value.");
    words[0] = L"--Pack=--NoSummary";
    CHECK(OptionTake(&group, 1, 2, words, &at, nullptr, &failure) == S_OK);
    CHECK(std::wstring(bulk.pack) == L"--NoSummary");
}

TEST_CASE("options that contradict each other")
{
    CHECK(Parse(L"--Contains --OmitKeys").code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Parse(L"--Seeds=1 --FixedAttempts=2").code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Contains(Parse(L"--FindBestGraph --FixedAttempts=3").text, L"--FixedAttempts: --FindBestGraph has"));
    for (const wchar_t *line :
         {L"--FindBestGraph", L"--FixedAttempts=2", L"--Seeds=1,2", L"--MeasureCoverage --KeysSubset=1",
          L"--HashFunction=Mulshrolate1RX", L"--FallbackHashFunction=Mulshrolate1RX"}) {
        CAPTURE(std::wstring(line));
        CHECK(Contains(Parse(L"--Layout=Partitioned " + std::wstring(line)).text,
                       L"--Layout=Partitioned: it is for Quadx alone"));
        CHECK(Parse(line).code == S_OK);
    }
    CHECK(Parse(L"--Layout=Partitioned --MeasureCoverage --HashFunction=Quadx --FallbackHashFunction=Quadx").code ==
          S_OK);
    CHECK(Parse(L"--InitialPerFileConcurrency=4 --MaxPerFileConcurrency=2").code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Parse(L"--Seeds=1,2 --FallbackHashFunction=MultiplyShiftR").code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Contains(Parse(L"--FixedAttempts=2 --FallbackHashFunction=MultiplyShiftR").text,
                   L"--FallbackHashFunction: --Seeds and"));
    CHECK(
        Contains(Parse(L"--HeaderWithoutData --Outputs=TableFile").text, L"--HeaderWithoutData: it needs the header"));
    CHECK(Contains(Parse(L"--HeaderWithoutData --Outputs=Header").text,
                   L"--HeaderWithoutData: its header looks up in the table file"));
    CHECK(Contains(Parse(L"--Outputs=CSource,Header").text, L"--Outputs: Header and CSource have a file of one name"));
    CHECK(Contains(Parse(L"--Outputs=Rust,Test").text, L"--Outputs: Test and Benchmark need Header or CSource"));
    CHECK(Contains(Parse(L"--Outputs=TableFile,CMake").text, L"--Outputs: CMake needs Header or CSource"));
    CHECK(Contains(Parse(L"--Outputs=Header,VisualStudio").text, L"--Outputs: VisualStudio needs Test"));
    CHECK(Contains(Parse(L"--Outputs=Header,Cargo").text, L"--Outputs: Cargo needs Rust"));
    CHECK(Parse(L"--HeaderWithoutData --Outputs=TableFile,CSource").code == S_OK);
}

TEST_CASE("hostile option texts end in an error, whatever their length")
{
    const std::wstring longWord(100000, L'x');
    CHECK(Parse(L"--" + longWord).code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Parse(L"--RngSeed=" + longWord).code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Parse(L"--Outputs=" + longWord + L"," + longWord).code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Parse(std::wstring(100000, L'"')).code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Parse(std::wstring(99999, L'\\') + L"\"").code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Parse(L"--RngSeed=%1%2%s%n").text.substr(0, 19) == L"--RngSeed=%1%2%s%n:");
    const std::wstring text = Parse(L"--RngSeed=" + longWord).text;
    CHECK(Contains(text, L"..."));
    CHECK(text.size() < FAILURE_TEXT_CHARS);
}

TEST_CASE("a command line by position and with options in between")
{
    const Command full(L"\"C:\\my keys\\a.keys\" --RngSeed 4 out Chm01 MultiplyShiftR And 3 --Contains");
    REQUIRE(full.code == S_OK);
    CHECK(std::wstring(full.command.keysPath) == L"C:\\my keys\\a.keys");
    CHECK(std::wstring(full.command.outputDirectory) == L"out");
    CHECK(full.command.options.solve.hashFunction == HashMultiplyShiftR);
    CHECK(full.command.options.solve.rngSeed == 4);
    CHECK(full.command.options.maxPerFileConcurrency == 3);
    CHECK(full.command.options.contains);
    const Command bare(L"a.keys");
    REQUIRE(bare.code == S_OK);
    CHECK(*bare.command.outputDirectory == 0);
    const Command dashes(L"-- --odd.keys --out");
    REQUIRE(dashes.code == S_OK);
    CHECK(std::wstring(dashes.command.keysPath) == L"--odd.keys");
    CHECK(Command(L"").code == PERFECTHASH_E_ARGUMENT);
    CHECK(Command(L"\"\"").code == PERFECTHASH_E_ARGUMENT);
    CHECK(Command(L"a b Chm01 Quadx And 1 more").code == PERFECTHASH_E_ARGUMENT);
    CHECK(Command(L"a b Chm02").code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Command(L"a b Chm01 Quadx And many").code == PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE("single options by name, as properties set them")
{
    TableOptions options;
    Failure failure = {};
    TableOptionsDefault(&options);
    CHECK(TableOptionsSet(&options, L"HashFunction", L"Mulshrolate2RX", &failure) == S_OK);
    CHECK(options.solve.hashFunction == HashMulshrolate2RX);
    CHECK(TableOptionsSet(&options, L"HashFunction", L"Sha1", &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(TextOf(failure).substr(0, 19) == L"HashFunction=Sha1: ");
    CHECK(TableOptionsSet(&options, L"Nothing", L"1", &failure) == PERFECTHASH_E_OPTION_UNKNOWN);
    for (DWORD outputs : {0, (int)OutputHeader, (int)OutputTableFile, (int)OutputDefault, (int)OutputCSource}) {
        wchar_t *text = OutputsText(outputs);
        CHECK(TableOptionsSet(&options, L"Outputs", text, &failure) == S_OK);
        CHECK(options.outputs == outputs);
        TextFree(text);
    }
    CHECK(HashFunctionOfName(L"quadX") == HashQuadx);
    CHECK(HashFunctionOfName(L"") == 0);
    CHECK(std::wstring(HashFunctionName(HashMulshrolate4RX)) == L"Mulshrolate4RX");
    CHECK(HashFunctionName((HashFunctionId)99) == nullptr);
}

TEST_CASE("one output is the one that its file's name tells, unless it is said")
{
    const auto outputs = [](const wchar_t *line) { return Parse(line).options.outputs; };
    CHECK(outputs(L"--OutputFile=x.h") == OutputHeader);
    CHECK(outputs(L"-o x") == OutputHeader);
    CHECK(outputs(L"-o x.c") == OutputHeader);
    CHECK(outputs(L"-o a.pht") == OutputTableFile);
    CHECK(outputs(L"-o a.HPP") == OutputCpp);
    CHECK(outputs(L"-o a.d.mts") == OutputTypeScript);
    CHECK(Contains(Parse(L"--Outputs=TypeScript").text, L"--Outputs: TypeScript is the types of a module; JavaScript"));
    CHECK(outputs(L"-o a.h --Outputs=Rust") == OutputRust);
    CHECK(Parse(L"-o x --Outputs=CSource").text == L"-o: it needs one output, and CSource is two files.");
    CHECK(Parse(L"-o x --Outputs=Go,Rust").text == L"-o: it needs one output, and --Outputs names several.");
    CHECK(Parse(L"-o x --NoFileIo").text == L"-o: it needs one output, and nothing is to be written.");
    CHECK(Parse(L"-o a/b\\\\").text == L"-o: the path names a folder; expected the path of a file.");
    CHECK(Parse(L"-o").code == PERFECTHASH_E_OPTION_VALUE);
    for (const wchar_t *other : {L"-O x", L"-oo x"})
        CHECK(Parse(other).code == PERFECTHASH_E_OPTION_UNKNOWN);
}

TEST_CASE("each option has a line of help that fits a screen beside its name")
{
    const OptionGroup group = TableOptionsGroup(nullptr);
    for (size_t i = 0; i < group.count; i++) {
        const OptionHelp *help = &group.options[i].help;
        CAPTURE(std::wstring(help->name));
        const size_t name = (help->value ? 5 : 4) + wcslen(help->name) + (help->value ? wcslen(help->value) : 0);
        REQUIRE(help->text);
        CHECK((name < 41 ? 41 : name + 1) + wcslen(help->text) < 80);
    }
    CHECK(group.count == 49);
}
