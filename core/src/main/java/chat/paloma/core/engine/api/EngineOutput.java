package chat.paloma.core.engine.api;

import chat.paloma.core.engine.state.StateChange;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one step of an engine asks of its host.
 *
 * @param changes to store, all or none, and durably, before anything else of this is done; when that fails, the engine is
 *     dropped and opened anew from what is stored
 * @param effects then, in their order
 * @param events for those who look on
 * @param wakeAt when to call {@code Engine.wake} at the latest, in milliseconds since 1970; replaces what an earlier
 *     step said
 */
public record EngineOutput(
        List<StateChange> changes, List<Effect> effects, List<EngineEvent> events, OptionalLong wakeAt) {
    public EngineOutput {
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
        events = List.copyOf(events);
    }
}
