// Looks the keys of the tables Bench and Words up, and those of a HashMap, in random order; prints "WHAT NAME NANOSECONDS" a line. Its argument is a
// table file, which PerfectHashTable reads.
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

public final class Run {
    private static void told(String what, String name, int count, LongSupplier round) {
        long least = Long.MAX_VALUE, begin = System.nanoTime();
        while (System.nanoTime() - begin < 1_000_000_000L) { // code is compiled again when it was called often, in the background
            long start = System.nanoTime();
            if (round.getAsLong() == 0) {
                throw new IllegalStateException();
            }
            least = Math.min(least, System.nanoTime() - start);
        }
        System.out.printf(Locale.ROOT, "%s %s %.2f%n", what, name, (double) least / count);
    }

    private static <K> HashMap<K, Integer> mapOf(List<K> keys) {
        HashMap<K, Integer> map = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), i);
        }
        Collections.shuffle(keys, new Random(1));
        return map;
    }

    private static int[] shuffled(List<Integer> keys) {
        return keys.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void integers() {
        ArrayList<Integer> order = new ArrayList<>();
        for (int i = 0; i < Bench.SIZE; i++) {
            order.add(Bench.keyAt(i));
        }
        HashMap<Integer, Integer> theirs = mapOf(order);
        int[] keys = shuffled(order);
        told("integers", "PerfectHash", keys.length, () -> {
            long sum = 0;
            for (int key : keys) {
                sum += Bench.find(key);
            }
            return sum;
        });
        told("integers", "HashMap", keys.length, () -> {
            long sum = 0;
            for (int key : keys) {
                sum += theirs.get(key);
            }
            return sum;
        });
    }

    private static void texts() {
        ArrayList<String> order = new ArrayList<>();
        for (int i = 0; i < Words.SIZE; i++) {
            order.add(Words.at(i).word());
        }
        HashMap<String, Integer> theirs = mapOf(order);
        String[] keys = order.stream().map(key -> new String(key.toCharArray())).toArray(String[]::new); // none is the map's own
        told("words", "PerfectHash", keys.length, () -> {
            long sum = 0;
            for (String key : keys) {
                sum += Words.find(key).number();
            }
            return sum;
        });
        told("words", "HashMap", keys.length, () -> {
            long sum = 0;
            for (String key : keys) {
                sum += theirs.get(key);
            }
            return sum;
        });
    }

    private static void file(String path) throws Exception {
        long start = System.nanoTime();
        PerfectHashTable table = PerfectHashTable.load(Path.of(path));
        System.out.printf(Locale.ROOT, "load million %.1f%n", (System.nanoTime() - start) / 1e6);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of("million.keys"))).order(ByteOrder.LITTLE_ENDIAN);
        ArrayList<Integer> order = new ArrayList<>();
        while (bytes.hasRemaining()) {
            order.add(bytes.getInt());
        }
        HashMap<Integer, Integer> theirs = mapOf(order);
        int[] keys = shuffled(order);
        told("million", "PerfectHash", keys.length, () -> {
            long sum = 0;
            for (int key : keys) {
                sum += table.find(key & 0xFFFFFFFFL);
            }
            return sum;
        });
        told("million", "HashMap", keys.length, () -> {
            long sum = 0;
            for (int key : keys) {
                sum += theirs.get(key);
            }
            return sum;
        });
    }

    public static void main(String[] arguments) throws Exception {
        integers();
        texts();
        file(arguments[0]);
    }
}
