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

    @Override
    void close();
}
