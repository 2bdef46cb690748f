package chat.paloma.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemRandomTest {
    @Test
    void neverRepeats() {
        SystemRandom random = new SystemRandom();
        Set<ByteString> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(ByteString.adopt(random.nextBytes(16)));
        }
        assertEquals(1000, seen.size());
    }

    @Test
    void refusesAPlatformWithoutACryptographicSource() {
        assertThrows(IllegalStateException.class, () -> new SystemRandom("no such source"));
    }
}
