package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;

/** ECDSA (FIPS 186-5) with deterministic nonces (RFC 6979) and DER signatures. */
final class Ecdsa {
    private Ecdsa() {}

    static byte[] sign(NistCurve curve, HashAlgorithm hash, SecretBytes secret, byte[] content) throws CryptoException {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(BouncyCastleCrypto.newDigest(hash)));
        signer.init(true, new ECPrivateKeyParameters(curve.scalar(secret), curve.domain()));
        BigInteger[] parts =
                signer.generateSignature(BouncyCastleCrypto.digest(BouncyCastleCrypto.newDigest(hash), content));
        try {
            return StandardDSAEncoding.INSTANCE.encode(curve.domain().getN(), parts[0], parts[1]);
        } catch (IOException e) {
            throw new IllegalStateException("two integers do not encode", e);
        }
    }

    static boolean verify(NistCurve curve, HashAlgorithm hash, byte[] publicKey, byte[] content, byte[] signature) {
        try {
            ECPoint point = curve.point(publicKey);
            BigInteger[] parts =
                    StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), signature);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, new ECPublicKeyParameters(point, curve.domain()));
            byte[] digest = BouncyCastleCrypto.digest(BouncyCastleCrypto.newDigest(hash), content);
            return verifier.verifySignature(digest, parts[0], parts[1]);
        } catch (CryptoException | IOException | RuntimeException e) {
            // The library's DER parser throws whatever it meets in hostile bytes: none of it is a signature.
            return false;
        }
    }
}
