package chat.paloma.conformance;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import org.junit.jupiter.api.Test;

class CryptoOperationsTest {
    private final CryptoOperations operations = new CryptoOperations(new BouncyCastleCrypto());

    @Test
    void canAllBeRunAgainAndAgain() throws CryptoException {
        for (String name : operations.names()) {
            CryptoOperation operation = operations.prepare(name);
            assertNotEquals(false, operation.run(), name);
            assertNotEquals(false, operation.run(), name);
        }
    }

    @Test
    void refusesAnUnknownName() {
        assertThrows(IllegalArgumentException.class, () -> operations.prepare("rot13/encrypt"));
    }
}
