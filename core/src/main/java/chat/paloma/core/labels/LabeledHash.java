package chat.paloma.core.labels;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;

/** {@code Hash(label, content)}: SHA-256 over the label and the content's encoding. */
public final class LabeledHash {
    /** The length of such a hash in bytes. */
    public static final int LENGTH = 32;

    private LabeledHash() {}

    /**
     * Hashes.
     *
     * @param label without the prefix that all labels share, not empty
     */
    public static ByteString of(CryptoProvider crypto, String label, TlsEncodable content) {
        return ByteString.adopt(crypto.hash(HashAlgorithm.SHA_256, Labels.labelled(label, content)));
    }
}
