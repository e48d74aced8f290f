import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the reader in Java for every key of every table, and for strangers: see reader_writer.cpp. */
final class Ask {
    private static int questions, failures;
    private static PerfectHashPack pack;

    private Ask() {}

    private static PerfectHashTable load(String name) throws IOException {
        return PerfectHashTable.load(Path.of(name + ".pht"));
    }

    private static void askAll(String name, int valueBits, int besideBits, boolean hasKeys) throws IOException {
        PerfectHashTable table = pack.table(name);
        ByteBuffer asked = ByteBuffer.wrap(Files.readAllBytes(Path.of(name + ".ask"))).order(ByteOrder.LITTLE_ENDIAN);
        int mistakes = 0, members = 0;
        while (asked.hasRemaining()) {
            long key = asked.getLong(), answer = asked.getLong(), beside = asked.getLong();
            questions++;
            if (table.find(key) != (hasKeys ? answer : -1) || table.contains(key) != (hasKeys && answer >= 0))
                mistakes++;
            long index = table.index(key), value = table.value(key);
            if (answer < 0)
                continue;
            members++;
            if (index != answer || besideBits != 0 && value != beside || valueBits != 0 && value != answer)
                mistakes++;
        }
        if (table.size() != members || table.valueBits() != valueBits + besideBits)
            mistakes++;
        if (mistakes != 0)
            System.out.println(name + ": " + mistakes + " mistakes");
        failures += mistakes;
    }

    /** Tells whether a hostile file is opened; its lookups must not throw. */
    private static boolean opens(int kind, byte[] bytes) {
        try {
            if (kind == 2) {
                new PerfectHashPack(bytes);
                return true;
            }
            PerfectHashTable table = new PerfectHashTable(bytes);
            for (long key : new long[] {1, 0xFFFFFFFFL, 0x9E3779B97F4A7C15L}) {
                table.index(key);
                table.find(key);
                table.value(key);
            }
            return true;
        } catch (PerfectHashTable.FormatException error) {
            return false;
        }
    }

    public static void main(String[] arguments) throws IOException {
        pack = PerfectHashPack.load(Path.of("all.phpack"));
        for (String line : Files.readAllLines(Path.of("good"))) {
            String[] words = line.split(" ");
            askAll(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3].equals("1"));
        }
        for (String line : Files.readAllLines(Path.of("bad"))) {
            String[] words = line.split(" ", 2);
            String said = "nothing";
            try {
                load(words[0]);
            } catch (PerfectHashTable.FormatException error) {
                said = error.getMessage();
            }
            if (said.contains(words[1]))
                continue;
            System.out.println(words[0] + ": " + said + ", not " + words[1]);
            failures++;
        }
        try {
            PerfectHashPack.load(Path.of("damaged.phpack"));
            failures++;
        } catch (PerfectHashTable.FormatException error) {
            failures += error.getMessage().contains("index") ? 0 : 1;
        }
        if (pack.table("none") != null || pack.names().size() != Files.readAllLines(Path.of("good")).size())
            failures++;
        ByteBuffer hostile = ByteBuffer.wrap(Files.readAllBytes(Path.of("hostile"))).order(ByteOrder.LITTLE_ENDIAN);
        while (hostile.hasRemaining()) {
            byte[] bytes = new byte[hostile.getInt()];
            int kind = hostile.getInt();
            hostile.get(bytes);
            failures += opens(kind, bytes) && kind != 0 ? 1 : 0;
        }
        System.out.println(questions + " questions, " + failures + " failures");
    }
}
