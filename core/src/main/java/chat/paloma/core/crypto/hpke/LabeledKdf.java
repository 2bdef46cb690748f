package chat.paloma.core.crypto.hpke;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;

/**
 * LabeledExtract and LabeledExpand (RFC 9180 section 4): HKDF, with every input bound to one purpose and one suite.
 */
record LabeledKdf(CryptoProvider crypto, HashAlgorithm hash, ByteString suiteId) {
    private static final byte[] VERSION = ByteString.utf8("HPKE-v1").toByteArray();

    SecretBytes extract(SecretBytes salt, String label, SecretBytes inputKeyMaterial) {
        SecretBytes labeled = SecretBytes.concatenate(
                VERSION,
                suiteId.toByteArray(),
                ByteString.utf8(label).toByteArray(),
                inputKeyMaterial.dangerouslyExpose());
        try {
            return crypto.hkdfExtract(hash, salt, labeled);
        } finally {
            labeled.erase();
        }
    }

    SecretBytes expand(SecretBytes pseudorandomKey, String label, byte[] info, int length) {
        byte[] labeled = new TlsWriter()
                .writeUint16(length)
                .writeBytes(VERSION)
                .writeBytes(suiteId.toByteArray())
                .writeBytes(ByteString.utf8(label).toByteArray())
                .writeBytes(info)
                .toByteArray();
        return crypto.hkdfExpand(hash, pseudorandomKey, labeled, length);
    }

    /**
     * LabeledDerive of the single-stage KDF with SHAKE256 (draft-ietf-hpke-pq), from which post-quantum KEMs derive
     * their seeds.
     */
    static SecretBytes shakeDerive(
            CryptoProvider crypto, ByteString suiteId, SecretBytes inputKeyMaterial, String label, int length) {
        byte[] suffix = new TlsWriter()
                .writeBytes(VERSION)
                .writeBytes(suiteId.toByteArray())
                .writeOpaque16(ByteString.utf8(label).toByteArray())
                .writeUint16(length)
                .toByteArray();
        SecretBytes labeled = SecretBytes.concatenate(inputKeyMaterial.dangerouslyExpose(), suffix);
        try {
            return crypto.shake256(labeled, length);
        } finally {
            labeled.erase();
        }
    }

    /** The identifier that binds a KEM's derivations to it. */
    static ByteString kemSuiteId(int kemId) {
        return new TlsWriter()
                .writeBytes(ByteString.utf8("KEM").toByteArray())
                .writeUint16(kemId)
                .toByteString();
    }
}
