package chat.paloma.node.assembly;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110 section 14).
 *
 * @param from the first byte
 * @param to the byte behind the last, more than {@code from}
 */
record ByteRange(long from, long to) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What a header asks for. */
    sealed interface Asked {
        /** All of it: no header, or one that is not understood and so not there (section 14.2). */
        record Everything() implements Asked {}

        /** One part. */
        record Part(ByteRange range) implements Asked {}

        /** A part that the file does not have. */
        record Nothing() implements Asked {}
    }

    /** What a {@code Range} header asks for of a file of {@code size} bytes. Several ranges are not understood. */
    static Asked parse(@Nullable String header, long size) {
        Matcher match = SYNTAX.matcher(header == null ? "" : header);
        if (!match.matches()) {
            return new Asked.Everything();
        }
        Optional<Long> first = number(match.group(1));
        Optional<Long> last = number(match.group(2));
        if (first.isEmpty()) {
            return last.map(length -> of(size - Math.min(length, size), size)).orElse(new Asked.Everything());
        }
        if (last.isPresent() && last.get() < first.get()) {
            return new Asked.Everything();
        }
        return of(
                first.get(),
                last.map(inclusive -> Math.min(inclusive + 1, size)).orElse(size));
    }

    private static Optional<Long> number(String digits) {
        return digits.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(digits));
    }

    private static Asked of(long from, long to) {
        return from < to ? new Asked.Part(new ByteRange(from, to)) : new Asked.Nothing();
    }

    long length() {
        return to - from;
    }
}
