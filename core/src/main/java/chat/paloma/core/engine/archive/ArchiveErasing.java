package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.Turn;
import chat.paloma.core.engine.room.LaneKey;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.Vault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of the archive what authors have deleted, and what is older than its room keeps: one segment at a time, by
 * the device whose turn it is.
 */
final class ArchiveErasing {
    /** How often it looks for what is older than is kept, in the time that an operation waits to be archived. */
    private static final int LOOK = 20;

    private static final int BATCH = 4_096;

    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveState state;
    private final ArchiveFetching fetching;
    private final ArchiveRewriting rewriting;
    private final Turn turn;
    private long lookAt;
    private boolean overdue;

    ArchiveErasing(
            RoomContext context,
            Vault vault,
            ArchiveState state,
            ArchiveFetching fetching,
            ArchiveRewriting rewriting) {
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.state = state;
        this.fetching = fetching;
        this.rewriting = rewriting;
        this.turn = new Turn(device, this::proceed);
    }

    /** Does what is due; cheap when nothing is. */
    void proceed() {
        boolean ready = rewriting.isFree()
                && vault.known().archive().isPresent()
                && vault.known()
                        .selfRoom()
                        .flatMap(rooms::find)
                        .filter(RoomEntry::isActive)
                        .isPresent();
        if (ready && turn.hasCome(isArchived() || isSomethingOver())) {
            fetching.index(this::begin, problem -> {});
        }
    }

    /** Whether something was deleted that the archive reaches. */
    private boolean isArchived() {
        return rooms.erasures().first(BATCH).stream().anyMatch(this::isReached);
    }

    private boolean isReached(LaneKey erasure) {
        return erasure.sequence() <= vault.known().archivedTo(erasure.room());
    }

    /** Whether a segment has something that is older than its room keeps; looked for from time to time. */
    private boolean isSomethingOver() {
        if (device.millis() >= lookAt) {
            lookAt = device.millis() + LOOK * device.settings().archiveAfter();
            overdue = state.index(vault.known().archive())
                    .filter(index -> !over(index).isEmpty())
                    .isPresent();
        }
        return overdue;
    }

    private List<Integer> over(ArchiveIndex index) {
        List<Integer> over = new ArrayList<>();
        for (int i = 0; i < index.entries().size(); i++) {
            boolean old = index.entries().get(i).rooms().stream()
                    .anyMatch(each -> rewriting.retention().isLongOver(each.room(), each.oldest()));
            if (old) {
                over.add(i);
            }
        }
        return over;
    }

    /** Begins with what there is to do now; what comes meanwhile has a turn of its own. */
    private void begin(ArchiveIndex index) {
        List<LaneKey> erasures =
                rooms.erasures().first(BATCH).stream().filter(this::isReached).toList();
        Set<Integer> segments = new TreeSet<>();
        erasures.forEach(each -> segments.addAll(index.find(each.room(), each.sequence())));
        segments.addAll(over(index));
        overdue = false;
        clean(index, new ArrayDeque<>(segments), erasures);
    }

    private void clean(ArchiveIndex index, Deque<Integer> segments, List<LaneKey> erasures) {
        Integer segment = segments.poll();
        if (segment == null) {
            erasures.forEach(rooms.erasures()::done);
            proceed();
            return;
        }
        if (rewriting.isBusy()) {
            return;
        }
        rewriting.rewrite(
                index,
                segment,
                segment + 1,
                ArchiveRewriting.Added.NOTHING,
                yes -> fetching.index(
                        next -> {
                            if (yes) {
                                // A segment keeps its place in the index.
                                clean(next, segments, erasures);
                            } else if (next.equals(index)) {
                                // It can't be had: it is tried again later, and keeps none behind it from being
                                // cleaned.
                                clean(next, segments, List.of());
                            } else {
                                proceed();
                            }
                        },
                        problem -> {}));
    }
}
