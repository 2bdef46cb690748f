package chat.paloma.node.bus;

import chat.paloma.node.store.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The bus of a node that is alone: whoever publishes calls the listeners. */
public final class LocalBus implements LaneBus {
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void prepare(Transaction transaction, Numbered record) {
        // Nobody else wants to know.
    }

    @Override
    public void publish(Numbered record) {
        listeners.forEach(listener -> listener.accept(record.committed()));
    }

    @Override
    public void listen(Consumer<Committed> listener) {
        listeners.add(listener);
    }
}
