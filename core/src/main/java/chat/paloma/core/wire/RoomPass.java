package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.labels.LabeledSignature;
import chat.paloma.core.membership.RoomId;
import java.util.Optional;

/**
 * What the key of an invite link signs to let a device see what it needs to join: the room's GroupInfo and tree, and
 * nothing that was written there.
 */
public record RoomPass(RoomId room, DeviceAddress device) implements TlsEncodable {
    private static final String LABEL = "room pass";
    private static final int MAX_SIGNATURE = 8 << 10;

    /**
     * Signs with a link's key.
     *
     * @throws CryptoException when the key is none of the algorithm
     */
    public ByteString sign(
            CryptoProvider crypto, SignatureAlgorithm algorithm, SignaturePrivateKey linkKey, RandomSource random)
            throws CryptoException {
        return LabeledSignature.sign(crypto, algorithm, linkKey, LABEL, this, random);
    }

    /** Whether this link's key signed it. */
    public boolean isSignedBy(
            CryptoProvider crypto, SignatureAlgorithm algorithm, SignaturePublicKey linkKey, ByteString signature) {
        return LabeledSignature.verify(crypto, algorithm, linkKey, LABEL, this, signature);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(room).write(device);
    }

    static Optional<ByteString> decodeOptional(TlsReader in) throws DecodeException {
        return in.readOptional(signature -> ByteString.decode(signature, MAX_SIGNATURE));
    }
}
