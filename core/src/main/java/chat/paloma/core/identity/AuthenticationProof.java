package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.labels.LabeledSignature;

/**
 * What a device signs to show a node that it has its key. It names the connection by both nonces, the server, and the
 * origin that the device connected to, so that it is good once, there, and nowhere else.
 *
 * <p>Each side makes it from what it knows itself, never from what the other says it is.
 *
 * @param version of the protocol that both chose, 16 bits
 * @param origin such as {@code https://chat.example:8443}: visible ASCII, at most {@link #MAX_ORIGIN} bytes
 * @param clientNonce 32 bytes
 * @param nodeNonce 32 bytes
 */
public record AuthenticationProof(
        int version, ServerId server, String origin, ByteString clientNonce, ByteString nodeNonce, DeviceAddress device)
        implements TlsEncodable {
    /** The length of either nonce in bytes. */
    public static final int NONCE_LENGTH = 32;
    /** The longest origin in bytes: scheme, the longest host name there is, and a port. */
    public static final int MAX_ORIGIN = 300;

    private static final String LABEL = "authenticate";

    public AuthenticationProof {
        if (version < 0 || version > 0xffff) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        if (!isOrigin(origin)) {
            throw new IllegalArgumentException("not an origin");
        }
        Lengths.require("a nonce", clientNonce, NONCE_LENGTH);
        Lengths.require("a nonce", nodeNonce, NONCE_LENGTH);
    }

    /** Whether the text has the form of an origin: visible ASCII, not empty, at most {@link #MAX_ORIGIN} bytes. */
    public static boolean isOrigin(String text) {
        return !text.isEmpty() && text.length() <= MAX_ORIGIN && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Signs with the device's first key.
     *
     * @throws CryptoException when the private key is not one of its algorithm
     */
    public ByteString sign(CryptoProvider crypto, DeviceKeys keys, RandomSource random) throws CryptoException {
        DeviceKeys.KeyPair pair = keys.authenticationKey();
        return LabeledSignature.sign(
                crypto, pair.key().algorithm().signature(), pair.privateKey(), LABEL, this, random);
    }

    /**
     * Checks that this device is on the list and signed with its first key.
     *
     * @param record of the device's account, verified
     * @throws IdentityException when it is not so; what the device is told must not depend on the reason
     */
    public void verify(CryptoProvider crypto, AccountRecord record, ByteString signature) throws IdentityException {
        IdentityException.require(device.account().equals(record.account()), IdentityException.Reason.OTHER_ACCOUNT);
        DeviceKey key = record.find(device.device())
                .orElseThrow(() -> new IdentityException(IdentityException.Reason.UNKNOWN_DEVICE))
                .authenticationKey();
        IdentityException.require(isSignedWith(crypto, key, signature), IdentityException.Reason.PROOF_SIGNATURE);
    }

    /** Whether this key signed it. */
    public boolean isSignedWith(CryptoProvider crypto, DeviceKey key, ByteString signature) {
        return LabeledSignature.verify(crypto, key.algorithm().signature(), key.publicKey(), LABEL, this, signature);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(version)
                .write(server)
                .write(ByteString.utf8(origin))
                .writeBytes(clientNonce.toByteArray())
                .writeBytes(nodeNonce.toByteArray())
                .write(device);
    }
}
