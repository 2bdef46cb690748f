package chat.paloma.node.delivery;

import chat.paloma.core.identity.DeviceAddress;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/** A connected device, as delivery sees it. */
public interface Receiver {
    DeviceAddress device();

    /** The event loop on which everything of this receiver happens. */
    Context loop();

    /**
     * Sends a frame, on the event loop.
     *
     * @return whether it was taken; not when the device has not read what it was sent before
     */
    boolean offer(Buffer frame);

    /** Sends a frame that must not be lost, on the event loop; a device that never reads is cut off. */
    void send(Buffer frame);
}
