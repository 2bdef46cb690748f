package chat.paloma.core.crypto.bouncycastle;

import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.SecretBytes;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;

/** Diffie-Hellman over the NIST curves and the curves of RFC 7748. */
final class DiffieHellman {
    private DiffieHellman() {}

    static boolean isPrivateKey(DhGroup group, SecretBytes scalar) {
        return group.acceptsAnyScalar()
                ? scalar.length() == group.privateKeyLength()
                : curve(group).isScalar(scalar);
    }

    static boolean isPublicKey(DhGroup group, byte[] publicKey) {
        if (publicKey.length != group.publicKeyLength()) {
            return false;
        }
        return switch (group) {
            case X25519 -> !SmallOrder.X25519.contains(publicKey);
            case X448 -> !SmallOrder.X448.contains(publicKey);
            case P256, P384, P521 -> curve(group).isPoint(publicKey);
        };
    }

    static ByteString publicKey(DhGroup group, SecretBytes privateKey) throws CryptoException {
        Checks.keyLength("private key", privateKey.length(), group.privateKeyLength());
        byte[] out = new byte[group.publicKeyLength()];
        switch (group) {
            case X25519 -> X25519.generatePublicKey(privateKey.dangerouslyExpose(), 0, out, 0);
            case X448 -> X448.generatePublicKey(privateKey.dangerouslyExpose(), 0, out, 0);
            case P256, P384, P521 -> {
                NistCurve curve = curve(group);
                return ByteString.adopt(curve.publicKey(curve.scalar(privateKey)));
            }
        }
        return ByteString.adopt(out);
    }

    static SecretBytes agree(DhGroup group, SecretBytes privateKey, ByteString publicKey) throws CryptoException {
        Checks.keyLength("private key", privateKey.length(), group.privateKeyLength());
        Checks.keyLength("public key", publicKey.length(), group.publicKeyLength());
        byte[] theirs = publicKey.toByteArray();
        byte[] out = new byte[group.sharedSecretLength()];
        boolean contributory = switch (group) {
            case X25519 -> X25519.calculateAgreement(privateKey.dangerouslyExpose(), 0, theirs, 0, out, 0);
            case X448 -> X448.calculateAgreement(privateKey.dangerouslyExpose(), 0, theirs, 0, out, 0);
            case P256, P384, P521 -> {
                NistCurve curve = curve(group);
                out = curve.point(theirs)
                        .multiply(curve.scalar(privateKey))
                        .normalize()
                        .getAffineXCoord()
                        .getEncoded();
                yield true;
            }
        };
        if (!contributory) {
            throw new CryptoException(INVALID_KEY, "a public key of small order");
        }
        return SecretBytes.adopt(out);
    }

    private static NistCurve curve(DhGroup group) {
        return switch (group) {
            case P256 -> NistCurve.P256;
            case P384 -> NistCurve.P384;
            case P521 -> NistCurve.P521;
            case X25519, X448 -> throw new IllegalArgumentException("not a NIST curve: " + group);
        };
    }
}
