package chat.paloma.node.account;

import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.node.telemetry.ShortId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of devices that are cut off. One that fails stops none of the others. */
final class RevocationListeners {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationListeners.class);

    private final List<Consumer<DeviceAddress>> listeners = new CopyOnWriteArrayList<>();

    void add(Consumer<DeviceAddress> listener) {
        listeners.add(listener);
    }

    void tell(Collection<DeviceAddress> devices) {
        for (Consumer<DeviceAddress> listener : listeners) {
            for (DeviceAddress device : devices) {
                try {
                    listener.accept(device);
                } catch (RuntimeException e) {
                    LOG.error(
                            "after device {} was cut off",
                            ShortId.of(device.device().bytes().toByteArray()),
                            e);
                }
            }
        }
    }
}
