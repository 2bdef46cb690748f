package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Checks that the values of operations share, when they are built and, through that, when they are read. */
final class Bounds {
    private Bounds() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Well-formed text within bounds, in bytes of UTF-8. */
    static void text(String what, String text, int minBytes, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        require(bytes.length >= minBytes && bytes.length <= maxBytes, what + " of " + bytes.length + " bytes");
        require(new String(bytes, StandardCharsets.UTF_8).equals(text), what + " with half a character");
    }

    /** A copy of a list that is strictly ascending and within bounds. */
    static <T extends Comparable<T>> List<T> ascending(String what, List<T> items, int maxCount) {
        return ascending(what, items, maxCount, Function.identity());
    }

    static <T, K extends Comparable<K>> List<T> ascending(
            String what, List<T> items, int maxCount, Function<T, K> key) {
        List<T> copy = List.copyOf(items);
        require(copy.size() <= maxCount, copy.size() + " " + what);
        for (int i = 1; i < copy.size(); i++) {
            require(key.apply(copy.get(i - 1)).compareTo(key.apply(copy.get(i))) < 0, what + " not ascending");
        }
        return copy;
    }

    static boolean readBoolean(TlsReader in) throws DecodeException {
        int value = in.readUint8();
        if (value > 1) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "neither 0 nor 1: " + value);
        }
        return value == 1;
    }
}
