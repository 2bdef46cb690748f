package chat.paloma.core.crypto;

/** A SHA-2 hash function (FIPS 180-4), with which HMAC and HKDF are used as well. */
public enum HashAlgorithm {
    SHA_256(32, 0x0001),
    SHA_384(48, 0x0002),
    SHA_512(64, 0x0003);

    private final int length;
    private final int hpkeKdfId;

    HashAlgorithm(int length, int hpkeKdfId) {
        this.length = length;
        this.hpkeKdfId = hpkeKdfId;
    }

    /** The length of a hash in bytes. */
    public int length() {
        return length;
    }

    /** The HPKE identifier of HKDF with this hash (RFC 9180 section 7.2). */
    public int hpkeKdfId() {
        return hpkeKdfId;
    }
}
