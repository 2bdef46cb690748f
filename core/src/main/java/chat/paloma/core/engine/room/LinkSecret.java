package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.membership.RoomId;
import java.util.Base64;

/**
 * What stands behind the {@code #} of an invite link to a room: the room, and the seed of the key whose public half its
 * members have put into the policy.
 */
public record LinkSecret(RoomId room, SecretBytes seed, SignatureKeyPair keys) {
    /** The seed's length in bytes. */
    public static final int SEED = 32;

    private static final String PREFIX = "/#room=";

    private record Body(RoomId room, ByteString seed) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(room).writeBytes(seed.toByteArray());
        }

        static Body decode(TlsReader in) throws DecodeException {
            if (in.readUint8() != 1) {
                throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a link of another format");
            }
            return new Body(RoomId.decode(in), ByteString.adopt(in.readBytes(SEED)));
        }
    }

    /** A new link. */
    public static LinkSecret random(
            CryptoProvider crypto, SignatureAlgorithm algorithm, RoomId room, RandomSource random) {
        return of(crypto, algorithm, room, random.nextSecret(SEED));
    }

    private static LinkSecret of(CryptoProvider crypto, SignatureAlgorithm algorithm, RoomId room, SecretBytes seed) {
        SignaturePrivateKey privateKey = new SignaturePrivateKey(seed.copy());
        try {
            return new LinkSecret(
                    room, seed, new SignatureKeyPair(privateKey, crypto.signaturePublicKey(algorithm, privateKey)));
        } catch (CryptoException e) {
            throw new IllegalArgumentException("a link's seed is no key of the suite", e);
        }
    }

    /** The link, for people. */
    public String link(String origin) {
        return origin
                + PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(new Body(room, seed.dangerouslyPublish()).encoded());
    }

    /**
     * Reads a link.
     *
     * @throws DecodeException when it is none
     */
    public static LinkSecret parse(CryptoProvider crypto, SignatureAlgorithm algorithm, String link)
            throws DecodeException {
        int at = link.indexOf(PREFIX);
        if (at < 0) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "not a link to a room");
        }
        try {
            Decoder<Body> decoder = Body::decode;
            Body body = decoder.decodeAll(Base64.getUrlDecoder().decode(link.substring(at + PREFIX.length())));
            return of(
                    crypto,
                    algorithm,
                    body.room(),
                    SecretBytes.copyOf(body.seed().toByteArray()));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "not a link to a room");
        }
    }

    /** The origin that a link names. */
    public static String origin(String link) {
        int at = link.indexOf(PREFIX);
        return at < 0 ? "" : link.substring(0, at);
    }
}
