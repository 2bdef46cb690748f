package chat.paloma.core.crypto.hpke;

import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_CIPHERTEXT;
import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.CryptoProvider.MlKemEncapsulation;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;

/**
 * ML-KEM beside a Diffie-Hellman group, secure while either holds (draft-irtf-cfrg-concrete-hybrid-kems,
 * draft-connolly-cfrg-xwing-kem). X-Wing is one of them. The private key is a 32-byte seed for both halves.
 *
 * @param groupSeedLength how many bytes of expanded seed the group's scalar is sampled from
 * @param label what separates this KEM's combined secrets from every other's
 */
record HybridKem(int id, MlKemParameters mlKem, DhGroup group, int groupSeedLength, String label, Derivation derivation)
        implements Kem {
    private static final int SEED_LENGTH = 32;

    /** How DeriveKeyPair makes a seed from its input. */
    enum Derivation {
        /** LabeledDerive of draft-ietf-hpke-pq. */
        LABELED,
        /** SHAKE256 of the input alone (draft-connolly-cfrg-xwing-kem). */
        UNLABELED
    }

    /** What each of the two takes: a seed or the randomness of an encapsulation, and a scalar. */
    private record Halves(SecretBytes mlKem, SecretBytes scalar) {
        void erase() {
            mlKem.erase();
            scalar.erase();
        }
    }

    @Override
    public int privateKeyLength() {
        return SEED_LENGTH;
    }

    @Override
    public int publicKeyLength() {
        return mlKem.publicKeyLength() + group.publicKeyLength();
    }

    @Override
    public int encapsulationLength() {
        return mlKem.ciphertextLength() + group.publicKeyLength();
    }

    @Override
    public HpkeKeyPair deriveKeyPair(CryptoProvider crypto, SecretBytes inputKeyMaterial) throws CryptoException {
        SecretBytes seed = switch (derivation) {
            case LABELED ->
                LabeledKdf.shakeDerive(
                        crypto, LabeledKdf.kemSuiteId(id), inputKeyMaterial, "DeriveKeyPair", SEED_LENGTH);
            case UNLABELED -> crypto.shake256(inputKeyMaterial, SEED_LENGTH);
        };
        HpkePrivateKey privateKey = new HpkePrivateKey(seed);
        return new HpkeKeyPair(privateKey, publicKey(crypto, privateKey));
    }

    @Override
    public HpkePublicKey publicKey(CryptoProvider crypto, HpkePrivateKey privateKey) throws CryptoException {
        Halves halves = expand(crypto, privateKey);
        try {
            return new HpkePublicKey(
                    join(crypto.mlKemPublicKey(mlKem, halves.mlKem()), crypto.dhPublicKey(group, halves.scalar())));
        } finally {
            halves.erase();
        }
    }

    @Override
    public boolean isPublicKey(CryptoProvider crypto, HpkePublicKey publicKey) {
        return publicKey.bytes().length() == publicKeyLength()
                && crypto.isMlKemPublicKey(mlKem, mlKemKey(publicKey))
                && crypto.isDhPublicKey(group, groupKey(publicKey));
    }

    private ByteString mlKemKey(HpkePublicKey publicKey) {
        return publicKey.bytes().slice(0, mlKem.publicKeyLength());
    }

    private ByteString groupKey(HpkePublicKey publicKey) {
        return publicKey.bytes().slice(mlKem.publicKeyLength(), publicKeyLength());
    }

    @Override
    public Encapsulated encapsulate(CryptoProvider crypto, HpkePublicKey recipient, RandomSource random)
            throws CryptoException {
        if (recipient.bytes().length() != publicKeyLength()) {
            throw new CryptoException(
                    INVALID_KEY, "a public key of " + recipient.bytes().length() + " bytes");
        }
        ByteString groupKey = groupKey(recipient);
        int mlKemRandomness = MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH;
        Halves halves = split(crypto, random.nextSecret(mlKemRandomness + groupSeedLength), mlKemRandomness);
        try {
            MlKemEncapsulation made = crypto.mlKemEncapsulate(mlKem, mlKemKey(recipient), halves.mlKem());
            ByteString ephemeral = crypto.dhPublicKey(group, halves.scalar());
            SecretBytes shared = crypto.dh(group, halves.scalar(), groupKey);
            return new Encapsulated(
                    combine(crypto, made.sharedSecret(), shared, ephemeral, groupKey),
                    join(made.ciphertext(), ephemeral));
        } finally {
            halves.erase();
        }
    }

    @Override
    public SecretBytes decapsulate(CryptoProvider crypto, HpkePrivateKey recipient, ByteString encapsulation)
            throws CryptoException {
        if (encapsulation.length() != encapsulationLength()) {
            throw new CryptoException(INVALID_CIPHERTEXT, "an encapsulation of " + encapsulation.length() + " bytes");
        }
        ByteString ciphertext = encapsulation.slice(0, mlKem.ciphertextLength());
        ByteString ephemeral = encapsulation.slice(mlKem.ciphertextLength(), encapsulation.length());
        Halves halves = expand(crypto, recipient);
        try {
            return combine(
                    crypto,
                    crypto.mlKemDecapsulate(mlKem, halves.mlKem(), ciphertext),
                    crypto.dh(group, halves.scalar(), ephemeral),
                    ephemeral,
                    crypto.dhPublicKey(group, halves.scalar()));
        } finally {
            halves.erase();
        }
    }

    /** The seed expanded into the private keys of both. */
    private Halves expand(CryptoProvider crypto, HpkePrivateKey privateKey) throws CryptoException {
        if (privateKey.secret().length() != SEED_LENGTH) {
            throw new CryptoException(
                    INVALID_KEY, "a private key of " + privateKey.secret().length() + " bytes");
        }
        SecretBytes full = crypto.shake256(privateKey.secret(), MlKemParameters.SEED_LENGTH + groupSeedLength);
        return split(crypto, full, MlKemParameters.SEED_LENGTH);
    }

    /** The part for ML-KEM, and a scalar from the rest. Erases {@code full}. */
    private Halves split(CryptoProvider crypto, SecretBytes full, int mlKemLength) throws CryptoException {
        try {
            SecretBytes scalar = sampleScalar(crypto, full.slice(mlKemLength, full.length()));
            return new Halves(full.slice(0, mlKemLength), scalar);
        } finally {
            full.erase();
        }
    }

    /** RandomScalar: the first window of the seed that is a scalar of the group. Erases the seed. */
    private SecretBytes sampleScalar(CryptoProvider crypto, SecretBytes seed) throws CryptoException {
        int length = group.privateKeyLength();
        try {
            for (int start = 0; start + length <= seed.length(); start += length) {
                SecretBytes candidate = seed.slice(start, start + length);
                if (crypto.isDhPrivateKey(group, candidate)) {
                    return candidate;
                }
                candidate.erase();
            }
            throw new CryptoException(INVALID_KEY, "a seed without a scalar");
        } finally {
            seed.erase();
        }
    }

    /** The combiner: SHA3-256 over both secrets, the group's part of the transcript, and the label. */
    private SecretBytes combine(
            CryptoProvider crypto,
            SecretBytes mlKemSecret,
            SecretBytes groupSecret,
            ByteString ephemeral,
            ByteString recipient) {
        SecretBytes input = SecretBytes.concatenate(
                mlKemSecret.dangerouslyExpose(),
                groupSecret.dangerouslyExpose(),
                ephemeral.toByteArray(),
                recipient.toByteArray(),
                ByteString.utf8(label).toByteArray());
        try {
            return crypto.sha3(input);
        } finally {
            input.erase();
            mlKemSecret.erase();
            groupSecret.erase();
        }
    }

    private static ByteString join(ByteString first, ByteString second) {
        return ByteString.adopt(SecretBytes.concatenate(first.toByteArray(), second.toByteArray())
                .dangerouslyExpose());
    }
}
