package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.SecretBytes;
import org.junit.jupiter.api.Test;

class TransientSecretsTest {
    private final SecretBytes passing = SecretBytes.zeros(3);
    private final SecretBytes resulting = SecretBytes.zeros(3);

    @Test
    void whatSucceedsKeepsItsResultOnly() {
        try (TransientSecrets secrets = new TransientSecrets()) {
            secrets.passing(passing);
            assertSame(resulting, secrets.handOver(secrets.resulting(resulting, SecretBytes::erase)));
            assertFalse(passing.isErased());
        }
        assertTrue(passing.isErased());
        assertFalse(resulting.isErased());
    }

    @Test
    void whatFailsKeepsNothing() {
        try (TransientSecrets secrets = new TransientSecrets()) {
            secrets.passing(passing);
            secrets.resulting(resulting, SecretBytes::erase);
        }
        assertTrue(passing.isErased());
        assertTrue(resulting.isErased());
    }
}
