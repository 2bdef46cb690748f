package chat.paloma.core.engine.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafetyNumberTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();

    private final Random random = new Random(3);

    private AccountKeys account() throws Exception {
        return AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ED25519), 1, this::bytes);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void isTheSameOnBothSidesAndAnotherForAnybodyElse() throws Exception {
        AccountKeys ana = account();
        AccountKeys ben = account();
        AccountKeys mallory = account();
        SafetyNumber here = SafetyNumber.of(CRYPTO, ana.record(), ben.record());
        SafetyNumber there = SafetyNumber.of(CRYPTO, ben.record(), ana.record());
        assertEquals(here.digits(), there.digits());
        assertTrue(here.digits().matches("(\\d{5} ){11}\\d{5}"), here.digits());
        assertNotEquals(
                here.digits(),
                SafetyNumber.of(CRYPTO, ana.record(), mallory.record()).digits());
        assertTrue(SafetyNumber.isSame(here, here.digits().replace(" ", "\n")));
        assertFalse(SafetyNumber.isSame(here, here.digits().substring(1)));
        assertTrue(SafetyNumber.isText(ana.account(), ben.account(), there.text()));
        assertFalse(SafetyNumber.isText(ana.account(), ben.account(), here.text()));
        assertFalse(SafetyNumber.isText(ana.account(), mallory.account(), there.text()));
    }

    @Test
    void doesNotChangeWithDevicesOrListKeys() throws Exception {
        AccountKeys ana = account();
        AccountKeys ben = account();
        var rotated = ben.rootKey().newListKey(CRYPTO, 2, this::bytes);
        var next =
                rotated.next(CRYPTO, ben.record(), ben.record().list().content().devices(), this::bytes);
        assertEquals(
                SafetyNumber.of(CRYPTO, ana.record(), ben.record()).digits(),
                SafetyNumber.of(CRYPTO, ana.record(), next).digits());
    }
}
