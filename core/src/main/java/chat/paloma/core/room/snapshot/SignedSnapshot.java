package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.labels.LabeledHash;
import chat.paloma.core.labels.LabeledSignature;

/**
 * A snapshot with its author's signature. That there is one says nothing about the signature: see {@link #isSignedWith}.
 *
 * @param algorithm of the device's key that signed
 * @param signature at most as long as the algorithm's longest
 */
public record SignedSnapshot(Snapshot content, DeviceKeyAlgorithm algorithm, ByteString signature)
        implements TlsEncodable {
    private static final String LABEL = "room snapshot";

    public SignedSnapshot {
        if (signature.length() > algorithm.signature().maxSignatureLength()) {
            throw new IllegalArgumentException("a signature of " + signature.length() + " bytes");
        }
    }

    /**
     * Signs with one of the author's keys.
     *
     * @throws CryptoException when the private key is not one of its algorithm
     */
    public static SignedSnapshot sign(
            CryptoProvider crypto, Snapshot content, DeviceKeys.KeyPair key, RandomSource random)
            throws CryptoException {
        DeviceKeyAlgorithm algorithm = key.key().algorithm();
        ByteString signature =
                LabeledSignature.sign(crypto, algorithm.signature(), key.privateKey(), LABEL, content, random);
        return new SignedSnapshot(content, algorithm, signature);
    }

    /** Whether this key signed it; the caller knows that the key is its author's. */
    public boolean isSignedWith(CryptoProvider crypto, DeviceKey key) {
        return key.algorithm() == algorithm
                && LabeledSignature.verify(crypto, algorithm.signature(), key.publicKey(), LABEL, content, signature);
    }

    /** What an announcement names it by. */
    public ByteString hash(CryptoProvider crypto) {
        return LabeledHash.of(crypto, LABEL, this);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content).write(algorithm).write(signature);
    }

    /**
     * Reads a signed snapshot, which must fill the whole input.
     *
     * @throws DecodeException when it is malformed, or beyond a bound
     */
    public static SignedSnapshot decode(byte[] input) throws DecodeException {
        if (input.length > SnapshotLimits.MAX_SNAPSHOT) {
            throw new DecodeException(Reason.TOO_LARGE, "a snapshot of " + input.length + " bytes");
        }
        TlsReader in = new TlsReader(input);
        try {
            Snapshot content = Snapshot.decode(in);
            DeviceKeyAlgorithm algorithm = DeviceKeyAlgorithm.decode(in);
            ByteString signature = ByteString.decode(in, algorithm.signature().maxSignatureLength());
            in.expectEnd();
            return new SignedSnapshot(content, algorithm, signature);
        } catch (IllegalArgumentException outOfBounds) {
            throw new DecodeException(Reason.INVALID_VALUE, String.valueOf(outOfBounds.getMessage()));
        }
    }
}
