package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsLimits;

/** Which pre-shared key is meant, and a nonce that makes this use of it unique (RFC 9420 section 8.4). */
public sealed interface PreSharedKeyId extends TlsEncodable {
    /** Random, of the length of the suite's hash; proposals with another length are refused. */
    ByteString nonce();

    /** The same key with a nonce of the right length for {@code suite}. */
    PreSharedKeyId withFreshNonce(CipherSuite suite, RandomSource random);

    /** Whether both mean the same key, whatever their nonces. */
    boolean sameKey(PreSharedKeyId other);

    /** A key that the application provides under an id of its own. */
    record External(ByteString id, ByteString nonce) implements PreSharedKeyId {
        @Override
        public External withFreshNonce(CipherSuite suite, RandomSource random) {
            return new External(id, freshNonce(suite, random));
        }

        @Override
        public boolean sameKey(PreSharedKeyId other) {
            return other instanceof External that && id.equals(that.id);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(id).write(nonce);
        }
    }

    /**
     * The resumption PSK of an epoch of some group.
     *
     * @param epoch unsigned 64 bits
     */
    record Resumption(ResumptionUsage usage, GroupId groupId, long epoch, ByteString nonce) implements PreSharedKeyId {
        @Override
        public Resumption withFreshNonce(CipherSuite suite, RandomSource random) {
            return new Resumption(usage, groupId, epoch, freshNonce(suite, random));
        }

        @Override
        public boolean sameKey(PreSharedKeyId other) {
            return other instanceof Resumption that
                    && usage == that.usage
                    && groupId.equals(that.groupId)
                    && epoch == that.epoch;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2)
                    .writeUint8(usage.id())
                    .write(groupId)
                    .writeUint64(epoch)
                    .write(nonce);
        }
    }

    private static ByteString freshNonce(CipherSuite suite, RandomSource random) {
        return ByteString.adopt(random.nextBytes(suite.hash().length()));
    }

    static PreSharedKeyId decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 ->
                new External(
                        ByteString.decode(in, MlsLimits.MAX_PSK_ID_LENGTH),
                        ByteString.decode(in, MlsLimits.MAX_PSK_NONCE_LENGTH));
            case 2 ->
                new Resumption(
                        ResumptionUsage.decode(in),
                        GroupId.decode(in),
                        in.readUint64(),
                        ByteString.decode(in, MlsLimits.MAX_PSK_NONCE_LENGTH));
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no such kind of pre-shared key");
        };
    }
}
