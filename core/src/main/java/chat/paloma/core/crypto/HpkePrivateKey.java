package chat.paloma.core.crypto;

/** The private key that opens what HPKE encrypted. It cannot be printed, compared or serialised by accident. */
public final class HpkePrivateKey {
    private final SecretBytes secret;

    public HpkePrivateKey(SecretBytes secret) {
        this.secret = secret;
    }

    /** The key's bytes: a seed or a scalar, as its algorithm has it. */
    public SecretBytes secret() {
        return secret;
    }

    /** Overwrites the key. Using it afterwards throws. */
    public void erase() {
        secret.erase();
    }

    @Override
    public String toString() {
        return "HpkePrivateKey[" + secret + "]";
    }
}
