// Asks tables as Java classes for every key and for strangers.
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Ask {
    interface Asked {
        long of(byte[] key);
    }

    interface Agreed {
        boolean of(byte[] key);
    }

    private static long questions, failures;

    private Ask() {
    }

    static void ask(String file, int prints, Asked index, Asked find, Agreed contains, Asked beside) throws Exception {
        ByteBuffer all = Keys.of(Files.readAllBytes(Path.of(file + ".ask")));
        long mistakes = 0, strangers = 0, taken = 0;
        while (all.hasRemaining()) {
            byte[] key = new byte[all.getInt()];
            all.get(key);
            long answer = all.getLong(), value = all.getLong();
            questions++;
            if (answer >= 0) {
                mistakes += index != null && index.of(key) != answer ? 1 : 0;
                mistakes += beside != null && beside.of(key) != value ? 1 : 0;
            }
            if (find == null) {
                continue;
            }
            long found = find.of(key);
            boolean isTaken = prints != 32 && answer < 0 && found >= 0;
            strangers += answer < 0 ? 1 : 0;
            taken += isTaken ? 1 : 0;
            mistakes += found != answer && !isTaken || contains.of(key) != found >= 0 ? 1 : 0;
        }
        mistakes += prints != 32 && taken > 20 + 2 * (strangers >> prints) ? 1 : 0;
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
