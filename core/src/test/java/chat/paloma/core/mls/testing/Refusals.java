package chat.paloma.core.mls.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import org.junit.jupiter.api.function.Executable;

/** That something is refused, and for the right reason. */
public final class Refusals {
    private Refusals() {}

    public static void assertBreaks(ValidationRule rule, Executable action) {
        assertEquals(rule, assertThrows(MlsException.class, action).rule());
    }
}
