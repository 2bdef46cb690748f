package chat.paloma.core.crypto;

/**
 * A signature algorithm with the byte lengths of its keys.
 *
 * <p>Private keys are seeds where the algorithm has one (RFC 8032, FIPS 204) and scalars for ECDSA. ECDSA public keys
 * are uncompressed points and its signatures DER (RFC 9420 section 5.1.2).
 */
public enum SignatureAlgorithm {
    ED25519(32, 32, 64),
    ED448(57, 57, 114),
    ECDSA_P256_SHA256(32, 65, 72),
    ECDSA_P384_SHA384(48, 97, 104),
    ECDSA_P521_SHA512(66, 133, 139),
    ML_DSA_44(32, 1312, 2420),
    ML_DSA_65(32, 1952, 3309),
    ML_DSA_87(32, 2592, 4627);

    private final int privateKeyLength;
    private final int publicKeyLength;
    private final int maxSignatureLength;

    SignatureAlgorithm(int privateKeyLength, int publicKeyLength, int maxSignatureLength) {
        this.privateKeyLength = privateKeyLength;
        this.publicKeyLength = publicKeyLength;
        this.maxSignatureLength = maxSignatureLength;
    }

    public int privateKeyLength() {
        return privateKeyLength;
    }

    public int publicKeyLength() {
        return publicKeyLength;
    }

    /** The longest signature: DER signatures vary, all others have exactly this length. */
    public int maxSignatureLength() {
        return maxSignatureLength;
    }
}
