package chat.paloma.client.profile;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * What a profile says in the clear about its data key.
 *
 * @param id of the profile, under which a keyring keeps its key
 * @param derivation how a passphrase becomes a key
 * @param wrapped the data key, sealed under the protecting key, with its nonce in front
 */
record KeyHeader(ByteString id, Protection protection, Derivation derivation, ByteString wrapped)
        implements TlsEncodable {
    static final int ID = 16;
    private static final int MAX_WRAPPED = 128;

    /**
     * Argon2id (RFC 9106).
     *
     * @param memory in KiB
     */
    record Derivation(ByteString salt, long memory, int passes, int lanes) implements TlsEncodable {
        static final int SALT = 16;
        private static final long MOST_MEMORY = 1 << 20;

        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(salt.toByteArray())
                    .writeUint32(memory)
                    .writeUint8(passes)
                    .writeUint8(lanes);
        }

        static Derivation decode(TlsReader in) throws DecodeException {
            Derivation derivation = new Derivation(
                    ByteString.adopt(in.readBytes(SALT)), in.readUint32(), in.readUint8(), in.readUint8());
            if (derivation.memory < 8 || derivation.memory > MOST_MEMORY || derivation.passes < 1) {
                throw new DecodeException(Reason.INVALID_VALUE, "no parameters of Argon2");
            }
            return derivation;
        }
    }

    /** What the wrapping is bound to: everything but itself. */
    byte[] bound() {
        return new TlsWriter()
                .writeBytes(id.toByteArray())
                .writeUint8(protection.number())
                .write(derivation)
                .toByteArray();
    }

    KeyHeader withWrapped(ByteString sealed) {
        return new KeyHeader(id, protection, derivation, sealed);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(1).writeBytes(bound()).write(wrapped);
    }

    static KeyHeader decode(TlsReader in) throws DecodeException {
        if (in.readUint8() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a key of another format");
        }
        return new KeyHeader(
                ByteString.adopt(in.readBytes(ID)),
                protection(in.readUint8()),
                Derivation.decode(in),
                ByteString.decode(in, MAX_WRAPPED));
    }

    private static Protection protection(int number) throws DecodeException {
        for (Protection each : Protection.values()) {
            if (each.number() == number) {
                return each;
            }
        }
        throw new DecodeException(Reason.INVALID_VALUE, "no protection that this version knows");
    }
}
