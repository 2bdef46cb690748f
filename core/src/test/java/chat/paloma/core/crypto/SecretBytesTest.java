package chat.paloma.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    private static SecretBytes secret() {
        return SecretBytes.adopt(new byte[] {1, 2, 3, (byte) 0xfe});
    }

    @Test
    void printsItsLengthOnly() {
        assertEquals("SecretBytes[4 bytes]", secret().toString());
        assertEquals("SignaturePrivateKey[SecretBytes[4 bytes]]", new SignaturePrivateKey(secret()).toString());
        assertEquals("HpkePrivateKey[SecretBytes[4 bytes]]", new HpkePrivateKey(secret()).toString());
        HpkeKeyPair pair = new HpkeKeyPair(new HpkePrivateKey(secret()), new HpkePublicKey(ByteString.EMPTY));
        assertFalse(pair.toString().contains("fe"), pair.toString());
    }

    @Test
    void cannotBeComparedByAccident() {
        SecretBytes secret = secret();
        SecretBytes same = secret();
        assertThrows(UnsupportedOperationException.class, () -> secret.equals(same));
        assertThrows(UnsupportedOperationException.class, secret::hashCode);
    }

    @Test
    void isNotSerialisable() {
        assertFalse(Serializable.class.isAssignableFrom(SecretBytes.class));
        assertFalse(Serializable.class.isAssignableFrom(SignaturePrivateKey.class));
        assertFalse(Serializable.class.isAssignableFrom(HpkePrivateKey.class));
    }

    @Test
    void comparesInConstantTimeWhenAsked() {
        assertTrue(secret().constantTimeEquals(secret()));
        assertFalse(secret().constantTimeEquals(SecretBytes.adopt(new byte[] {1, 2, 3, 4})));
        assertFalse(secret().constantTimeEquals(SecretBytes.adopt(new byte[] {1, 2, 3})));
    }

    @Test
    void erasingOverwritesTheContentAndEndsItsUse() {
        byte[] content = {1, 2, 3};
        SecretBytes secret = SecretBytes.adopt(content);
        secret.erase();
        assertArrayEquals(new byte[3], content);
        assertTrue(secret.isErased());
        assertThrows(IllegalStateException.class, secret::dangerouslyExpose);
        assertThrows(IllegalStateException.class, secret::copy);
        assertThrows(IllegalStateException.class, () -> secret.slice(0, 1));
    }

    @Test
    void slicesAndCopiesAreSecretsOfTheirOwn() {
        SecretBytes secret = secret();
        SecretBytes slice = secret.slice(1, 3);
        SecretBytes copy = secret.copy();
        secret.erase();
        assertArrayEquals(new byte[] {2, 3}, slice.dangerouslyExpose());
        assertArrayEquals(new byte[] {1, 2, 3, (byte) 0xfe}, copy.dangerouslyExpose());
        assertThrows(IndexOutOfBoundsException.class, () -> copy.slice(3, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> copy.slice(3, 2));
    }
}
