// Looks the keys of the tables Bench and Words up, and those of .NET's dictionaries, in random order; prints "WHAT NAME NANOSECONDS" a line. Its argument
// is a table file, which PerfectHashTable reads.
using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using PerfectHash;

static class Run
{
    static void Told(string what, string name, int count, Func<long> round)
    {
        double least = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 1) // code is compiled again when it was called often, in the background
        {
            long start = Stopwatch.GetTimestamp();
            if (round() == 0)
                throw new InvalidOperationException();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        Console.WriteLine(FormattableString.Invariant($"{what} {name} {least / count:F2}"));
    }

    static Dictionary<TKey, int> MapOf<TKey>(TKey[] keys) where TKey : notnull
    {
        var map = new Dictionary<TKey, int>();
        for (int i = 0; i < keys.Length; i++)
            map[keys[i]] = i;
        new Random(1).Shuffle(keys);
        return map;
    }

    // A struct's method is compiled into the loop.
    interface IFinder<TKey>
    {
        long Find(TKey key);
    }

    readonly struct OfBench : IFinder<uint>
    {
        public long Find(uint key) => Bench.Find(key);
    }

    readonly struct OfWords : IFinder<string>
    {
        public long Find(string key) => Words.Find(key)!.Value.Number;
    }

    readonly struct OfFile(PerfectHashTable table) : IFinder<uint>
    {
        public long Find(uint key) => table.Find(key);
    }

    readonly struct OfFrozen<TKey>(FrozenDictionary<TKey, int> map) : IFinder<TKey> where TKey : notnull
    {
        public long Find(TKey key) => map[key];
    }

    readonly struct OfMap<TKey>(Dictionary<TKey, int> map) : IFinder<TKey> where TKey : notnull
    {
        public long Find(TKey key) => map[key];
    }

    static void Ask<TKey, TFinder>(string what, string name, TKey[] keys, TFinder finder) where TFinder : struct, IFinder<TKey>
    {
        Told(what, name, keys.Length, () =>
        {
            long sum = 0;
            foreach (TKey key in keys)
                sum += finder.Find(key);
            return sum;
        });
    }

    static void Compare<TKey, TFinder>(string what, TKey[] keys, Func<TKey, TKey> copy, TFinder ours) where TKey : notnull where TFinder : struct, IFinder<TKey>
    {
        Dictionary<TKey, int> map = MapOf(keys);
        keys = keys.Select(copy).ToArray();
        Ask(what, "PerfectHash", keys, ours);
        if (keys.Length < 1_000_000) // it takes long to make one
            Ask(what, "FrozenDictionary", keys, new OfFrozen<TKey>(map.ToFrozenDictionary()));
        Ask(what, "Dictionary", keys, new OfMap<TKey>(map));
    }

    static void Main(string[] arguments)
    {
        Compare("integers", Bench.Keys.ToArray(), key => key, new OfBench());
        string[] words = Enumerable.Range(0, Words.Count).Select(i => Words.At(i).Word).ToArray();
        Compare("words", words, key => new string(key.AsSpan()), new OfWords()); // no string is the map's own
        long start = Stopwatch.GetTimestamp();
        PerfectHashTable table = PerfectHashTable.Load(arguments[0]);
        Console.WriteLine(FormattableString.Invariant($"load million {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1}"));
        uint[] keys = MemoryMarshal.Cast<byte, uint>(File.ReadAllBytes("million.keys")).ToArray();
        Compare("million", keys, key => key, new OfFile(table));
    }
}
