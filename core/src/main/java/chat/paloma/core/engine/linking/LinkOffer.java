package chat.paloma.core.engine.linking;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.DeviceEntry;

/**
 * What a new device leaves at the node: its entry for the list, and a key to which the answer is encrypted.
 *
 * @param key of X-Wing, made for this link
 * @param sealed 256 random bits under the code, which is the hash of them and all of this
 */
record LinkOffer(HpkePublicKey key, DeviceEntry entry, ByteString sealed) implements TlsEncodable {
    private static final int RANDOM = 32;
    private static final AeadAlgorithm AEAD = AeadAlgorithm.CHACHA20_POLY1305;
    /** The key seals one message, ever. */
    private static final byte[] NONCE = new byte[AeadAlgorithm.NONCE_LENGTH];

    /** An offer with its code. */
    record Coded(LinkOffer offer, LinkCode code) {}

    static Coded make(CryptoProvider crypto, HpkePublicKey key, DeviceEntry entry, RandomSource random) {
        byte[] secret = random.nextBytes(RANDOM);
        LinkCode code = code(crypto, key, entry, secret);
        try {
            byte[] sealed = crypto.seal(AEAD, code.derive(crypto, "offer"), NONCE, bound(key, entry), secret);
            return new Coded(new LinkOffer(key, entry, ByteString.adopt(sealed)), code);
        } catch (CryptoException e) {
            throw new IllegalStateException("a fresh key is unusable", e);
        }
    }

    private static LinkCode code(CryptoProvider crypto, HpkePublicKey key, DeviceEntry entry, byte[] secret) {
        return LinkCode.of(
                crypto, out -> out.writeUint16(1).write(key).write(entry).writeBytes(secret));
    }

    private static byte[] bound(HpkePublicKey key, DeviceEntry entry) {
        return new TlsWriter().write(key).write(entry).toByteArray();
    }

    /**
     * Reads an offer, and checks that the code is of this one and no other.
     *
     * @throws CryptoException when it is of another
     * @throws DecodeException when it is none
     */
    static LinkOffer open(CryptoProvider crypto, byte[] bytes, LinkCode code) throws CryptoException, DecodeException {
        Decoder<LinkOffer> decoder = LinkOffer::decode;
        LinkOffer offer = decoder.decodeAll(bytes);
        byte[] secret = crypto.open(
                AEAD, code.derive(crypto, "offer"), NONCE, bound(offer.key, offer.entry), offer.sealed.toByteArray());
        if (!code(crypto, offer.key, offer.entry, secret).isSame(code)) {
            throw new CryptoException(CryptoException.Reason.AUTHENTICATION_FAILED, "the code is of another device");
        }
        return offer;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(key).write(entry).write(sealed);
    }

    private static LinkOffer decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "an offer of another format");
        }
        return new LinkOffer(
                HpkePublicKey.decode(in),
                DeviceEntry.decode(in),
                ByteString.decode(in, RANDOM + AeadAlgorithm.TAG_LENGTH));
    }
}
