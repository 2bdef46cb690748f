package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.labels.LabeledSignature;

/** Signatures of root keys and list keys: ML-DSA-65 always, because they outlive any suite. */
final class AccountSignatures {
    static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.ML_DSA_65;
    private static final int LENGTH = ALGORITHM.maxSignatureLength();

    private AccountSignatures() {}

    static ByteString sign(
            CryptoProvider crypto, SignaturePrivateKey key, String label, TlsEncodable content, RandomSource random)
            throws CryptoException {
        return LabeledSignature.sign(crypto, ALGORITHM, key, label, content, random);
    }

    static boolean verify(
            CryptoProvider crypto, SignaturePublicKey key, String label, TlsEncodable content, ByteString signature) {
        return LabeledSignature.verify(crypto, ALGORITHM, key, label, content, signature);
    }

    static void requireLength(ByteString signature) {
        Lengths.require("a signature", signature, LENGTH);
    }

    static ByteString decode(TlsReader in) throws DecodeException {
        return Lengths.decode("a signature", in, LENGTH);
    }
}
