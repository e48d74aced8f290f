using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PerfectHash;

/// <summary>A pack file (docs/reference/pack-file.md): many tables, each opened when it is asked for by its name.</summary>
public sealed class PerfectHashPack
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int From, int Bytes)> places = new();

    /// <summary>Checks the bytes of a pack file, but not those of its tables. The pack keeps them.</summary>
    public PerfectHashPack(byte[] bytes)
    {
        data = bytes;
        const ulong magic = 0x0A1A0A0D4B485089;
        int size = bytes.Length, end = size - 64;
        Refuse(size < 128 || Long(0) != magic || Long(size - 8) != magic, "no pack file: wrong magic");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        Refuse(version is not (1 or 2), $"unknown version {version} of pack files");
        ulong at = Long(end), count = Long(end + 8), nameBytes = Long(end + 16), each = version == 1 ? 32UL : 36, stop = (ulong)end;
        Refuse(Long(end + 24) != (ulong)size || (Long(end + 40) | Long(end + 48)) != 0 || at < 64 || at > stop || count > (stop - at) / each ||
               nameBytes != stop - at - count * each, "wrong size of a pack");
        Refuse(PerfectHashTable.XxHash64(bytes.AsSpan((int)at, end - (int)at)) != Long(end + 32), "wrong checksum of a pack's index");
        for (ulong entry = at; entry < at + 32 * count; entry += 32)
        {
            ulong from = Long((int)entry), length = Long((int)entry + 8), nameAt = Long((int)entry + 16);
            ulong nameLength = (uint)(Long((int)entry + 24) & uint.MaxValue);
            Refuse(from % 64 != 0 || from < 64 || from > at || length > at - from || nameAt > nameBytes ||
                   nameLength > nameBytes - nameAt, "wrong entries of a pack");
            places.TryAdd(Encoding.UTF8.GetString(bytes, (int)(stop - nameBytes + nameAt), (int)nameLength), ((int)from, (int)length));
        }
    }

    /// <summary>Reads a file.</summary>
    public static PerfectHashPack Load(string path) => new(File.ReadAllBytes(path));

    /// <summary>The names: relative paths of keys files.</summary>
    public IReadOnlyCollection<string> Names => places.Keys;

    /// <summary>Returns the table of a name; null: there is none.</summary>
    public PerfectHashTable? Table(string name) =>
        places.TryGetValue(name, out var place) ? new PerfectHashTable(data.AsSpan(place.From, place.Bytes).ToArray()) : null;

    private ulong Long(int at) => BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at));

    private static void Refuse(bool bad, string what)
    {
        if (bad)
            throw new InvalidDataException(what);
    }
}
