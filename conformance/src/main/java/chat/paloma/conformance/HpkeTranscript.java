package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.HpkeContext;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.mls.CipherSuite;
import java.util.Optional;

/** HPKE as every cipher suite uses it, in all four modes. */
final class HpkeTranscript {
    private static final int ROUNDS = 3;

    private HpkeTranscript() {}

    static void write(Transcript transcript, CryptoProvider crypto) throws CryptoException {
        for (CipherSuite suite : CipherSuite.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                String name = suite + "/" + round;
                SeededRandom random = new SeededRandom(crypto, "hpke " + name);
                oneMessage(transcript, crypto, suite, name, random);
                contexts(transcript, crypto, suite, name, random);
            }
        }
    }

    private static void oneMessage(
            Transcript transcript, CryptoProvider crypto, CipherSuite suite, String name, SeededRandom random)
            throws CryptoException {
        Kem kem = suite.kem();
        HpkeKeyPair recipient = kem.deriveKeyPair(crypto, random.nextSecret(64));
        transcript.record("hpke-private/" + name, recipient.privateKey().secret());
        transcript.record("hpke-public/" + name, recipient.publicKey().bytes());
        Hpke hpke = suite.hpke(crypto);
        byte[] info = random.nextBytes(20);
        byte[] associatedData = random.nextBytes(30);
        Hpke.Sealed sealed = hpke.seal(recipient.publicKey(), info, associatedData, random.nextBytes(400), random);
        transcript.record("hpke-encapsulation/" + name, sealed.encapsulation());
        transcript.record("hpke-ciphertext/" + name, sealed.ciphertext());
        transcript.record("hpke-open/" + name, hpke.open(recipient.privateKey(), info, associatedData, sealed));
        byte[] damaged = sealed.encapsulation().toByteArray();
        damaged[random.nextInt(damaged.length)] ^= 4;
        Hpke.Sealed altered = new Hpke.Sealed(ByteString.adopt(damaged), sealed.ciphertext());
        transcript.record("hpke-damaged/" + name, () -> {
            hpke.open(recipient.privateKey(), info, associatedData, altered);
            return "accepted";
        });
    }

    private static void contexts(
            Transcript transcript, CryptoProvider crypto, CipherSuite suite, String name, SeededRandom random)
            throws CryptoException {
        HpkeKeyPair recipient = suite.kem().generateKeyPair(crypto, random);
        HpkeKeyPair sender = suite.kem().generateKeyPair(crypto, random);
        Hpke.PreSharedKey key = new Hpke.PreSharedKey(random.nextSecret(32), ByteString.adopt(random.nextBytes(8)));
        for (boolean withKey : new boolean[] {false, true}) {
            for (boolean withSender : new boolean[] {false, true}) {
                String mode = name + (withKey ? "/psk" : "") + (withSender ? "/auth" : "");
                Optional<Hpke.PreSharedKey> preSharedKey = withKey ? Optional.of(key) : Optional.empty();
                Optional<HpkeKeyPair> author = withSender ? Optional.of(sender) : Optional.empty();
                transcript.record(
                        "hpke-context/" + mode,
                        () -> context(suite.hpke(crypto), recipient, preSharedKey, author, random));
            }
        }
    }

    /** Two messages and an export on both sides: what comes out is the word. */
    private static String context(
            Hpke hpke,
            HpkeKeyPair recipient,
            Optional<Hpke.PreSharedKey> preSharedKey,
            Optional<HpkeKeyPair> author,
            RandomSource random)
            throws CryptoException {
        byte[] info = random.nextBytes(5);
        Hpke.Sender sender = hpke.setupSender(recipient.publicKey(), info, preSharedKey, author, random);
        HpkeContext receiver = hpke.setupRecipient(
                sender.encapsulation(), recipient, info, preSharedKey, author.map(HpkeKeyPair::publicKey));
        StringBuilder out = new StringBuilder(sender.encapsulation().toHex());
        for (int i = 0; i < 2; i++) {
            byte[] ciphertext = sender.context().seal(new byte[] {7}, random.nextBytes(40));
            byte[] plaintext = receiver.open(new byte[] {7}, ciphertext);
            out.append(' ').append(ByteString.copyOf(ciphertext).toHex());
            out.append(' ').append(ByteString.adopt(plaintext).toHex());
        }
        out.append(' ').append(receiver.export(info, 50).dangerouslyPublish().toHex());
        return out.toString();
    }
}
