// Asks tables as C# sources for every key and for strangers.
using System;
using System.IO;

delegate ulong Asked(ReadOnlySpan<byte> key);
delegate (bool, ulong) Found(ReadOnlySpan<byte> key);

static class Ask
{
    static int failures, questions;

    public static uint K32(ReadOnlySpan<byte> key) => BitConverter.ToUInt32(key);
    public static ulong K64(ReadOnlySpan<byte> key, int at = 0) => BitConverter.ToUInt64(key.Slice(at));

    // find: whether a key's other lookups agree, and its answer.
    public static void Try(string file, int prints, Asked index, Found find, Asked beside)
    {
        byte[] all = File.ReadAllBytes(file + ".ask");
        int mistakes = 0, strangers = 0, taken = 0;
        for (int at = 0; at < all.Length; questions++)
        {
            int length = BitConverter.ToInt32(all, at);
            var key = new ReadOnlySpan<byte>(all, at + 4, length);
            ulong answer = BitConverter.ToUInt64(all, at + 4 + length), value = BitConverter.ToUInt64(all, at + 12 + length);
            at += 20 + length;
            if (index != null && index(key) != answer && answer != ulong.MaxValue)
                mistakes++;
            if (beside != null && beside(key) != value && answer != ulong.MaxValue)
                mistakes++;
            if (find == null)
                continue;
            var (agree, found) = find(key);
            bool isTaken = prints != 32 && answer == ulong.MaxValue && found != answer;
            strangers += answer == ulong.MaxValue ? 1 : 0;
            taken += isTaken ? 1 : 0;
            if (found != answer && !isTaken || agree != (found != ulong.MaxValue))
                mistakes++;
        }
        if (prints != 32 && taken > 20 + 2 * (strangers >> prints))
            mistakes++;
        if (mistakes != 0)
            Console.WriteLine($"{file}: {mistakes} mistakes");
        failures += mistakes;
    }

    static int Main()
    {
        Cases.All();
        Console.WriteLine($"{questions} questions, {failures} failures");
        return failures == 0 ? 0 : 1;
    }
}
