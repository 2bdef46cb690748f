package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.Turn;
import chat.paloma.core.engine.room.Erasures.Erasure;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.Vault;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

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
    /** When to try again what could not be had. */
    private long againAt;

    /** What one turn takes out: the segments in which it may be, those that are still to be looked through, and those lost. */
    private record Work(Map<Erasure, Set<ArchiveHead>> erasures, Deque<ArchiveHead> segments, Set<ArchiveHead> lost) {}

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
                && device.millis() >= againAt
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

    private boolean isReached(Erasure erasure) {
        return erasure.key().sequence()
                <= vault.known().archivedTo(erasure.key().room());
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

    private List<ArchiveHead> over(ArchiveIndex index) {
        return index.entries().stream()
                .filter(entry -> entry.rooms().stream()
                        .anyMatch(each -> rewriting.retention().isLongOver(each.room(), each.oldest())))
                .map(ArchiveIndex.Entry::segment)
                .toList();
    }

    /** Begins with what there is to do now; what comes meanwhile has a turn of its own. */
    private void begin(ArchiveIndex index) {
        Map<Erasure, Set<ArchiveHead>> erasures = new LinkedHashMap<>();
        Set<ArchiveHead> segments = new LinkedHashSet<>(over(index));
        for (Erasure each : rooms.erasures().first(BATCH)) {
            if (isReached(each)) {
                Set<ArchiveHead> found = index
                        .find(each.key().room(), each.key().sequence())
                        .stream()
                        .map(ArchiveIndex.Entry::segment)
                        .collect(Collectors.toSet());
                erasures.put(each, found);
                segments.addAll(found);
            }
        }
        overdue = false;
        clean(new Work(erasures, new ArrayDeque<>(segments), new HashSet<>()));
    }

    private void clean(Work work) {
        ArchiveHead segment = work.segments().poll();
        if (segment == null) {
            end(work);
            return;
        }
        fetching.index(
                index -> {
                    OptionalInt at = index.indexOf(segment);
                    if (at.isEmpty() || rewriting.isBusy()) {
                        // Another device has put another in its place, or this one archives: it begins anew.
                        proceed();
                        return;
                    }
                    rewriting.rewrite(
                            index, at.getAsInt(), at.getAsInt() + 1, ArchiveRewriting.Added.NOTHING, result -> {
                                if (result == ArchiveRewriting.Result.LOST) {
                                    // It keeps no other from being cleaned.
                                    work.lost().add(segment);
                                }
                                if (result == ArchiveRewriting.Result.FAILED) {
                                    proceed();
                                } else {
                                    clean(work);
                                }
                            });
                },
                problem -> {});
    }

    private void end(Work work) {
        work.erasures().forEach((erasure, segments) -> {
            if (Collections.disjoint(segments, work.lost())) {
                rooms.erasures().done(erasure);
            }
        });
        if (!work.lost().isEmpty()) {
            long wait = LOOK * device.settings().archiveAfter();
            againAt = device.millis() + wait;
            device.whileConnected(wait, this::proceed);
        }
        proceed();
    }
}
