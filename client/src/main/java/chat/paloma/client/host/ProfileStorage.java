package chat.paloma.client.host;

import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader;
import java.util.List;

/** Where the state of an engine lies. */
public interface ProfileStorage extends StateReader, AutoCloseable {
    /**
     * Stores changes: all or none, and durably when it returns.
     *
     * @throws StorageException when they are not stored; the engine is then opened anew
     */
    void store(List<StateChange> changes);

    /**
     * Does work that stores several times as if it stored once: all of it or nothing, durably when this returns. The work
     * reads what it stored.
     *
     * @throws StorageException when it is not stored; what the work throws comes through, and nothing is stored either
     */
    void together(Runnable work);

    @Override
    void close();
}
