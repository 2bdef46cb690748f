package chat.paloma.wasm;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.mls.CipherSuite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether this module works on this platform: a known answer, the default suite there and back, and randomness that is
 * not constant. It takes a few milliseconds and is meant for the start of a page; the conformance suite proves more.
 */
final class SelfCheck {
    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final CryptoProvider crypto;
    private final RandomSource random;

    SelfCheck(CryptoProvider crypto, RandomSource random) {
        this.crypto = crypto;
        this.random = random;
    }

    /** The names of the checks that failed: none on a platform that works. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        check("hash", this::hashes, failures);
        check("random", this::isRandom, failures);
        check("hpke", this::encrypts, failures);
        check("signature", this::signs, failures);
        return failures;
    }

    @FunctionalInterface
    private interface Check {
        boolean holds() throws CryptoException;
    }

    private static void check(String name, Check check, List<String> failures) {
        boolean holds;
        try {
            holds = check.holds();
        } catch (CryptoException e) {
            holds = false;
        }
        if (!holds) {
            failures.add(name);
        }
    }

    private boolean hashes() {
        byte[] hash = crypto.hash(HashAlgorithm.SHA_256, ByteString.utf8("abc").toByteArray());
        return ByteString.adopt(hash).toHex().equals(SHA_256_OF_ABC);
    }

    private boolean isRandom() {
        return !Arrays.equals(random.nextBytes(32), random.nextBytes(32));
    }

    private boolean encrypts() throws CryptoException {
        byte[] context = new byte[0];
        byte[] plaintext = ByteString.utf8("there and back").toByteArray();
        Hpke hpke = CipherSuite.DEFAULT.hpke(crypto);
        HpkeKeyPair pair = hpke.kem().generateKeyPair(crypto, random);
        Hpke.Sealed sealed = hpke.seal(pair.publicKey(), context, context, plaintext, random);
        return Arrays.equals(plaintext, hpke.open(pair.privateKey(), context, context, sealed));
    }

    private boolean signs() throws CryptoException {
        byte[] content = ByteString.utf8("signed").toByteArray();
        byte[] other = ByteString.utf8("forged").toByteArray();
        SignatureKeyPair pair = crypto.generateSignatureKeyPair(CipherSuite.DEFAULT.signature(), random);
        byte[] signature = crypto.sign(CipherSuite.DEFAULT.signature(), pair.privateKey(), content, random);
        return crypto.verify(CipherSuite.DEFAULT.signature(), pair.publicKey(), content, signature)
                && !crypto.verify(CipherSuite.DEFAULT.signature(), pair.publicKey(), other, signature);
    }
}
