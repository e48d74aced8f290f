// Looks the keys of the table Bench up, and those of a HashMap, in random order; prints nanoseconds a lookup.
import java.util.Collections;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.LongSupplier;

public final class Run {
    private static double best(LongSupplier round) {
        long least = Long.MAX_VALUE;
        for (int k = 0; k < 300; k++) {
            long start = System.nanoTime();
            if (round.getAsLong() == 0) {
                throw new IllegalStateException();
            }
            least = Math.min(least, System.nanoTime() - start);
        }
        return (double) least / Bench.SIZE;
    }

    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        ArrayList<Integer> order = new ArrayList<>();
        HashMap<Integer, Integer> theirs = new HashMap<>();
        for (int i = 0; i < Bench.SIZE; i++) {
            order.add(Bench.keyAt(i));
            theirs.put(Bench.keyAt(i), i);
        }
        long made = System.nanoTime() - begin;
        Collections.shuffle(order, new Random(1));
        int[] keys = order.stream().mapToInt(Integer::intValue).toArray();
        double ours = best(() -> {
            long sum = 0;
            for (int key : keys) {
                sum += Bench.find(key);
            }
            return sum;
        });
        double others = best(() -> {
            long sum = 0;
            for (int key : keys) {
                sum += theirs.get(key);
            }
            return sum;
        });
        System.out.printf("%.1f %.1f %.1f%n", ours, others, made / 1e6);
    }
}
