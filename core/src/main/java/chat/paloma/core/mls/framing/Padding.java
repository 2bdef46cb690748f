package chat.paloma.core.mls.framing;

import java.util.Arrays;

/** How long an encrypted message is made, so that its length tells less (RFC 9420 section 6.3.1 and 15.1). */
@FunctionalInterface
public interface Padding {
    /**
     * The length to which content is padded, in bytes.
     *
     * @param length of content and signature together
     * @return at least {@code length}
     */
    int paddedLength(int length);

    /** No padding. */
    static Padding none() {
        return length -> length;
    }

    /** Up to the next multiple of {@code step} bytes. */
    static Padding toMultipleOf(int step) {
        if (step < 1) {
            throw new IllegalArgumentException("a step of " + step + " bytes");
        }
        return length -> Math.addExact(length, (step - length % step) % step);
    }

    /**
     * Pads what is beyond a part whose length is no secret, such as a suite's signatures: buckets then fit what was
     * written, and not what was written and signed.
     *
     * @param known length of that part in bytes
     */
    static Padding beyond(int known, Padding rest) {
        if (known < 0) {
            throw new IllegalArgumentException("a part of " + known + " bytes");
        }
        return length -> length <= known ? rest.paddedLength(0) + known : rest.paddedLength(length - known) + known;
    }

    /** Up to the smallest of the given lengths that is large enough; beyond the largest, to a multiple of it. */
    static Padding toBuckets(int... buckets) {
        if (buckets.length == 0 || buckets[0] < 1) {
            throw new IllegalArgumentException("buckets need at least one length, and positive ones");
        }
        int[] sorted = buckets.clone();
        Arrays.sort(sorted);
        return length -> {
            for (int bucket : sorted) {
                if (length <= bucket) {
                    return bucket;
                }
            }
            return toMultipleOf(sorted[sorted.length - 1]).paddedLength(length);
        };
    }
}
