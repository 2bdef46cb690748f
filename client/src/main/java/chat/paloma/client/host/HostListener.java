package chat.paloma.client.host;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.EngineEvent;

/** Who looks on. Called on the engine's thread, one event after the other, behind what the step has stored. */
public interface HostListener {
    /**
     * Something happened.
     *
     * @param view to be read during the call only
     */
    void happened(EngineEvent event, EngineView view);

    /** The profile can't be written. The engine goes on from what is stored; what it could not store is undone. */
    default void notStored(StorageException why) {}
}
