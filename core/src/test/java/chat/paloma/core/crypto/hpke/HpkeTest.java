package chat.paloma.core.crypto.hpke;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the published vectors do not reach: order, misuse, and modes that a KEM lacks. */
class HpkeTest {
    private static final SecureRandom SYSTEM = new SecureRandom();
    private static final RandomSource RANDOM = length -> {
        byte[] bytes = new byte[length];
        SYSTEM.nextBytes(bytes);
        return bytes;
    };
    private static final byte[] INFO = {7};
    private static final byte[] NOTHING = {};

    private final CryptoProvider crypto = new BouncyCastleCrypto();
    private final Hpke postQuantum = hpke(Kems.X_WING);
    private final Hpke classical = hpke(Kems.DHKEM_X25519);

    private Hpke hpke(Kem kem) {
        return new Hpke(crypto, kem, HashAlgorithm.SHA_256, Optional.of(AeadAlgorithm.CHACHA20_POLY1305));
    }

    @Test
    void opensMessagesInTheirOrderOnly() throws CryptoException {
        HpkeKeyPair recipient = Kems.X_WING.generateKeyPair(crypto, RANDOM);
        Hpke.Sender sender = postQuantum.setupSender(recipient.publicKey(), INFO, RANDOM);
        HpkeContext receiver = postQuantum.setupRecipient(sender.encapsulation(), recipient.privateKey(), INFO);
        byte[] first = sender.context().seal(NOTHING, new byte[] {1});
        byte[] second = sender.context().seal(NOTHING, new byte[] {2});
        assertThrows(CryptoException.class, () -> receiver.open(NOTHING, second));
        assertArrayEquals(new byte[] {1}, receiver.open(NOTHING, first));
        assertThrows(CryptoException.class, () -> receiver.open(NOTHING, first));
        assertArrayEquals(new byte[] {2}, receiver.open(NOTHING, second));
    }

    @Test
    void anErasedContextIsOfNoUse() throws CryptoException {
        HpkeKeyPair recipient = Kems.DHKEM_X25519.generateKeyPair(crypto, RANDOM);
        HpkeContext context =
                classical.setupSender(recipient.publicKey(), INFO, RANDOM).context();
        context.erase();
        assertThrows(IllegalStateException.class, () -> context.seal(NOTHING, NOTHING));
        assertThrows(IllegalStateException.class, () -> context.export(NOTHING, 32));
    }

    /** The modes of RFC 9180 section 5: with a pre-shared key, with the sender's key, with both. */
    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void authenticatesWhatTheModePromises(boolean withPreSharedKey, boolean withSender) throws CryptoException {
        HpkeKeyPair recipient = Kems.DHKEM_X25519.generateKeyPair(crypto, RANDOM);
        HpkeKeyPair sender = Kems.DHKEM_X25519.generateKeyPair(crypto, RANDOM);
        Optional<HpkeKeyPair> senderPair = withSender ? Optional.of(sender) : Optional.empty();
        Optional<HpkePublicKey> senderKey = senderPair.map(HpkeKeyPair::publicKey);
        Optional<Hpke.PreSharedKey> key = withPreSharedKey ? Optional.of(preSharedKey(1)) : Optional.empty();

        Hpke.Sender sending = classical.setupSender(recipient.publicKey(), INFO, key, senderPair, RANDOM);
        byte[] sealed = sending.context().seal(NOTHING, INFO);
        ByteString encapsulation = sending.encapsulation();
        assertArrayEquals(
                INFO,
                classical
                        .setupRecipient(encapsulation, recipient, INFO, key, senderKey)
                        .open(NOTHING, sealed));

        if (withPreSharedKey) {
            HpkeContext other =
                    classical.setupRecipient(encapsulation, recipient, INFO, Optional.of(preSharedKey(2)), senderKey);
            assertThrows(CryptoException.class, () -> other.open(NOTHING, sealed));
        }
        if (withSender) {
            Optional<HpkePublicKey> impostor = Optional.of(
                    Kems.DHKEM_X25519.generateKeyPair(crypto, RANDOM).publicKey());
            HpkeContext other = classical.setupRecipient(encapsulation, recipient, INFO, key, impostor);
            assertThrows(CryptoException.class, () -> other.open(NOTHING, sealed));
        }
        HpkeContext base = classical.setupRecipient(encapsulation, recipient.privateKey(), INFO);
        assertThrows(CryptoException.class, () -> base.open(NOTHING, sealed));
    }

    private static Hpke.PreSharedKey preSharedKey(int content) {
        return new Hpke.PreSharedKey(SecretBytes.adopt(new byte[] {(byte) content, 0, 0, 0}), ByteString.utf8("id"));
    }

    @Test
    void aPostQuantumKemRefusesToAuthenticateASender() throws CryptoException {
        HpkeKeyPair pair = Kems.X_WING.generateKeyPair(crypto, RANDOM);
        CryptoException refusal = assertThrows(
                CryptoException.class,
                () -> postQuantum.setupSender(pair.publicKey(), INFO, Optional.empty(), Optional.of(pair), RANDOM));
        assertEquals(CryptoException.Reason.UNSUPPORTED, refusal.reason());
    }

    @Test
    void aSuiteThatOnlyExportsRefusesToEncrypt() throws CryptoException {
        Hpke exportOnly = new Hpke(crypto, Kems.DHKEM_P256, HashAlgorithm.SHA_256, Optional.empty());
        HpkeKeyPair recipient = Kems.DHKEM_P256.generateKeyPair(crypto, RANDOM);
        Hpke.Sender sender = exportOnly.setupSender(recipient.publicKey(), INFO, RANDOM);
        assertEquals(
                CryptoException.Reason.UNSUPPORTED,
                assertThrows(CryptoException.class, () -> sender.context().seal(NOTHING, NOTHING))
                        .reason());
        HpkeContext receiver = exportOnly.setupRecipient(sender.encapsulation(), recipient.privateKey(), INFO);
        assertArrayEquals(
                sender.context().export(INFO, 20).dangerouslyExpose(),
                receiver.export(INFO, 20).dangerouslyExpose());
    }

    @Test
    void aPreSharedKeyIsNeverEmpty() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Hpke.PreSharedKey(SecretBytes.zeros(0), ByteString.utf8("id")));
        assertThrows(
                IllegalArgumentException.class, () -> new Hpke.PreSharedKey(SecretBytes.zeros(4), ByteString.EMPTY));
    }
}
