// Reads keys and answers as numbers.
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

final class Keys {
    private Keys() {
    }

    static ByteBuffer of(byte[] key) {
        return ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int k32(byte[] key) {
        return of(key).getInt();
    }

    static long k64(byte[] key) {
        return of(key).getLong();
    }

    static long k64(byte[] key, int at) {
        return of(key).getLong(at);
    }
}
