// Asks the reader in C# for every key of every table, and for strangers: see reader_writer.cpp.
using System;
using System.IO;
using PerfectHash;

int questions = 0, failures = 0;
PerfectHashPack pack = PerfectHashPack.Load("all.phpack");

int MistakesOf(string name, int valueBits, int besideBits, bool hasKeys)
{
    PerfectHashTable table = pack.Table(name) ?? throw new InvalidDataException(name);
    byte[] asked = File.ReadAllBytes(name + ".ask");
    int mistakes = 0, members = 0;
    for (int at = 0; at < asked.Length; at += 24, questions++)
    {
        ulong key = BitConverter.ToUInt64(asked, at), beside = BitConverter.ToUInt64(asked, at + 16);
        long answer = BitConverter.ToInt64(asked, at + 8), index = table.Index(key), value = table.Value(key);
        bool found = hasKeys && answer >= 0;
        if (table.Find(key) != (found ? answer : -1) || table.Contains(key) != found)
            mistakes++;
        if (answer < 0)
            continue;
        members++;
        if (index != answer || (besideBits != 0 && value != (long)beside) || (valueBits != 0 && value != answer))
            mistakes++;
    }
    return mistakes + (table.Count != members || table.ValueBits != valueBits + besideBits ? 1 : 0);
}

foreach (string line in File.ReadLines("good"))
{
    string[] words = line.Split(' ');
    int mistakes = MistakesOf(words[0], int.Parse(words[1]), int.Parse(words[2]), words[3] == "1");
    if (mistakes != 0)
        Console.WriteLine($"{words[0]}: {mistakes} mistakes");
    failures += mistakes;
}
foreach (string line in File.ReadLines("bad"))
{
    string[] words = line.Split(' ', 2);
    string said = "nothing";
    try
    {
        PerfectHashTable.Load(words[0] + ".pht");
    }
    catch (InvalidDataException error)
    {
        said = error.Message;
    }
    if (said.Contains(words[1]))
        continue;
    Console.WriteLine($"{words[0]}: {said}, not {words[1]}");
    failures++;
}
try
{
    PerfectHashPack.Load("damaged.phpack");
    failures++;
}
catch (InvalidDataException error)
{
    failures += error.Message.Contains("index") ? 0 : 1;
}
failures += pack.Table("none") is null && pack.Names.Count == File.ReadAllLines("good").Length ? 0 : 1;

// Tells whether a hostile file is opened; its lookups must not throw.
bool Opens(int kind, byte[] bytes)
{
    try
    {
        if (kind == 2)
            return new PerfectHashPack(bytes) is not null;
        PerfectHashTable table = new(bytes);
        foreach (ulong key in new ulong[] { 1, uint.MaxValue, 0x9E3779B97F4A7C15 })
            _ = (table.Index(key), table.Find(key), table.Value(key));
        return true;
    }
    catch (InvalidDataException)
    {
        return false;
    }
}

byte[] hostile = File.ReadAllBytes("hostile");
for (int at = 0; at < hostile.Length;)
{
    int kind = BitConverter.ToInt32(hostile, at + 4), end = at + 8 + BitConverter.ToInt32(hostile, at);
    failures += Opens(kind, hostile[(at + 8)..end]) && kind != 0 ? 1 : 0;
    at = end;
}
Console.WriteLine($"{questions} questions, {failures} failures");
