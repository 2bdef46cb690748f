package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * From when to when a leaf of a key package is good, in seconds since 1970 (RFC 9420 section 7.2). Both are unsigned
 * 64-bit numbers and belong to it.
 */
public record Lifetime(long notBefore, long notAfter) implements TlsEncodable {
    /** Every time there is. */
    public static final Lifetime UNLIMITED = new Lifetime(0, -1);

    /** Whether {@code seconds} lies within. */
    public boolean contains(long seconds) {
        return Long.compareUnsigned(notBefore, seconds) <= 0 && Long.compareUnsigned(seconds, notAfter) <= 0;
    }

    /** Whether it lasts at most {@code seconds}; one that ends before it begins does not. */
    public boolean lastsAtMost(long seconds) {
        return Long.compareUnsigned(notBefore, notAfter) <= 0
                && Long.compareUnsigned(notAfter - notBefore, seconds) <= 0;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint64(notBefore).writeUint64(notAfter);
    }

    public static Lifetime decode(TlsReader in) throws DecodeException {
        return new Lifetime(in.readUint64(), in.readUint64());
    }
}
