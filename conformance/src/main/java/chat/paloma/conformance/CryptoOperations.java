package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.mls.CipherSuite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The operations that the crypto benchmark measures, by name, the same on every runtime. Hashes and AEADs work on 16
 * KiB, signatures and HPKE on 200 bytes.
 */
public final class CryptoOperations {
    private static final int BLOCK = 16_384;
    private static final int CONTENT = 200;

    /** Makes the keys and inputs of an operation. */
    @FunctionalInterface
    private interface Preparation {
        CryptoOperation prepare() throws CryptoException;
    }

    private final CryptoProvider crypto;
    private final SeededRandom random;
    private final Map<String, Preparation> preparations = new LinkedHashMap<>();

    public CryptoOperations(CryptoProvider crypto) {
        this.crypto = crypto;
        this.random = new SeededRandom(crypto, "benchmark");
        symmetric();
        for (DhGroup group : DhGroup.values()) {
            diffieHellman(group);
        }
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            signature(algorithm);
        }
        for (MlKemParameters parameters : MlKemParameters.values()) {
            mlKem(parameters);
        }
        xWing();
        hpke();
    }

    /** All names, in the order in which a report shows them. */
    public List<String> names() {
        return List.copyOf(preparations.keySet());
    }

    /**
     * Makes an operation's keys and inputs.
     *
     * @throws IllegalArgumentException when no operation has this name
     */
    public CryptoOperation prepare(String name) throws CryptoException {
        Preparation preparation = preparations.get(name);
        if (preparation == null) {
            throw new IllegalArgumentException("no operation " + name);
        }
        return preparation.prepare();
    }

    private void symmetric() {
        byte[] block = random.nextBytes(BLOCK);
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            add(algorithm + "/hash", () -> () -> crypto.hash(algorithm, block));
        }
        SecretBytes key = random.nextSecret(HashAlgorithm.SHA_384.length());
        add("hkdf-sha-384/expand", () -> () -> crypto.hkdfExpand(HashAlgorithm.SHA_384, key, new byte[20], 48));
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            SecretBytes aeadKey = random.nextSecret(algorithm.keyLength());
            byte[] nonce = random.nextBytes(AeadAlgorithm.NONCE_LENGTH);
            byte[] none = new byte[0];
            add(algorithm + "/seal", () -> () -> crypto.seal(algorithm, aeadKey, nonce, none, block));
            add(algorithm + "/open", () -> {
                byte[] sealed = crypto.seal(algorithm, aeadKey, nonce, none, block);
                return () -> crypto.open(algorithm, aeadKey, nonce, none, sealed);
            });
        }
    }

    private void diffieHellman(DhGroup group) {
        add(group + "/agree", () -> {
            SecretBytes own = KeyAgreementTranscript.scalar(crypto, group, random);
            ByteString theirs = crypto.dhPublicKey(group, KeyAgreementTranscript.scalar(crypto, group, random));
            return () -> crypto.dh(group, own, theirs);
        });
    }

    private void signature(SignatureAlgorithm algorithm) {
        byte[] content = random.nextBytes(CONTENT);
        add(algorithm + "/generate", () -> () -> crypto.generateSignatureKeyPair(algorithm, random));
        add(algorithm + "/sign", () -> {
            SignatureKeyPair pair = crypto.generateSignatureKeyPair(algorithm, random);
            return () -> crypto.sign(algorithm, pair.privateKey(), content, random);
        });
        add(algorithm + "/verify", () -> {
            SignatureKeyPair pair = crypto.generateSignatureKeyPair(algorithm, random);
            byte[] signature = crypto.sign(algorithm, pair.privateKey(), content, random);
            return () -> crypto.verify(algorithm, pair.publicKey(), content, signature);
        });
    }

    private void mlKem(MlKemParameters parameters) {
        int randomness = MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH;
        add(parameters + "/generate", () -> {
            SecretBytes seed = random.nextSecret(MlKemParameters.SEED_LENGTH);
            return () -> crypto.mlKemPublicKey(parameters, seed);
        });
        add(parameters + "/encapsulate", () -> {
            ByteString publicKey = crypto.mlKemPublicKey(parameters, random.nextSecret(MlKemParameters.SEED_LENGTH));
            return () -> crypto.mlKemEncapsulate(parameters, publicKey, random.nextSecret(randomness));
        });
        add(parameters + "/decapsulate", () -> {
            SecretBytes seed = random.nextSecret(MlKemParameters.SEED_LENGTH);
            ByteString publicKey = crypto.mlKemPublicKey(parameters, seed);
            ByteString ciphertext = crypto.mlKemEncapsulate(parameters, publicKey, random.nextSecret(randomness))
                    .ciphertext();
            return () -> crypto.mlKemDecapsulate(parameters, seed, ciphertext);
        });
    }

    private void xWing() {
        Kem kem = Kems.X_WING;
        add("x-wing/generate", () -> () -> kem.generateKeyPair(crypto, random));
        add("x-wing/encapsulate", () -> {
            HpkeKeyPair pair = kem.generateKeyPair(crypto, random);
            return () -> kem.encapsulate(crypto, pair.publicKey(), random);
        });
        add("x-wing/decapsulate", () -> {
            HpkeKeyPair pair = kem.generateKeyPair(crypto, random);
            ByteString encapsulation =
                    kem.encapsulate(crypto, pair.publicKey(), random).encapsulation();
            return () -> kem.decapsulate(crypto, pair.privateKey(), encapsulation);
        });
    }

    private void hpke() {
        Hpke hpke = CipherSuite.DEFAULT.hpke(crypto);
        byte[] none = new byte[0];
        byte[] content = random.nextBytes(CONTENT);
        add("hpke-default-suite/seal", () -> {
            HpkeKeyPair pair = hpke.kem().generateKeyPair(crypto, random);
            return () -> hpke.seal(pair.publicKey(), none, none, content, random);
        });
        add("hpke-default-suite/open", () -> {
            HpkeKeyPair pair = hpke.kem().generateKeyPair(crypto, random);
            Hpke.Sealed sealed = hpke.seal(pair.publicKey(), none, none, content, random);
            return () -> hpke.open(pair.privateKey(), none, none, sealed);
        });
    }

    private void add(String name, Preparation preparation) {
        preparations.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), preparation);
    }
}
