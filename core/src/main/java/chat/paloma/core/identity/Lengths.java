package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;

/** Checks of lengths, which are exact nearly everywhere in identities. */
final class Lengths {
    private Lengths() {}

    static void require(String what, ByteString bytes, int length) {
        if (bytes.length() != length) {
            throw new IllegalArgumentException(what + " of " + bytes.length() + " bytes instead of " + length);
        }
    }

    static void requireKey(SignatureAlgorithm algorithm, SignaturePublicKey key) {
        require("a public key", key.bytes(), algorithm.publicKeyLength());
    }

    /** {@code opaque<V>} of exactly {@code length} bytes. */
    static ByteString decode(String what, TlsReader in, int length) throws DecodeException {
        ByteString bytes = ByteString.decode(in, length);
        if (bytes.length() != length) {
            throw new DecodeException(
                    DecodeException.Reason.INVALID_VALUE,
                    what + " of " + bytes.length() + " bytes instead of " + length);
        }
        return bytes;
    }

    static SignaturePublicKey decodeKey(SignatureAlgorithm algorithm, TlsReader in) throws DecodeException {
        return new SignaturePublicKey(decode("a public key", in, algorithm.publicKeyLength()));
    }

    /** A {@code uint16 format} that must be 1, the only one there is. */
    static void decodeFormat(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != 1) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "format " + format);
        }
    }

    /** The generation of a list key: a {@code uint32} from 1. */
    static void requireGeneration(long generation) {
        if (!isGeneration(generation)) {
            throw new IllegalArgumentException("not a generation: " + generation);
        }
    }

    static long decodeGeneration(TlsReader in) throws DecodeException {
        long generation = in.readUint32();
        if (!isGeneration(generation)) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "generation 0");
        }
        return generation;
    }

    private static boolean isGeneration(long generation) {
        return generation > 0 && generation <= 0xffff_ffffL;
    }
}
