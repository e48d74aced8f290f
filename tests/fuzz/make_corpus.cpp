// make_corpus DIRECTORY: writes the seed corpus, small files of each kind, into a folder of
// DIRECTORY for each fuzzer, which must exist.
#include <cstdio>
#include <cstring>

#include "chm01/output/outputs.h"
#include "chm01/table/pack.h"
#include "chm01/text/text_image.h"
#include "runtime/pure/job_record.h"
#include "runtime/pure/protocol.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/pe_writer.h"
#include "support/chm01/program_writer.h"
#include "support/chm01/solver_runner.h"
#include "support/chm01/table_maker.h"

static std::string directory;

static void Save(const std::string &name, const std::vector<uint8_t> &bytes)
{
    FILE *file = std::fopen((directory + "/" + name).c_str(), "wb");
    if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fclose(file) != 0) {
        std::fprintf(stderr, "can't write %s\n", name.c_str());
        std::exit(1);
    }
}

static std::vector<uint8_t> Behind(std::vector<uint8_t> head, const std::vector<uint8_t> &tail)
{
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

static std::vector<uint8_t> Text(const std::string &text)
{
    return std::vector<uint8_t>(text.begin(), text.end());
}

// As a cell between quotes has it.
static std::string Doubled(const std::string &text)
{
    std::string doubled;
    for (char c : text)
        doubled += c == '"' ? std::string("\"\"") : std::string(1, c);
    return doubled;
}

static std::vector<uint8_t> Wide(const std::string &text)
{
    std::vector<uint8_t> bytes;
    for (char character : text)
        bytes.insert(bytes.end(), {uint8_t(character), 0});
    return bytes;
}

static std::vector<uint8_t> Message(uint16_t type, const std::vector<uint8_t> &payload)
{
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = type;
    header.requestId = 7;
    header.payloadBytes = uint32_t(payload.size());
    std::vector<uint8_t> bytes(ProtocolHeaderBytes);
    ProtocolHeaderEncode(&header, bytes.data());
    return Behind(bytes, payload);
}

static void SaveMessages()
{
    Save("protocol/ping", Message(ProtocolPing, {}));
    Save("protocol/table", Message(ProtocolTableCreate, Wide("C:\\a.keys C:\\out --NoFileIo")));
    Save("protocol/directory",
         Message(ProtocolBulkCreateDirectory, Wide(std::string("C:\\keys\0D:\\out\0--Quiet", 22))));
    Save("protocol/status", Message(ProtocolStatus, std::vector<uint8_t>(ProtocolJobIdBytes, 1)));
    Save("protocol/hello", Message(ProtocolPing | ProtocolResponse, std::vector<uint8_t>(ProtocolHelloBytes, 0)));
    Save("protocol/token",
         Message(ProtocolTableCreate | ProtocolResponse, std::vector<uint8_t>(ProtocolTokenBytes, 0)));
    Save("protocol/statistics",
         Message(ProtocolStatistics | ProtocolResponse, std::vector<uint8_t>(ProtocolServerStatisticsBytes, 3)));

    const std::u16string message = u"why", path = u"C:\\out\\a.pht";
    std::vector<uint8_t> bytes(JobRecordMostBytes);
    JobRecord record;
    JobRecordValues values = {};
    JobRecordInit(&record, 5, 2);
    values.kind = 2;
    values.jobId = 5;
    values.total = 9;
    Save("record/running", {bytes.begin(), bytes.begin() + long(JobRecordEncode(&record, bytes.data(), bytes.size()))});
    values.state = JobRecordFailed;
    JobRecordWrite(&record, &values, reinterpret_cast<const uint16_t *>(message.c_str()),
                   reinterpret_cast<const uint16_t *>(path.c_str()));
    Save("record/failed", {bytes.begin(), bytes.begin() + long(JobRecordEncode(&record, bytes.data(), bytes.size()))});
}

// Two tables' worth of nothing, by the ends and the index of a pack.
static std::vector<uint8_t> PackBytes()
{
    const PackEntry entries[] = {{64, 64, 0, 1, 0}, {128, 128, 1, 2, 0}};
    const uint64_t index = 256;
    PackHeader header;
    PackHeaderInit(&header);
    std::vector<uint8_t> bytes(index + PackTailBytes(2, 3));
    std::memcpy(bytes.data(), &header, sizeof header);
    PackTailWrite(entries, 2, "abb", 3, index, bytes.data() + index);
    return bytes;
}

static void SaveTexts()
{
    Save("csv/run", Text("KeysPath,Status,Error\r\na.keys,Created,\r\n\"b,c.keys\",Failed,\"it says \"\"no\"\"\"\r\n"));
    Save("csv/odd", Text("\"\"\n,\n|\n\"a\nb\",\xE2\x82\xAC,\xF0\x9F\x98\x80\n\"cut"));
    Save("json/run", Text("{\"shard\": {\"index\": 1, \"count\": 2}, "
                          "\"tables\": [ {\"keysPath\": \"a\\\\b\\u20ac\", \"keys\": 31} ], \"pack\": null}\n"));
    Save("json/all",
         Text("[-1.5e+9, 0, true, false, [], {}, \"\\\"\\/\\b\\f\\n\\r\\t\\ud83d\\ude00\", {\"a\": {\"a\": \"\"}}]"));
    Save("glob/names", Text("*.keys;a?b*;x\nfolder\\deeper/Axb.keys"));
    Save("glob/paths", Text("folder/*\\*.k;;*a*b*c\nfolder\\deeper/a.keys"));
    Save("command_line/options", Text("keys \"out dir\" --Number=0x10 --Flag --Size Huge --Parts=Head,Tail --Shard=1/2 "
                                      "--Numbers=1,2 --Text \"a b\" -- --Narrow"));
    Save("command_line/quotes", Text("a\\\\\"b c\" \"d\"\"e\" \\\\\\\"f\n\"\" --Nubmers=1 --Seconds=61\n"));
    Save("pack/file", PackBytes());
    Save("pack/empty", Behind({0, 0}, Text("names")));
    const PackEntry entry = {64, 128, 1, 3, 0};
    Save("pack/entry", Behind(Behind({2, 1}, {reinterpret_cast<const uint8_t *>(&entry),
                                              reinterpret_cast<const uint8_t *>(&entry + 1)}),
                              Text("names")));
}

static std::vector<uint8_t> TextImage(const std::vector<std::string> &strings, bool ignoreCase)
{
    const BuiltTextTable built(strings, ignoreCase);
    const TextImageDescription description = {"text", 0, 0};
    AlignedBytes image(TextImageBytes(&built.table));
    TextImageWrite(&built.table, &description, image.data());
    return {image.data(), image.data() + image.size()};
}

// fuzz_program: functions in bits 0-1, pieces in bit 2, and the steps of a slice.
static void SavePrograms()
{
    Save("program/x64", Behind({0, 2}, ProgramWriter::OfFour().bytes));
    ProgramWriter hybrid(0xAA64);
    hybrid.Functions({0x1000, hybrid.Add({1u << 27 | 1u << 21, 0xE5}), 0x1010, 0x11});
    hybrid.ExportsAre({0x3000});
    hybrid.HybridFunctions({0x2000, 0x2010, 0, 0x1010, 0x1020, 0}, hybrid.ExportsFixed(ProgramWriter::dataRva, 40));
    Save("program/hybrid", Behind({4, 255}, hybrid.bytes));
    ProgramWriter readyToRun(0x8664 ^ 0x7B79);
    readyToRun.ReadyToRunFunctions({0x1000, 0x1010, 0, 0xFFFFFFFF, 0, 0});
    Save("program/ready_to_run", Behind({1, 1}, readyToRun.bytes));
    ProgramWriter x86(0x14C, false);
    x86.ExportsAre({0x3000, 0x2000});
    Save("program/x86", Behind({2, 9}, x86.bytes));
}

// fuzz_language: an output, flags, what stands beside it, and five texts.
static void SaveLanguages()
{
    const std::string hard = "\" */ \\ ` ' ${x} #{x} %s --> ]]> \n'@\n \"\"\" \\u0022 ?\?/ @{ //";
    const auto texts = [](const std::string &name, const std::string &keys) {
        std::string all = name;
        for (const std::string &each :
             {std::string("Apache-2.0 OR MIT"), std::string("a::b"), std::string("my_"), keys})
            all += '\0' + each;
        return Text(all);
    };
    const std::string rows = "k,n:text,e:enum,f:f64,w:u64,s:i8,b:bool\n\"a " + Doubled(hard) + "\",\"" + Doubled(hard) +
                             "\",while,-0,18446744073709551615,-128,true\nb,\xC3\xA4,_9,1e308,0,1,false\n";
    for (uint8_t form = 0; form < OutputForms; form++) {
        if (outputForms[form].write == nullptr)
            continue;
        const std::string name = std::to_string(form);
        Save("language/texts" + name, Behind({form, 4, 5}, texts(hard, hard + "\nb\n\xFF" + std::string(40, 'x'))));
        Save("language/rows" + name, Behind({form, uint8_t(8 | form % 4), 15}, texts("Class", rows)));
        Save("language/numbers" + name, Behind({form, 9, 2}, texts("int", "k,f:f64,e:enum\n7,.5,int\n0x10,5.,_x\n")));
    }
}

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2)
        return 2;
    directory = arguments[1];

    // fuzz_keys: format in bits 0-1, key size in the bits above.
    Save("keys/packed32", Behind({0}, PackKeys({1, 2, 3, 0xFFFFFFFF}, 4)));
    Save("keys/packed64", Behind({1}, PackKeys({1, 2, uint64_t(1) << 63, 2}, 8)));
    Save("keys/text", Behind({2}, Text("\xEF\xBB\xBF# keys\r\n1\r\n 0xAbC # three\n18446744073709551615\n")));
    Save("keys/text32", Behind({2 | 1 << 2}, Text("1\n4294967296\n")));
    PeRecipe pe;
    pe.functions = {0x1000, 0x1010, 0x1010, 0x2000};
    Save("keys/pe_x64", Behind({3}, PeWriter(pe).bytes));
    pe.machine = 0xAA64;
    Save("keys/pe_arm64", Behind({3}, PeWriter(pe).bytes));

    // fuzz_kinds: the steps of a slice, and the text.
    Save("kinds/numbers", Behind({1}, Text("\xEF\xBB\xBF# keys\r\n1\r\n\n 0xAbC # three\n-5\n+7")));
    Save("kinds/texts", Behind({0}, Text("GET\nPOST\n 3d\n#\n10.0.0.1\n")));
    Save("kinds/both", Behind({2}, Text("GET\n\n12 # a number\n\xC3\xA4 x\n")));
    Save("kinds/guids",
         Behind({1}, Text("{00112233-4455-6677-8899-aabbccddeeff}\n{g0112233-4455-6677-8899-aabbccddeeff}\n7")));

    SavePrograms();

    // fuzz_text: whether case is ignored, and the text.
    Save("text/lines", Behind({0}, Text("\xEF\xBB\xBFGET\r\nPOST\n\n a b #c\nGETS\nPOST")));
    Save("text/case", Behind({1}, Text("Accept\nACCEPT-Ranges\naccept\n")));
    Save("text/utf16", Behind({0, 0xFF, 0xFE}, Wide("GET\nPOST\n")));
    Save("text/long", Behind({0}, Text(std::string(40, 'p') + "1\n" + std::string(40, 'p') + "2\n\n1")));

    const auto saveTable = [](const std::string &name, const TableRecipe &recipe) {
        const AlignedBytes image = MakeTable(recipe);
        Save("table/" + name, std::vector<uint8_t>(image.data(), image.data() + image.size()));
    };
    for (const TableRecipe &recipe : AllRecipes(9)) {
        if (recipe.edgeBits == 17)
            continue;
        saveTable(recipe.name, recipe);
    }

    for (uint32_t bits : {8, 16}) {
        TableRecipe recipe;
        recipe.keys = RandomKeys(9, 32);
        recipe.omitKeys = true;
        recipe.fingerprintBits = bits;
        saveTable("Fingerprint" + std::to_string(bits), recipe);
        recipe.valueBits = bits;
        for (uint64_t key : recipe.keys)
            recipe.values.push_back(uint32_t(key) & 0xFF);
        saveTable("FingerprintValues" + std::to_string(bits), recipe);
        recipe.fingerprintBits = 0;
        saveTable("Values" + std::to_string(bits), recipe);
    }

    for (TableRecipe recipe : AllRecipes(9)) { // compact tables with fingerprints, one of each hash
        if (!LayoutIsCompact(recipe.layout) || recipe.payloadBits != 0 || recipe.packedBits != 0)
            continue;
        recipe.omitKeys = true;
        recipe.fingerprintBits = recipe.keySizeInBytes == 4 ? 16 : 8;
        saveTable("Fingerprint" + recipe.name, recipe);
        saveTable("FingerprintPacked" + recipe.name, WithPackedSlots(recipe));
    }

    for (uint32_t bits : {0, 8}) { // keys of 16 bytes
        std::vector<WideKey> keys;
        for (uint64_t i = 0; i < 9; i++)
            keys.push_back({i * i, ~i});
        SolveOptions options = {};
        options.fingerprintBits = bits;
        options.omitKeys = bits != 0;
        Save(bits == 0 ? "table/Wide" : "table/WideFingerprint8", Solve(Keys::Wide(keys), options).image);
    }

    Save("table/text_few", TextImage({"GET", "POST", "HEAD", ""}, false));
    Save("table/text_long", TextImage({"a key that is longer than sixteen bytes", "another", "b"}, true));
    Save("table/text_many", TextImage(RandomStrings(300, 2, 9), false));

    // fuzz_solve: hash function, layout, seed, flags.
    for (uint8_t family = 0; family < 8; family++)
        Save("solve/family" + std::to_string(family), Behind({family, 1, 7, 4}, PackKeys(RandomKeys(40, 32), 4)));
    Save("solve/partitioned", Behind({1, 2, 7, 0}, PackKeys(RandomKeys(200, 32), 4)));
    Save("solve/keys64", Behind({1, 0, 7, 8}, PackKeys(RandomKeys(50, 64), 8)));
    Save("solve/extracted", Behind({1, 0, 7, 9}, PackKeys(RandomKeys(50, 20), 8)));
    Save("solve/consecutive", Behind({1, 0, 1, 1}, PackKeys({0, 1, 2, 3, 4, 5, 6, 7}, 4)));
    Save("solve/packed", Behind({1, 3, 7, 32}, PackKeys(RandomKeys(300, 32), 4)));
    Save("solve/packed_fingerprints", Behind({1, 3, 7, 97}, PackKeys(RandomKeys(300, 32), 4)));
    Save("solve/duplicate", Behind({1, 0, 1, 1}, PackKeys({5, 6, 5}, 4)));
    SaveMessages();
    SaveTexts();
    SaveLanguages();
    return 0;
}
