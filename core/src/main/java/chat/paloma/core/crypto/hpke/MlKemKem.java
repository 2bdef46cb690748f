package chat.paloma.core.crypto.hpke;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.CryptoProvider.MlKemEncapsulation;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;

/** ML-KEM as an HPKE KEM (draft-ietf-hpke-pq). The private key is the 64-byte seed of FIPS 203. */
record MlKemKem(int id, MlKemParameters parameters) implements Kem {
    @Override
    public int privateKeyLength() {
        return MlKemParameters.SEED_LENGTH;
    }

    @Override
    public int publicKeyLength() {
        return parameters.publicKeyLength();
    }

    @Override
    public int encapsulationLength() {
        return parameters.ciphertextLength();
    }

    @Override
    public HpkeKeyPair deriveKeyPair(CryptoProvider crypto, SecretBytes inputKeyMaterial) throws CryptoException {
        SecretBytes seed = LabeledKdf.shakeDerive(
                crypto, LabeledKdf.kemSuiteId(id), inputKeyMaterial, "DeriveKeyPair", privateKeyLength());
        HpkePrivateKey privateKey = new HpkePrivateKey(seed);
        return new HpkeKeyPair(privateKey, publicKey(crypto, privateKey));
    }

    @Override
    public HpkePublicKey publicKey(CryptoProvider crypto, HpkePrivateKey privateKey) throws CryptoException {
        return new HpkePublicKey(crypto.mlKemPublicKey(parameters, privateKey.secret()));
    }

    @Override
    public boolean isPublicKey(CryptoProvider crypto, HpkePublicKey publicKey) {
        return crypto.isMlKemPublicKey(parameters, publicKey.bytes());
    }

    @Override
    public Encapsulated encapsulate(CryptoProvider crypto, HpkePublicKey recipient, RandomSource random)
            throws CryptoException {
        SecretBytes randomness = random.nextSecret(MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH);
        try {
            MlKemEncapsulation made = crypto.mlKemEncapsulate(parameters, recipient.bytes(), randomness);
            return new Encapsulated(made.sharedSecret(), made.ciphertext());
        } finally {
            randomness.erase();
        }
    }

    @Override
    public SecretBytes decapsulate(CryptoProvider crypto, HpkePrivateKey recipient, ByteString encapsulation)
            throws CryptoException {
        return crypto.mlKemDecapsulate(parameters, recipient.secret(), encapsulation);
    }
}
