package chat.paloma.core.crypto.bouncycastle;

import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import java.math.BigInteger;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP384R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP521R1Curve;

/**
 * A NIST curve (SP 800-186) with its fixed-length encodings.
 *
 * <p>The curves are named one by one instead of through the library's registry, which would bring every curve that it
 * knows into the browser.
 */
enum NistCurve {
    P256(
            new SecP256R1Curve(),
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
    P384(
            new SecP384R1Curve(),
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
    P521(
            new SecP521R1Curve(),
            "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856"
                    + "a429bf97e7e31c2e5bd66",
            "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a2"
                    + "72c24088be94769fd16650");

    private static final int UNCOMPRESSED = 4;

    private final ECDomainParameters domain;
    private final int fieldLength;

    NistCurve(ECCurve curve, String baseX, String baseY) {
        ECPoint base = curve.createPoint(new BigInteger(baseX, 16), new BigInteger(baseY, 16));
        this.domain = new ECDomainParameters(curve, base, curve.getOrder(), curve.getCofactor());
        this.fieldLength = (curve.getFieldSize() + 7) / 8;
    }

    ECDomainParameters domain() {
        return domain;
    }

    /** The length of a coordinate and of a scalar in bytes. */
    int fieldLength() {
        return fieldLength;
    }

    boolean isScalar(SecretBytes bytes) {
        if (bytes.length() != fieldLength) {
            return false;
        }
        BigInteger value = new BigInteger(1, bytes.dangerouslyExpose());
        return value.signum() > 0 && value.compareTo(domain.getN()) < 0;
    }

    BigInteger scalar(SecretBytes bytes) throws CryptoException {
        Checks.keyLength("private key", bytes.length(), fieldLength);
        if (!isScalar(bytes)) {
            throw new CryptoException(INVALID_KEY, "a scalar outside the curve's order");
        }
        return new BigInteger(1, bytes.dangerouslyExpose());
    }

    /** Decodes an uncompressed point and checks that it lies on the curve and is not the point at infinity. */
    ECPoint point(byte[] encoded) throws CryptoException {
        Checks.keyLength("public key", encoded.length, 1 + 2 * fieldLength);
        if (encoded[0] != UNCOMPRESSED) {
            throw new CryptoException(INVALID_KEY, "a point that is not uncompressed");
        }
        BigInteger x = unsigned(encoded, 1);
        BigInteger y = unsigned(encoded, 1 + fieldLength);
        BigInteger fieldSize = domain.getCurve().getField().getCharacteristic();
        if (x.compareTo(fieldSize) >= 0 || y.compareTo(fieldSize) >= 0) {
            throw new CryptoException(INVALID_KEY, "a coordinate outside the field");
        }
        ECPoint point = domain.getCurve().createPoint(x, y);
        if (!point.isValid() || point.isInfinity()) {
            throw new CryptoException(INVALID_KEY, "a point that is not on the curve");
        }
        return point;
    }

    boolean isPoint(byte[] encoded) {
        try {
            point(encoded);
            return true;
        } catch (CryptoException e) {
            return false;
        }
    }

    byte[] publicKey(BigInteger scalar) {
        return new FixedPointCombMultiplier()
                .multiply(domain.getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    private BigInteger unsigned(byte[] bytes, int from) {
        byte[] part = new byte[fieldLength];
        System.arraycopy(bytes, from, part, 0, fieldLength);
        return new BigInteger(1, part);
    }
}
