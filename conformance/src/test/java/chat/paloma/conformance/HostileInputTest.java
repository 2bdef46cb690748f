package chat.paloma.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.conformance.HostileInput.Result;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bad input gets its typed refusal on the JVM. The browser suite asks the same of WebAssembly. */
class HostileInputTest {
    @Test
    void getsOneTypedRefusal() {
        List<Result> results = HostileInput.run(new BouncyCastleCrypto());
        assertTrue(results.size() > 1_000, "many inputs: " + results.size());
        assertEquals(
                List.of(), results.stream().filter(result -> !result.passed()).toList());
        assertEquals(
                results.size(), results.stream().map(Result::name).distinct().count(), "names are unique");
    }
}
