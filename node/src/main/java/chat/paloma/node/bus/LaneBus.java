package chat.paloma.node.bus;

import chat.paloma.node.store.Transaction;
import java.util.function.Consumer;

/**
 * Carries every committed record to all who listen: within this process, or between the nodes of a cluster.
 *
 * <p>Records of one lane arrive in their order and at least once, never before they are on disk. A listener tells
 * repeats by their sequence. It is called on the bus's thread, and must be brief.
 */
public interface LaneBus {
    /** A record is going to be committed, by this transaction. */
    void prepare(Transaction transaction, Numbered record);

    /** It is committed. */
    void publish(Numbered record);

    void listen(Consumer<Committed> listener);
}
