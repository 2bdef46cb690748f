package chat.paloma.core.engine.history;

import chat.paloma.core.engine.evidence.EvidenceHandover;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.Written;
import chat.paloma.core.room.snapshot.SnapshotPart;
import chat.paloma.core.room.snapshot.SnapshotWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a room is shared with who comes later: its newest operations, behind the place up to which the room has closed
 * its history, and of what is older what the room is called, is about and is set to.
 *
 * @param parts the oldest first
 */
record SharedHistory(List<SnapshotPart> parts, SnapshotWriter.Finished finished) {
    /** The most operations that are shared. */
    static final int MAX_OPERATIONS = 8_192;
    /** The most parts, of up to 1 MiB each: of more, the oldest are left out. */
    static final int MAX_PARTS = 32;

    private static final int MAX_SETTINGS = 64;

    SharedHistory {
        parts = List.copyOf(parts);
    }

    /** What is shared now; nothing while the evidence for it is being fetched. */
    static Optional<SharedHistory> of(Rooms rooms, RoomId room) {
        RoomView view = rooms.conversations().view(room);
        Optional<Order> closed = rooms.histories().closedUpTo(room, view);
        Optional<Order> many = view.beforeNewest(MAX_OPERATIONS);
        Optional<Order> after = closed.isPresent() && many.isPresent()
                ? Stream.of(closed.get(), many.get()).max(Order::compareTo)
                : closed.or(() -> many);
        EvidenceHandover evidence = new EvidenceHandover(rooms.conversations().authorship());
        SnapshotWriter writer = new SnapshotWriter(
                view, after, after.map(place -> standing(view, place)).orElse(List.of()), evidence);
        Deque<SnapshotPart> parts = new ArrayDeque<>();
        long left = 0;
        for (Optional<SnapshotPart> part = writer.next(view); part.isPresent(); part = writer.next(view)) {
            parts.add(part.get());
            if (parts.size() > MAX_PARTS) {
                left += parts.remove().entries().size();
            }
        }
        if (!evidence.isComplete()) {
            return Optional.empty();
        }
        SnapshotWriter.Finished all = writer.finish(view).orElseThrow();
        return Optional.of(new SharedHistory(
                new ArrayList<>(parts),
                new SnapshotWriter.Finished(all.heads(), all.complete() && left == 0, all.operations() - left)));
    }

    /** What holds of a room now and was written up to a place, in order. */
    private static List<StoredOperation> standing(RoomView view, Order place) {
        List<Order> orders = new ArrayList<>();
        view.name().map(Written::order).ifPresent(orders::add);
        view.topic().map(Written::order).ifPresent(orders::add);
        view.settings("", MAX_SETTINGS)
                .forEach(key -> view.setting(key).map(Written::order).ifPresent(orders::add));
        return orders.stream()
                .filter(order -> order.compareTo(place) <= 0)
                .sorted()
                .flatMap(order -> view.operation(order.id()).stream())
                .toList();
    }
}
