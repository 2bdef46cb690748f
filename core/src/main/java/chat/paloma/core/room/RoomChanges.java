package chat.paloma.core.room;

import chat.paloma.core.room.operation.OperationId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a step changed, so that a client shows, indexes and notifies about that and nothing else.
 *
 * @param applied operations that have their effect now, in causal order, those among them that had waited
 * @param messages messages, polls and operations of unknown kinds in the timeline or a thread that are new, look
 *     different, or moved; also the root of a thread that changed
 * @param topicOrName whether the room's topic or name may be another
 * @param settings keys whose value may be another
 * @param duplicated devices that were found to have two states
 */
public record RoomChanges(
        Set<OperationId> applied,
        Set<OperationId> messages,
        boolean topicOrName,
        Set<String> settings,
        Set<DeviceIncarnation> duplicated) {
    public RoomChanges {
        applied = Collections.unmodifiableSet(new LinkedHashSet<>(applied));
        messages = Collections.unmodifiableSet(new LinkedHashSet<>(messages));
        settings = Collections.unmodifiableSet(new LinkedHashSet<>(settings));
        duplicated = Collections.unmodifiableSet(new LinkedHashSet<>(duplicated));
    }

    /** Collects while a step goes on. */
    static final class Collector {
        final Set<OperationId> applied = new LinkedHashSet<>();
        final Set<OperationId> messages = new LinkedHashSet<>();
        final Set<String> settings = new LinkedHashSet<>();
        final Set<DeviceIncarnation> duplicated = new LinkedHashSet<>();
        boolean topicOrName;

        RoomChanges toChanges() {
            return new RoomChanges(applied, messages, topicOrName, settings, duplicated);
        }
    }
}
