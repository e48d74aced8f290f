// Asks tables with records as C# sources for every row and column, and for strangers.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

delegate (bool, string[]) Found(ReadOnlySpan<byte> key, int row);

static class Ask
{
    static int failures, questions;

    public static ulong K64(ReadOnlySpan<byte> key, int at = 0) => BinaryPrimitives.ReadUInt64LittleEndian(key[at..]);
    public static uint K32(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32LittleEndian(key);

    public static string Told(string text) => text;
    public static string Told(bool flag) => flag ? "true" : "false";
    public static string Told(double number) => BitConverter.DoubleToInt64Bits(number).ToString("x16");
    public static string Told((ulong Low, ulong High) number) => number.High.ToString("x") + number.Low.ToString("x16");
    public static string Told<T>(T number) where T : struct => number.ToString();

    // Returns the pieces of a file: each is bytes behind their length.
    static IEnumerator<byte[]> PiecesOf(string file)
    {
        byte[] all = File.ReadAllBytes(file);
        for (int at = 0, length; at < all.Length; at += 4 + length)
        {
            length = BitConverter.ToInt32(all, at);
            yield return all[(at + 4)..(at + 4 + length)];
        }
    }

    // find: whether a key's lookups agree, and the cells of its record.
    public static void Rows(string file, int columns, int count, Found find)
    {
        var pieces = PiecesOf(file + ".rows");
        int mistakes = 0, row = 0;
        for (; pieces.MoveNext(); row++)
        {
            var (agree, cells) = find(pieces.Current, row);
            if (!agree || cells == null || cells.Length != columns)
                mistakes++;
            for (int i = 0; i < columns && pieces.MoveNext(); i++, questions++)
                if (cells != null && Encoding.UTF8.GetString(pieces.Current) != cells[i])
                    mistakes++;
        }
        if (row != count)
            mistakes++;
        for (var strangers = PiecesOf(file + ".strangers"); strangers.MoveNext(); questions++)
        {
            var (agree, cells) = find(strangers.Current, -1);
            if (!agree || cells != null)
                mistakes++;
        }
        if (mistakes != 0)
            Console.WriteLine($"{file}: {mistakes} mistakes");
        failures += mistakes;
    }

    public static void Must(bool holds, string what)
    {
        if (!holds)
            Console.WriteLine(what);
        failures += holds ? 0 : 1;
    }

    static int Main()
    {
        Cases.All();
        Console.WriteLine($"{questions} questions, {failures} failures");
        return failures == 0 ? 0 : 1;
    }
}
