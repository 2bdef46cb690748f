package chat.paloma.core.crypto;

/** A parameter set of ML-KEM (FIPS 203), with lengths in bytes. Private keys are the 64-byte seed {@code d || z}. */
public enum MlKemParameters {
    ML_KEM_512(800, 768),
    ML_KEM_768(1184, 1088),
    ML_KEM_1024(1568, 1568);

    /** The length of the seed {@code d || z} that is the private key. */
    public static final int SEED_LENGTH = 64;
    /** The length of the randomness {@code m} that an encapsulation takes. */
    public static final int ENCAPSULATION_RANDOMNESS_LENGTH = 32;
    /** The length of the shared secret. */
    public static final int SHARED_SECRET_LENGTH = 32;

    private final int publicKeyLength;
    private final int ciphertextLength;

    MlKemParameters(int publicKeyLength, int ciphertextLength) {
        this.publicKeyLength = publicKeyLength;
        this.ciphertextLength = ciphertextLength;
    }

    public int publicKeyLength() {
        return publicKeyLength;
    }

    public int ciphertextLength() {
        return ciphertextLength;
    }
}
