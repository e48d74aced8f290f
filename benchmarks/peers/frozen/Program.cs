// frozen KEYS MEMBERS OTHERS: what .NET's FrozenDictionary<uint, uint> does. The files hold packed
// 32-bit keys. Prints: seconds to build, ns a lookup of a member, ns of another key, bytes.
// frozen --text KEYS ASKED...: of FrozenDictionary<string, int>. The files hold a text a line. Prints: seconds to
// build, and for each file ns a lookup.
using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

static uint[] Read(string path) => MemoryMarshal.Cast<byte, uint>(File.ReadAllBytes(path)).ToArray();

// The best of five passes.
static double Time(FrozenDictionary<uint, uint> map, uint[] probes, int found)
{
    double best = double.MaxValue;
    for (int pass = 0; pass < 5; pass++)
    {
        long start = Stopwatch.GetTimestamp();
        int there = 0;
        foreach (uint probe in probes)
            there += map.TryGetValue(probe, out _) ? 1 : 0;
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / probes.Length);
        if (there != found)
            throw new InvalidOperationException("a lookup is wrong");
    }
    return best;
}

// The best of fifteen passes.
static double TimeTexts(FrozenDictionary<string, int> map, string[] asked)
{
    double best = double.MaxValue;
    long sum = 0;
    for (int pass = 0; pass < 15; pass++)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (string text in asked)
            sum += map.TryGetValue(text, out int position) ? position : -1;
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / asked.Length);
    }
    GC.KeepAlive(sum);
    return best;
}

static void Texts(string[] files)
{
    string[] texts = File.ReadAllLines(files[0]);
    var numbered = texts.Select((text, i) => KeyValuePair.Create(text, i)).ToArray();
    numbered[..Math.Min(100, numbered.Length)].ToFrozenDictionary(); // compiles it
    long begin = Stopwatch.GetTimestamp();
    var frozen = numbered.ToFrozenDictionary();
    Console.Write(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begin).TotalSeconds}"));
    foreach (string file in files[1..])
        Console.Write(string.Create(CultureInfo.InvariantCulture, $" {TimeTexts(frozen, File.ReadAllLines(file))}"));
}

if (args[0] == "--text")
{
    Texts(args[1..]);
    return;
}
uint[] keys = Read(args[0]), members = Read(args[1]), others = Read(args[2]);
var pairs = new KeyValuePair<uint, uint>[keys.Length];
for (uint i = 0; i < keys.Length; i++)
    pairs[i] = new(keys[i], i);
pairs[..Math.Min(100, pairs.Length)].ToFrozenDictionary(); // compiles it
long before = GC.GetTotalMemory(true), begin = Stopwatch.GetTimestamp();
var frozen = pairs.ToFrozenDictionary();
double build = Stopwatch.GetElapsedTime(begin).TotalSeconds;
long bytes = GC.GetTotalMemory(true) - before;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{build} {Time(frozen, members, members.Length)} {Time(frozen, others, 0)} {bytes}"));
GC.KeepAlive(pairs);
