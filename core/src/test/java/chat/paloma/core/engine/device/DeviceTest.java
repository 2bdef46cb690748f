package chat.paloma.core.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest {
    private final Device device = new Device(
            EngineSettings.of("test"), new BouncyCastleCrypto(), byte[]::new, new EngineState(new EmptyState()), 1_000);
    private final List<String> done = new ArrayList<>();

    /** What it was for is begun anew on the next connection. */
    @Test
    void whatHangsOnAConnectionEndsWithIt() {
        device.after(10, () -> done.add("always"));
        device.whileConnected(10, () -> done.add("on the former connection"));
        device.endConnection();
        device.whileConnected(10, () -> done.add("on this one"));
        device.beginStep(1_010);
        device.timers().run(1_010);
        assertEquals(List.of("always", "on this one"), done);
    }
}
