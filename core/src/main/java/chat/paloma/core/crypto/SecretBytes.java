package chat.paloma.core.crypto;

import chat.paloma.core.codec.ByteString;
import java.util.Arrays;

/**
 * Bytes that must not leak: a key, a seed, a shared secret.
 *
 * <p>Printing shows the length only; {@code equals} and {@code hashCode} throw, because comparing by accident is
 * comparing in variable time; it is not serialisable. The two ways to the content are named so that a search finds
 * every use of them. {@link #erase} overwrites the content, as far as a garbage-collected runtime allows: copies that a
 * library made are out of reach.
 */
public final class SecretBytes {
    private final byte[] bytes;
    private boolean erased;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array itself: the caller gives it up. */
    public static SecretBytes adopt(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** {@code length} zero bytes, the neutral secret of several key schedules. */
    public static SecretBytes zeros(int length) {
        return new SecretBytes(new byte[length]);
    }

    /** The parts behind one another. The parts stay as they are. */
    public static SecretBytes concatenate(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] out = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return new SecretBytes(out);
    }

    public int length() {
        return bytes.length;
    }

    /**
     * The content itself, not a copy: do not change it, keep it or print it.
     *
     * @throws IllegalStateException when the secret is already erased
     */
    public byte[] dangerouslyExpose() {
        if (erased) {
            throw new IllegalStateException("the secret is already erased");
        }
        return bytes;
    }

    /** The content as a public value, for a secret that the protocol sends or publishes. */
    public ByteString dangerouslyPublish() {
        return ByteString.copyOf(dangerouslyExpose());
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), as a secret of its own. */
    public SecretBytes slice(int from, int to) {
        byte[] content = dangerouslyExpose();
        if (from < 0 || to < from || to > content.length) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + content.length);
        }
        return new SecretBytes(Arrays.copyOfRange(content, from, to));
    }

    public SecretBytes copy() {
        return copyOf(dangerouslyExpose());
    }

    /** Whether both hold the same bytes, in a time that depends on the lengths only. */
    public boolean constantTimeEquals(SecretBytes other) {
        return ConstantTime.equal(dangerouslyExpose(), other.dangerouslyExpose());
    }

    /** Overwrites the content. Using the secret afterwards throws; erasing again does nothing. */
    public void erase() {
        Arrays.fill(bytes, (byte) 0);
        erased = true;
    }

    public boolean isErased() {
        return erased;
    }

    @Override
    public boolean equals(Object other) {
        throw new UnsupportedOperationException("compare secrets with constantTimeEquals");
    }

    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("a secret has no hash code");
    }

    @Override
    public String toString() {
        return "SecretBytes[" + (erased ? "erased" : bytes.length + " bytes") + "]";
    }
}
