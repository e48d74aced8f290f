using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics;
using System.Text;

namespace PerfectHash;

/// <summary>
/// Reads table files (.pht) of PerfectHash: docs/reference/table-file.md says what is in them. It reads tables of
/// keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and compact. Anything else is an
/// <see cref="InvalidDataException"/> that names it. A table never changes: any thread may ask it.
/// </summary>
public sealed class PerfectHashTable
{
    private readonly byte[] data;
    private readonly int keyBytes, slotBytes, seedBytes, slotsAt, directoryAt, keysAt, payloadAt;
    private readonly ulong keyCount, mask, buckets, first, second, vertices, segment, resultMask;
    private readonly bool wide, compact;

    /// <summary>Checks the bytes of a file: magic, version, sizes and checksum. The table keeps them.</summary>
    public PerfectHashTable(byte[] bytes)
    {
        data = bytes;
        ulong size = (ulong)bytes.LongLength;
        Refuse(size < 576 || Long(0) != 0x0A1A0A0D54485089, "no table file: wrong magic");
        Refuse(Word(8) is not (1 or 2), $"unknown version {Word(8)} of table files");
        Refuse(Word(12) != 512 || Long(16) != size || size % 64 != 0, "wrong size");
        Refuse(Long(bytes.Length - 8) != XxHash64(bytes.AsSpan(0, bytes.Length - 8)), "wrong checksum");
        uint flags = Word(24), layout = Word(32), edgeBits = Word(44), nameBytes = Word(200);
        (keyCount, mask, buckets, first, second) = (Long(56), Long(72), Long(96), Long(104), Long(112));
        Refuse(layout == 5, "text keys are not supported");
        Refuse(flags > 1 || layout is < 1 or > 4, $"layout {layout} is not supported");
        Refuse(Word(28) != 1, $"hash function {Word(28)} is not supported");
        Refuse(Word(36) is not (4 or 8), $"keys of {Word(36)} bytes are not supported");
        Refuse(Word(232) != 0, "fingerprints are not supported");
        Refuse(Word(236) != 0, "packed slots are not supported");
        bool bucketed = layout % 2 == 0;
        Refuse(Word(40) is not (1 or 2 or 4) || edgeBits is < 3 or > 30 || buckets == 0 || buckets > size ||
               keyCount is < 1 or > 1 << 28 || (mask != 0 && Word(36) == 4) || nameBytes > 255 || Word(204) is not (0 or 8 or 16 or 32), "wrong header");
        (keyBytes, slotBytes, ValueBits) = ((int)Word(36), (int)Word(40), (int)Word(204));
        (compact, wide, segment) = (layout >= 3, keyBytes == 8 && mask == 0, 1UL << (int)edgeBits);
        seedBytes = compact || wide ? 8 : 4;
        vertices = Long(176) / (ulong)slotBytes / buckets;
        Refuse(compact ? vertices < 3 * segment || vertices % segment != 0 || vertices > 1 << 30
                   : vertices <= segment || vertices > 2 * segment || vertices % 2 != 0 || (bucketed && vertices != 2 * segment),
               "wrong slots");
        Refuse(!bucketed && buckets != 1, "wrong directory");
        slotsAt = Section("slots", 168, true, vertices * buckets * (ulong)slotBytes);
        directoryAt = Section("directory", 152, bucketed, 2 * buckets * (ulong)seedBytes);
        keysAt = Section("keys", 184, flags != 0, keyCount * (ulong)keyBytes);
        payloadAt = Section("values", 216, Long(224) != 0, keyCount * (ulong)ValueBits / 8);
        int bits = ValueBits != 0 && payloadAt == 0 ? ValueBits : compact ? 8 * slotBytes : bucketed ? 32 : (int)edgeBits;
        resultMask = (1UL << bits) - 1;
        Name = Encoding.UTF8.GetString(bytes, 256, (int)nameBytes);
    }

    /// <summary>Reads a file.</summary>
    public static PerfectHashTable Load(string path) => new(File.ReadAllBytes(path));

    /// <summary>The table's name, from whoever made the file.</summary>
    public string Name { get; }

    /// <summary>How many keys the table has.</summary>
    public int Count => (int)keyCount;

    /// <summary>8, 16 or 32 in a table that has values, otherwise 0.</summary>
    public int ValueBits { get; }

    /// <summary>
    /// Returns the position of a key of the set; of any other key some number, which may be too large. In a
    /// table of values alone it is the value.
    /// </summary>
    public long Index(ulong key) => (long)LookUp(key);

    /// <summary>Returns the position of a key, and -1 of one that is not in the set, or if the table has no keys.</summary>
    public int Find(ulong key)
    {
        ulong at = LookUp(key);
        return keysAt != 0 && at < keyCount && Number(keysAt, at, keyBytes) == key ? (int)at : -1;
    }

    /// <summary>Tells whether a key is in the set.</summary>
    public bool Contains(ulong key) => Find(key) >= 0;

    /// <summary>Returns the value of a key of the set; of any other key some value, or 0.</summary>
    public uint Value(ulong key)
    {
        ulong at = LookUp(key);
        return payloadAt == 0 ? (uint)at : at < keyCount ? (uint)Number(payloadAt, at, ValueBits / 8) : 0;
    }

    private static void Refuse(bool bad, string what)
    {
        if (bad)
            throw new InvalidDataException(what);
    }

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));

    private ulong Long(int at) => BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at));

    /// <summary>Returns where a section begins; 0: there is none.</summary>
    private int Section(string of, int at, bool isThere, ulong bytes)
    {
        ulong from = Long(at), end = (ulong)data.Length - 8;
        Refuse(Long(at + 8) != (isThere ? bytes : 0), $"wrong {of}");
        Refuse(isThere && (from % 64 != 0 || from < 512 || from > end || bytes > end - from), $"wrong {of}");
        return isThere ? (int)from : 0;
    }

    private ulong Number(int from, ulong at, int bytes)
    {
        ReadOnlySpan<byte> place = data.AsSpan(from + (int)at * bytes);
        return bytes switch
        {
            1 => place[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(place),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(place),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(place),
        };
    }

    private ulong Slot(ulong at) => Number(slotsAt, at, slotBytes);

    private ulong LookUp(ulong asked)
    {
        unchecked
        {
            ulong key = mask != 0 ? Extract(asked, mask) : asked, s1 = first, s2 = second, start = 0, edges = vertices / 2;
            if (directoryAt != 0)
            {
                ulong product = key * s1, bucket = (wide ? product >> 32 : (uint)product) * buckets >> 32;
                (s1, s2) = (Number(directoryAt, 2 * bucket, seedBytes), Number(directoryAt, 2 * bucket + 1, seedBytes));
                start = bucket * vertices;
            }
            if (!compact && !wide)
            {
                uint low = (uint)key * (uint)s1, high = (low ^ low >> 16) * ((uint)key ^ (uint)s2);
                return (Slot(start + (low * edges >> 32)) + Slot(start + edges + (high * edges >> 32))) & resultMask;
            }
            ulong p = key * s1, q = (p ^ p >> 32) * (key ^ s2);
            if (!compact)
                return (Slot(start + ((p >> 32) * edges >> 32)) + Slot(start + edges + ((q >> 32) * edges >> 32))) & resultMask;
            ulong v = (q >> 32) * (vertices - 2 * segment) >> 32;
            ulong middle = (v + segment) ^ (q >> 18) % segment, last = (v + 2 * segment) ^ (q >> 2) % segment;
            return (Slot(start + v) + Slot(start + middle) + Slot(start + last)) & resultMask;
        }
    }

    /// <summary>Returns the key's bits at the mask's ones, packed at the low end.</summary>
    private static ulong Extract(ulong key, ulong mask)
    {
        ulong result = 0;
        for (int at = 0; mask != 0; at++, mask &= mask - 1)
            result |= (key >> BitOperations.TrailingZeroCount(mask) & 1) << at;
        return result;
    }

    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    private static ulong Mix(ulong lane, ulong word) => unchecked(BitOperations.RotateLeft(lane + word * P2, 31) * P1);

    internal static ulong XxHash64(ReadOnlySpan<byte> of)
    {
        unchecked
        {
            ulong hash = P5, length = (ulong)of.Length;
            if (of.Length >= 32)
            {
                Span<ulong> lanes = stackalloc ulong[4] { P1 + P2, P2, 0, 0 - P1 };
                for (; of.Length >= 32; of = of[32..])
                    for (int i = 0; i < 4; i++)
                        lanes[i] = Mix(lanes[i], BinaryPrimitives.ReadUInt64LittleEndian(of[(8 * i)..]));
                hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7) +
                       BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
                foreach (ulong lane in lanes)
                    hash = (hash ^ Mix(0, lane)) * P1 + P4;
            }
            hash += length;
            for (; of.Length >= 8; of = of[8..])
                hash = BitOperations.RotateLeft(hash ^ Mix(0, BinaryPrimitives.ReadUInt64LittleEndian(of)), 27) * P1 + P4;
            if (of.Length >= 4)
            {
                hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(of) * P1, 23) * P2 + P3;
                of = of[4..];
            }
            foreach (byte one in of)
                hash = BitOperations.RotateLeft(hash ^ one * P5, 11) * P1;
            hash = (hash ^ hash >> 33) * P2;
            hash = (hash ^ hash >> 29) * P3;
            return hash ^ hash >> 32;
        }
    }
}
