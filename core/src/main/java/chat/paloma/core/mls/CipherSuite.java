package chat.paloma.core.mls;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.crypto.hpke.Kems;
import java.util.Optional;

/**
 * The MLS cipher suites, in one table (RFC 9420 section 17.1, draft-ietf-mls-pq-ciphersuites).
 *
 * <p>The post-quantum draft's code points are not assigned: ours are private-use (0xF000 to 0xFFFF). Versions of the
 * draft differ in the KDF that they pair with a KEM; ours is HKDF with the suite's hash. The suite for interoperation
 * has the number that ts-mls gave it.
 */
public enum CipherSuite {
    MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519(
            0x0001,
            Kems.DHKEM_X25519,
            AeadAlgorithm.AES_128_GCM,
            HashAlgorithm.SHA_256,
            SignatureAlgorithm.ED25519,
            Standing.CONFORMANCE),
    MLS_128_DHKEMP256_AES128GCM_SHA256_P256(
            0x0002,
            Kems.DHKEM_P256,
            AeadAlgorithm.AES_128_GCM,
            HashAlgorithm.SHA_256,
            SignatureAlgorithm.ECDSA_P256_SHA256,
            Standing.CONFORMANCE),
    MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_ED25519(
            0x0003,
            Kems.DHKEM_X25519,
            AeadAlgorithm.CHACHA20_POLY1305,
            HashAlgorithm.SHA_256,
            SignatureAlgorithm.ED25519,
            Standing.CONFORMANCE),
    MLS_256_DHKEMX448_AES256GCM_SHA512_ED448(
            0x0004,
            Kems.DHKEM_X448,
            AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA_512,
            SignatureAlgorithm.ED448,
            Standing.CONFORMANCE),
    MLS_256_DHKEMP521_AES256GCM_SHA512_P521(
            0x0005,
            Kems.DHKEM_P521,
            AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA_512,
            SignatureAlgorithm.ECDSA_P521_SHA512,
            Standing.CONFORMANCE),
    MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_ED448(
            0x0006,
            Kems.DHKEM_X448,
            AeadAlgorithm.CHACHA20_POLY1305,
            HashAlgorithm.SHA_512,
            SignatureAlgorithm.ED448,
            Standing.CONFORMANCE),
    MLS_256_DHKEMP384_AES256GCM_SHA384_P384(
            0x0007,
            Kems.DHKEM_P384,
            AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA_384,
            SignatureAlgorithm.ECDSA_P384_SHA384,
            Standing.CONFORMANCE),
    /** X-Wing and ML-DSA-87 as ts-mls 1.6 combines them. */
    MLS_256_XWING_AES256GCM_SHA512_MLDSA87(
            0x0057,
            Kems.X_WING_UNLABELED,
            AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA_512,
            SignatureAlgorithm.ML_DSA_87,
            Standing.INTEROPERATION),
    /** The default. */
    PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44(
            0xF001,
            Kems.X_WING,
            AeadAlgorithm.CHACHA20_POLY1305,
            HashAlgorithm.SHA_384,
            SignatureAlgorithm.ML_DSA_44,
            Standing.POST_QUANTUM),
    PALOMA_256_MLKEM1024_AES256GCM_SHA384_MLDSA87(
            0xF002,
            Kems.ML_KEM_1024,
            AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA_384,
            SignatureAlgorithm.ML_DSA_87,
            Standing.POST_QUANTUM);

    /** The suite of a room unless its creator chose another. */
    public static final CipherSuite DEFAULT = PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44;

    /** What a suite is there for. */
    public enum Standing {
        /** For rooms of people. */
        POST_QUANTUM,
        /** To talk with another post-quantum implementation in tests. */
        INTEROPERATION,
        /** Classical: for the published vectors, off unless configured. */
        CONFORMANCE
    }

    private final int id;
    private final Kem kem;
    private final AeadAlgorithm aead;
    private final HashAlgorithm hash;
    private final SignatureAlgorithm signature;
    private final Standing standing;

    CipherSuite(
            int id, Kem kem, AeadAlgorithm aead, HashAlgorithm hash, SignatureAlgorithm signature, Standing standing) {
        this.id = id;
        this.kem = kem;
        this.aead = aead;
        this.hash = hash;
        this.signature = signature;
        this.standing = standing;
    }

    /** The suite with this number, when there is one. */
    public static Optional<CipherSuite> byId(int id) {
        for (CipherSuite suite : values()) {
            if (suite.id == id) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The number on the wire, 16 bits. */
    public int id() {
        return id;
    }

    public Kem kem() {
        return kem;
    }

    public AeadAlgorithm aead() {
        return aead;
    }

    /** The hash of the suite, and of its HKDF and HMAC. */
    public HashAlgorithm hash() {
        return hash;
    }

    public SignatureAlgorithm signature() {
        return signature;
    }

    public Standing standing() {
        return standing;
    }

    /** HPKE as this suite uses it. */
    public Hpke hpke(CryptoProvider crypto) {
        return new Hpke(crypto, kem, hash, Optional.of(aead));
    }
}
