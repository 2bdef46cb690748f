package chat.paloma.core.crypto;

/**
 * A Diffie-Hellman group, with lengths in bytes.
 *
 * <p>Private keys are scalars, big-endian for the NIST curves and as in RFC 7748 for the others. Public keys of the
 * NIST curves are uncompressed points (RFC 9180 section 7.1.1).
 */
public enum DhGroup {
    P256(32, 65, 32),
    P384(48, 97, 48),
    P521(66, 133, 66),
    X25519(32, 32, 32),
    X448(56, 56, 56);

    private final int privateKeyLength;
    private final int publicKeyLength;
    private final int sharedSecretLength;

    DhGroup(int privateKeyLength, int publicKeyLength, int sharedSecretLength) {
        this.privateKeyLength = privateKeyLength;
        this.publicKeyLength = publicKeyLength;
        this.sharedSecretLength = sharedSecretLength;
    }

    public int privateKeyLength() {
        return privateKeyLength;
    }

    public int publicKeyLength() {
        return publicKeyLength;
    }

    /** The length of the x-coordinate that two parties share. */
    public int sharedSecretLength() {
        return sharedSecretLength;
    }

    /** Whether every string of the right length is a private key, as on the Montgomery curves. */
    public boolean acceptsAnyScalar() {
        return this == X25519 || this == X448;
    }
}
