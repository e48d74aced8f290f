import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads table files (.pht) of PerfectHash: docs/reference/table-file.md says what is in them.
 *
 * <p>It reads tables of keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and
 * compact. Anything else is a {@link FormatException} that names it. A key is a {@code long}: one of
 * 4 bytes from 0 to 4,294,967,295, one of 8 bytes as its bits are. A table never changes: any thread
 * may ask it.
 */
public final class PerfectHashTable {
    /** The bytes are no sound table file, or one that this reader doesn't know. */
    public static final class FormatException extends IOException {
        private static final long serialVersionUID = 1;

        FormatException(String what) {
            super(what);
        }
    }

    private final ByteBuffer data;
    private final int keyBytes, slotBytes, seedBytes, valueBits, slotsAt, directoryAt, keysAt, payloadAt;
    private final long keyCount, mask, buckets, first, second, vertices, segment, resultMask;
    private final boolean wide, compact;
    private final String name;

    /** Reads a file. */
    public static PerfectHashTable load(Path path) throws IOException {
        return new PerfectHashTable(Files.readAllBytes(path));
    }

    /** Checks the bytes of a file: magic, version, sizes and checksum. The table keeps them. */
    public PerfectHashTable(byte[] bytes) throws FormatException {
        data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length;
        refuse(size < 576 || data.getLong(0) != 0x0A1A0A0D54485089L, "no table file: wrong magic");
        refuse(data.getInt(8) != 1 && data.getInt(8) != 2, "unknown version " + data.getInt(8) + " of table files");
        refuse(data.getInt(12) != 512 || data.getLong(16) != size || size % 64 != 0, "wrong size");
        refuse(data.getLong(size - 8) != xxh64(data, size - 8), "wrong checksum");
        int flags = data.getInt(24), layout = data.getInt(32), edgeBits = data.getInt(44), nameBytes = data.getInt(200);
        keyBytes = data.getInt(36);
        slotBytes = data.getInt(40);
        keyCount = data.getLong(56);
        mask = data.getLong(72);
        buckets = data.getLong(96);
        first = data.getLong(104);
        second = data.getLong(112);
        valueBits = data.getInt(204);
        refuse(layout == 5, "text keys are not supported");
        refuse((flags & ~1) != 0 || layout < 1 || layout > 4, "layout " + layout + " is not supported");
        refuse(data.getInt(28) != 1, "hash function " + data.getInt(28) + " is not supported");
        refuse(keyBytes != 4 && keyBytes != 8, "keys of " + keyBytes + " bytes are not supported");
        refuse(data.getInt(232) != 0, "fingerprints are not supported");
        refuse(data.getInt(236) != 0, "packed slots are not supported");
        boolean bucketed = layout % 2 == 0;
        compact = layout >= 3;
        wide = keyBytes == 8 && mask == 0;
        seedBytes = compact || wide ? 8 : 4;
        refuse(slotBytes != 1 && slotBytes != 2 && slotBytes != 4 || edgeBits < 3 || edgeBits > 30 || buckets < 1
                || buckets > size || keyCount < 1 || keyCount > 1 << 28 || mask != 0 && keyBytes == 4 || nameBytes < 0 || nameBytes > 255
                || valueBits != 0 && valueBits != 8 && valueBits != 16 && valueBits != 32, "wrong header");
        segment = 1L << edgeBits;
        long slotsBytes = data.getLong(176);
        vertices = slotsBytes / slotBytes / buckets;
        refuse(compact ? vertices < 3 * segment || vertices % segment != 0 || vertices > 1 << 30
                : vertices <= segment || vertices > 2 * segment || vertices % 2 != 0 || bucketed && vertices != 2 * segment,
                "wrong slots");
        refuse(!bucketed && buckets != 1, "wrong directory");
        slotsAt = section("slots", 168, true, vertices * buckets * slotBytes);
        directoryAt = section("directory", 152, bucketed, 2 * buckets * seedBytes);
        keysAt = section("keys", 184, flags != 0, keyCount * keyBytes);
        payloadAt = section("values", 216, data.getLong(224) != 0, keyCount * valueBits / 8);
        int bits = valueBits != 0 && payloadAt == 0 ? valueBits : compact ? 8 * slotBytes : bucketed ? 32 : edgeBits;
        resultMask = (1L << bits) - 1;
        name = new String(bytes, 256, nameBytes, StandardCharsets.UTF_8);
    }

    /** Returns the table's name, from whoever made the file. */
    public String name() {
        return name;
    }

    /** Returns how many keys the table has. */
    public long size() {
        return keyCount;
    }

    /** Returns 8, 16 or 32 of a table that has values, otherwise 0. */
    public int valueBits() {
        return valueBits;
    }

    /**
     * Returns the position of a key of the set; of any other key some number, which may be too large.
     * In a table of values alone it is the value.
     */
    public long index(long key) {
        return lookUp(key);
    }

    /** Returns the position of a key, and -1 of one that is not in the set, or if the table has no keys. */
    public long find(long key) {
        long at = lookUp(key);
        return keysAt != 0 && at < keyCount && number(keysAt, at, keyBytes) == key ? at : -1;
    }

    /** Tells whether a key is in the set. */
    public boolean contains(long key) {
        return find(key) >= 0;
    }

    /** Returns the value of a key of the set; of any other key some value, or 0. */
    public long value(long key) {
        long at = lookUp(key);
        return payloadAt == 0 ? at : at < keyCount ? number(payloadAt, at, valueBits / 8) : 0;
    }

    static void refuse(boolean bad, String what) throws FormatException {
        if (bad)
            throw new FormatException(what);
    }

    /** Returns where a section begins; 0: there is none. */
    private int section(String of, int at, boolean isThere, long bytes) throws FormatException {
        long from = data.getLong(at), end = data.capacity() - 8;
        refuse(data.getLong(at + 8) != (isThere ? bytes : 0), "wrong " + of);
        refuse(isThere && (from % 64 != 0 || from < 512 || from > end || bytes > end - from), "wrong " + of);
        return isThere ? (int) from : 0;
    }

    private long number(int from, long at, int bytes) {
        int place = from + (int) at * bytes;
        switch (bytes) {
            case 1: return data.get(place) & 0xFF;
            case 2: return data.getShort(place) & 0xFFFF;
            case 4: return data.getInt(place) & 0xFFFFFFFFL;
            default: return data.getLong(place);
        }
    }

    private long lookUp(long asked) {
        long key = mask != 0 ? extract(asked, mask) : asked, s1 = first, s2 = second, base = 0;
        if (directoryAt != 0) {
            long product = key * s1, bucket = (wide ? product >>> 32 : product & 0xFFFFFFFFL) * buckets >>> 32;
            s1 = number(directoryAt, 2 * bucket, seedBytes);
            s2 = number(directoryAt, 2 * bucket + 1, seedBytes);
            base = bucket * vertices;
        }
        long edges = vertices / 2;
        if (!compact && !wide) {
            int p = (int) key * (int) s1, q = (p ^ p >>> 16) * ((int) key ^ (int) s2);
            return slot(base + ((p & 0xFFFFFFFFL) * edges >>> 32)) + slot(base + edges + ((q & 0xFFFFFFFFL) * edges >>> 32))
                    & resultMask;
        }
        long p = key * s1, q = (p ^ p >>> 32) * (key ^ s2);
        if (!compact)
            return slot(base + ((p >>> 32) * edges >>> 32)) + slot(base + edges + ((q >>> 32) * edges >>> 32)) & resultMask;
        long v = (q >>> 32) * (vertices - 2 * segment) >>> 32;
        long middle = v + segment ^ (q >>> 18 & segment - 1), last = v + 2 * segment ^ (q >>> 2 & segment - 1);
        return slot(base + v) + slot(base + middle) + slot(base + last) & resultMask;
    }

    private long slot(long at) {
        return number(slotsAt, at, slotBytes);
    }

    /** Returns the key's bits at the mask's ones, packed at the low end. */
    private static long extract(long key, long mask) {
        long result = 0;
        for (int at = 0; mask != 0; at++, mask &= mask - 1)
            result |= (key >>> Long.numberOfTrailingZeros(mask) & 1) << at;
        return result;
    }

    private static final long P1 = 0x9E3779B185EBCA87L, P2 = 0xC2B2AE3D27D4EB4FL, P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L, P5 = 0x27D4EB2F165667C5L;

    private static long mix(long lane, long word) {
        return Long.rotateLeft(lane + word * P2, 31) * P1;
    }

    static long xxh64(ByteBuffer of, int length) {
        long hash = P5;
        int at = 0;
        if (length >= 32) {
            long[] lanes = {P1 + P2, P2, 0, -P1};
            for (; at + 32 <= length; at += 32)
                for (int i = 0; i < 4; i++)
                    lanes[i] = mix(lanes[i], of.getLong(at + 8 * i));
            hash = Long.rotateLeft(lanes[0], 1) + Long.rotateLeft(lanes[1], 7) + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes)
                hash = (hash ^ mix(0, lane)) * P1 + P4;
        }
        hash += length;
        for (; at + 8 <= length; at += 8)
            hash = Long.rotateLeft(hash ^ mix(0, of.getLong(at)), 27) * P1 + P4;
        if (at + 4 <= length) {
            hash = Long.rotateLeft(hash ^ (of.getInt(at) & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < length; at++)
            hash = Long.rotateLeft(hash ^ (of.get(at) & 0xFF) * P5, 11) * P1;
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }
}
