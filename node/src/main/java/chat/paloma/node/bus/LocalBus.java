package chat.paloma.node.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The bus of a node that is alone: whoever publishes calls the listeners. */
public final class LocalBus implements LaneBus {
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Committed committed) {
        listeners.forEach(listener -> listener.accept(committed));
    }

    @Override
    public void listen(Consumer<Committed> listener) {
        listeners.add(listener);
    }
}
