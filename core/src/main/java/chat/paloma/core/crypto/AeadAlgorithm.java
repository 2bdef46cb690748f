package chat.paloma.core.crypto;

/** An AEAD with its HPKE identifier (RFC 9180 section 7.3). Nonces have 12 bytes and tags 16, always. */
public enum AeadAlgorithm {
    AES_128_GCM(0x0001, 16),
    AES_256_GCM(0x0002, 32),
    CHACHA20_POLY1305(0x0003, 32);

    public static final int NONCE_LENGTH = 12;
    public static final int TAG_LENGTH = 16;

    private final int hpkeId;
    private final int keyLength;

    AeadAlgorithm(int hpkeId, int keyLength) {
        this.hpkeId = hpkeId;
        this.keyLength = keyLength;
    }

    public int hpkeId() {
        return hpkeId;
    }

    /** The length of a key in bytes. */
    public int keyLength() {
        return keyLength;
    }
}
