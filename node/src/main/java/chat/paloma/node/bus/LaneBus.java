package chat.paloma.node.bus;

import java.util.function.Consumer;

/**
 * Carries every committed record to all who listen: within this process, or between the nodes of a cluster.
 *
 * <p>Records of one lane arrive in their order and at least once, never before they are on disk. A listener tells
 * repeats by their sequence. It is called on the bus's thread, and must be brief.
 */
public interface LaneBus {
    void publish(Committed committed);

    void listen(Consumer<Committed> listener);
}
