import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A pack file (docs/reference/pack-file.md): many tables, each opened when it is asked for by its name. */
public final class PerfectHashPack {
    private final byte[] bytes;
    private final Map<String, int[]> places = new LinkedHashMap<>();

    /** Reads a file. */
    public static PerfectHashPack load(Path path) throws IOException {
        return new PerfectHashPack(Files.readAllBytes(path));
    }

    /** Checks the bytes of a pack file, but not those of its tables. The pack keeps them. */
    public PerfectHashPack(byte[] bytes) throws PerfectHashTable.FormatException {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long magic = 0x0A1A0A0D4B485089L;
        int size = bytes.length, end = size - 64;
        PerfectHashTable.refuse(size < 128 || data.getLong(0) != magic || data.getLong(size - 8) != magic,
                "no pack file: wrong magic");
        int version = data.getInt(8), each = version == 1 ? 32 : 36;
        PerfectHashTable.refuse(version != 1 && version != 2, "unknown version " + version + " of pack files");
        long at = data.getLong(end), count = data.getLong(end + 8), nameBytes = data.getLong(end + 16);
        PerfectHashTable.refuse(data.getLong(end + 24) != size || (data.getLong(end + 40) | data.getLong(end + 48)) != 0
                || at < 64 || at > end || count < 0 || count > (end - at) / each || nameBytes != end - at - count * each,
                "wrong size of a pack");
        ByteBuffer index = ByteBuffer.wrap(bytes, (int) at, end - (int) at).slice().order(ByteOrder.LITTLE_ENDIAN);
        PerfectHashTable.refuse(PerfectHashTable.xxh64(index, end - (int) at) != data.getLong(end + 32),
                "wrong checksum of a pack's index");
        for (int entry = (int) at; entry < at + 32 * count; entry += 32) {
            long from = data.getLong(entry), length = data.getLong(entry + 8), nameAt = data.getLong(entry + 16);
            long nameLength = data.getInt(entry + 24) & 0xFFFFFFFFL;
            PerfectHashTable.refuse(from % 64 != 0 || from < 64 || from > at || length < 0 || length > at - from
                    || nameAt < 0 || nameAt > nameBytes || nameLength > nameBytes - nameAt, "wrong entries of a pack");
            String name = new String(bytes, (int) (end - nameBytes + nameAt), (int) nameLength, StandardCharsets.UTF_8);
            places.putIfAbsent(name, new int[] {(int) from, (int) (from + length)});
        }
        this.bytes = bytes;
    }

    /** Returns the names: relative paths of keys files. */
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    /** Returns the table of a name; null: there is none. */
    public PerfectHashTable table(String name) throws PerfectHashTable.FormatException {
        int[] place = places.get(name);
        return place == null ? null : new PerfectHashTable(Arrays.copyOfRange(bytes, place[0], place[1]));
    }
}
