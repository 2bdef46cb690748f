package chat.paloma.core.identity;

import static chat.paloma.core.identity.Samples.CRYPTO;
import static chat.paloma.core.identity.Samples.NOW;
import static chat.paloma.core.identity.Samples.account;
import static chat.paloma.core.identity.Samples.bytes;
import static chat.paloma.core.identity.Samples.device;
import static chat.paloma.core.identity.Samples.entry;
import static chat.paloma.core.identity.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes of all that is signed or hashed, written out here from the protocol's text and not by the code: they can
 * never change. Lengths of vectors: 47a0 is 1952, 4ced is 3309.
 */
class IdentityFormatTest {
    private static final String ACCOUNT = "aa".repeat(32);
    private static final String DEVICE = "0d".repeat(16);
    private static final String ED25519_KEY = "0001" + "20" + "22".repeat(32);
    private static final String ENTRY = DEVICE + "000001a3185c5000" + "23" + ED25519_KEY;
    private static final String ROOT_KEY = "47a0" + "11".repeat(1952);
    private static final String SIGNATURE = "4ced" + "33".repeat(3309);

    private static void assertEncodes(String hex, TlsEncodable value) {
        assertEquals(hex, ByteString.adopt(value.encoded()).toHex());
    }

    @Test
    void structures() {
        assertEncodes(
                "0001" + ACCOUNT + "00000001" + ROOT_KEY + "47a0" + "12".repeat(1952) + SIGNATURE,
                Samples.certificate());
        assertEncodes(ENTRY, entry(0x0d));
        assertEncodes(
                "0001" + ACCOUNT + "00000001" + "0000000000000001" + "00".repeat(32) + "3c" + ENTRY + SIGNATURE,
                Samples.list(entry(0x0d)));
        assertEncodes("0001" + ACCOUNT + DEVICE + "00000001" + SIGNATURE, Samples.credential());
        assertEncodes("09" + "616e612e6f2d30785f", new Handle("ana.o-0x_"));
    }

    @Test
    void numbersOfAlgorithms() {
        assertEquals(
                List.of("ED25519 1", "ML_DSA_44 4", "ML_DSA_65 5", "ML_DSA_87 6"),
                List.of(DeviceKeyAlgorithm.values()).stream()
                        .map(each -> each + " " + each.number())
                        .toList());
    }

    @Test
    void hashes() {
        assertEquals(
                "65bb81235454835f4685e86d2abcc501bb99d19a2841bb3219b53ecbf2157cbc",
                AccountId.of(CRYPTO, key(0x11, SignatureAlgorithm.ML_DSA_65)).toString());
        assertEquals(
                "9b2f54030687bf1550e07f2af6f84844b19ede2335ad0ed61a8b549fc4f9a10a",
                Samples.list(entry(0x0d)).hash(CRYPTO).toHex());
    }

    private static String hex(TlsEncodable value) {
        return ByteString.adopt(value.encoded()).toHex();
    }

    private static String label(String label) {
        ByteString text = ByteString.utf8("Paloma 1.0 " + label);
        return ByteString.adopt(new byte[] {(byte) text.length()}).toHex() + text.toHex();
    }

    private static void assertSigned(
            String hex, SignatureAlgorithm algorithm, SignaturePublicKey key, ByteString signature) {
        assertTrue(CRYPTO.verify(algorithm, key, ByteString.fromHex(hex).toByteArray(), signature.toByteArray()));
    }

    @Test
    void whatIsSigned() throws Exception {
        SeededRandom random = new SeededRandom(1);
        AccountKeys keys = AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ED25519), NOW, random);
        ListKeyCertificate certificate = keys.record().certificate();
        String account = keys.account().toString();
        String device = keys.deviceKeys().device().toString();
        String deviceKey =
                "0001" + hex(keys.deviceKeys().authenticationKey().key().publicKey());
        assertSigned(
                label("list key") + "0001" + account + "00000001" + hex(certificate.rootKey())
                        + hex(certificate.listKey()),
                SignatureAlgorithm.ML_DSA_65,
                certificate.rootKey(),
                certificate.signature());
        assertSigned(
                label("device list") + "0001" + account + "00000001" + "0000000000000001" + "00".repeat(32) + "3c"
                        + device + "000001a3185c5000" + "23" + deviceKey,
                SignatureAlgorithm.ML_DSA_65,
                certificate.listKey(),
                keys.record().list().signature());
        DeviceKey certified = keys.deviceKeys().authenticationKey().key();
        assertSigned(
                label("device") + account + device + deviceKey,
                SignatureAlgorithm.ML_DSA_65,
                certificate.listKey(),
                keys.listKey()
                        .certify(CRYPTO, keys.deviceKeys().device(), certified, random)
                        .certificate());
        AuthenticationProof proof = new AuthenticationProof(
                1,
                new ServerId(bytes(0x5e, 32)),
                "https://a.b",
                bytes(0xc1, 32),
                bytes(0xd0, 32),
                new DeviceAddress(account(0xaa), device(0x0d)));
        assertSigned(
                label("authenticate") + "0001" + "5e".repeat(32) + "0b" + "68747470733a2f2f612e62" + "c1".repeat(32)
                        + "d0".repeat(32) + ACCOUNT + DEVICE,
                SignatureAlgorithm.ED25519,
                certified.publicKey(),
                proof.sign(CRYPTO, keys.deviceKeys(), random));
    }
}
