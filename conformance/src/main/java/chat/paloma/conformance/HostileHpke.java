package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.mls.CipherSuite;

/** Keys, encapsulations and ciphertexts of wrong lengths, to HPKE with every cipher suite. */
final class HostileHpke {
    private static final byte[] NONE = new byte[0];

    private HostileHpke() {}

    static void run(HostileInput hostile, CryptoProvider crypto) throws CryptoException {
        for (CipherSuite suite : CipherSuite.values()) {
            SeededRandom random = new SeededRandom(crypto, "hostile " + suite);
            Kem kem = suite.kem();
            HpkeKeyPair pair = kem.generateKeyPair(crypto, random);
            Hpke hpke = suite.hpke(crypto);
            Hpke.Sealed sealed = hpke.seal(pair.publicKey(), NONE, NONE, new byte[10], random);
            for (int length : HostileKeys.wrongLengths(kem.publicKeyLength())) {
                if (length <= HpkePublicKey.MAX_LENGTH) {
                    hostile.expect("hpke-seal/" + suite + "/public/" + length, "crypto:INVALID_KEY", () -> {
                        hpke.seal(new HpkePublicKey(ByteString.adopt(new byte[length])), NONE, NONE, NONE, random);
                        return "accepted";
                    });
                }
            }
            for (int length : HostileKeys.wrongLengths(kem.privateKeyLength())) {
                HpkePrivateKey wrong = new HpkePrivateKey(SecretBytes.zeros(length));
                hostile.expect("hpke-open/" + suite + "/private/" + length, "crypto:INVALID_KEY", () -> {
                    hpke.open(wrong, NONE, NONE, sealed);
                    return "accepted";
                });
                hostile.expect("hpke-public/" + suite + "/private/" + length, "crypto:INVALID_KEY", () -> {
                    kem.publicKey(crypto, wrong);
                    return "accepted";
                });
            }
            for (int length : HostileKeys.wrongLengths(kem.encapsulationLength())) {
                Hpke.Sealed wrong = new Hpke.Sealed(ByteString.adopt(new byte[length]), sealed.ciphertext());
                hostile.expect("hpke-open/" + suite + "/encapsulation/" + length, "crypto:INVALID_CIPHERTEXT", () -> {
                    hpke.open(pair.privateKey(), NONE, NONE, wrong);
                    return "accepted";
                });
            }
            for (int length : new int[] {0, 1, 15, 16, 25, 27, 1_000}) {
                Hpke.Sealed wrong = new Hpke.Sealed(sealed.encapsulation(), ByteString.adopt(new byte[length]));
                hostile.expect("hpke-open/" + suite + "/ciphertext/" + length, "crypto:AUTHENTICATION_FAILED", () -> {
                    hpke.open(pair.privateKey(), NONE, NONE, wrong);
                    return "accepted";
                });
            }
        }
    }
}
