package chat.paloma.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SafetyNumberTest {
    private static final BouncyCastleCrypto CRYPTO = new BouncyCastleCrypto();

    private static AccountId account(int fill) {
        byte[] bytes = new byte[AccountId.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return new AccountId(ByteString.adopt(bytes));
    }

    @Test
    void isTheSameOnBothSidesAndAnotherForAnybodyElse() {
        SafetyNumber number = SafetyNumber.of(CRYPTO, account(1), account(2));
        assertEquals(number, SafetyNumber.of(CRYPTO, account(2), account(1)));
        SafetyNumber other = SafetyNumber.of(CRYPTO, account(1), account(3));
        assertNotEquals(number, other);
        // One's own half stays.
        assertEquals(number.digits().substring(0, 30), other.digits().substring(0, 30));
    }

    @Test
    void isComparedHoweverItIsTyped() {
        SafetyNumber number = SafetyNumber.of(CRYPTO, account(1), account(2));
        assertTrue(number.matches(number.toString()));
        assertTrue(number.matches(number.digits()));
        assertFalse(number.matches(number.digits().substring(1)));
        assertFalse(number.matches(SafetyNumber.of(CRYPTO, account(1), account(3)).digits()));
        assertEquals(12, number.toString().split(" ").length);
        assertThrows(IllegalArgumentException.class, () -> new SafetyNumber("1"));
    }
}
