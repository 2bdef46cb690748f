package chat.paloma.client.host;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.state.StateChange;
import java.util.List;

/** Who looks on. Called on the engine's thread, one event after the other, behind what the step has stored. */
public interface HostListener {
    /** What the keys of hosts begin with; no key of an engine does. */
    int OWN_KEYS = 255;

    /**
     * Something happened.
     *
     * @param view to be read during the call only
     */
    void happened(EngineEvent event, EngineView view);

    /** What to store together with a step, under {@link #OWN_KEYS}. */
    default List<StateChange> alongside(EngineOutput output) {
        return List.of();
    }

    /** A step was not stored. The engine goes on from what is; what it could not store is undone. */
    default void notStored(StorageException why) {}

    /** The profile can't be read any more, and the host has ended by itself. */
    default void ended(StorageException why) {}
}
