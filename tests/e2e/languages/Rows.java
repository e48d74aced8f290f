// Asks tables with records as Java classes for every row and column, and for strangers.
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Rows {
    interface Found {
        String[] of(byte[] key, int row);
    }

    static final String[] DISAGREE = {};
    private static long questions, failures;

    private Rows() {
    }

    static String bits(double number) {
        return String.format("%016x", Double.doubleToRawLongBits(number));
    }

    static String wide(long[] halves) {
        return String.format("%x%016x", halves[1], halves[0]);
    }

    private static byte[] piece(ByteBuffer all) {
        byte[] bytes = new byte[all.getInt()];
        all.get(bytes);
        return bytes;
    }

    static void must(boolean holds, String what) {
        if (!holds) {
            System.out.println(what);
            failures++;
        }
    }

    // The cells of a key's record; DISAGREE where other lookups say something else.
    static void ask(String file, int columns, int size, Found find) throws Exception {
        ByteBuffer all = Keys.of(Files.readAllBytes(Path.of(file + ".rows")));
        long mistakes = 0;
        int row = 0;
        for (; all.hasRemaining(); row++) {
            String[] cells = find.of(piece(all), row);
            mistakes += cells == null || cells.length != columns ? 1 : 0;
            for (int i = 0; i < columns; i++, questions++) {
                String meant = new String(piece(all), StandardCharsets.UTF_8);
                mistakes += cells != null && i < cells.length && cells[i].equals(meant) ? 0 : 1;
            }
        }
        mistakes += row != size ? 1 : 0;
        for (all = Keys.of(Files.readAllBytes(Path.of(file + ".strangers"))); all.hasRemaining(); questions++) {
            mistakes += find.of(piece(all), -1) != null ? 1 : 0;
        }
        if (mistakes != 0) {
            System.out.println(file + ": " + mistakes + " mistakes");
        }
        failures += mistakes;
    }

    public static void main(String[] arguments) throws Exception {
        Cases.all();
        System.out.println(questions + " questions, " + failures + " failures");
    }
}
