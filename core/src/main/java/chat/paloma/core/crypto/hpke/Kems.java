package chat.paloma.core.crypto.hpke;

import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.hpke.HybridKem.Derivation;
import java.util.List;
import java.util.Optional;

/** The KEMs, in one table. */
public final class Kems {
    // RFC 9180 section 7.1
    public static final Kem DHKEM_P256 = new DhKem(0x0010, DhGroup.P256, HashAlgorithm.SHA_256, 0xff);
    public static final Kem DHKEM_P384 = new DhKem(0x0011, DhGroup.P384, HashAlgorithm.SHA_384, 0xff);
    public static final Kem DHKEM_P521 = new DhKem(0x0012, DhGroup.P521, HashAlgorithm.SHA_512, 0x01);
    public static final Kem DHKEM_X25519 = new DhKem(0x0020, DhGroup.X25519, HashAlgorithm.SHA_256, 0xff);
    public static final Kem DHKEM_X448 = new DhKem(0x0021, DhGroup.X448, HashAlgorithm.SHA_512, 0xff);

    // draft-ietf-hpke-pq
    public static final Kem ML_KEM_512 = new MlKemKem(0x0040, MlKemParameters.ML_KEM_512);
    public static final Kem ML_KEM_768 = new MlKemKem(0x0041, MlKemParameters.ML_KEM_768);
    public static final Kem ML_KEM_1024 = new MlKemKem(0x0042, MlKemParameters.ML_KEM_1024);
    public static final Kem ML_KEM_768_P256 =
            new HybridKem(0x0050, MlKemParameters.ML_KEM_768, DhGroup.P256, 128, "MLKEM768-P256", Derivation.LABELED);
    public static final Kem ML_KEM_1024_P384 =
            new HybridKem(0x0051, MlKemParameters.ML_KEM_1024, DhGroup.P384, 48, "MLKEM1024-P384", Derivation.LABELED);
    public static final Kem X_WING =
            new HybridKem(0x647a, MlKemParameters.ML_KEM_768, DhGroup.X25519, 32, "\\.//^\\", Derivation.LABELED);

    /**
     * X-Wing with the key derivation of draft-connolly-cfrg-xwing-kem, which is that of {@link #X_WING} without its
     * label. Only the suite for interoperation with ts-mls uses it.
     */
    public static final Kem X_WING_UNLABELED =
            new HybridKem(0x647a, MlKemParameters.ML_KEM_768, DhGroup.X25519, 32, "\\.//^\\", Derivation.UNLABELED);

    private static final List<Kem> REGISTERED = List.of(
            DHKEM_P256,
            DHKEM_P384,
            DHKEM_P521,
            DHKEM_X25519,
            DHKEM_X448,
            ML_KEM_512,
            ML_KEM_768,
            ML_KEM_1024,
            ML_KEM_768_P256,
            ML_KEM_1024_P384,
            X_WING);

    private Kems() {}

    /** The KEM with this HPKE identifier. */
    public static Optional<Kem> byId(int id) {
        return REGISTERED.stream().filter(kem -> kem.id() == id).findFirst();
    }
}
