package chat.paloma.core.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceTest {
    private static final StateReader NOTHING = new StateReader() {
        @Override
        public Optional<ByteString> get(ByteString key) {
            return Optional.empty();
        }

        @Override
        public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
            return List.of();
        }
    };

    private final Device device = new Device(
            EngineSettings.of("test"), new BouncyCastleCrypto(), byte[]::new, new EngineState(NOTHING), 1_000);
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
