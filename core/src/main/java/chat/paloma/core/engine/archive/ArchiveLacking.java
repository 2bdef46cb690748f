package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.room.Gaps;
import chat.paloma.core.engine.room.LaneKey;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Unreadables;
import chat.paloma.core.engine.state.Present;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.vault.ArchivedTo;
import chat.paloma.core.engine.vault.Lacking;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Records that the archive passes over while their authors are asked for them. The vault names them, so that a device that
 * comes later asks for them as well: the one that asked may be lost by then.
 */
final class ArchiveLacking {
    private static final int TABLE = 79;

    private final Rooms rooms;
    /** Those that this device asks for, or did: when it does not any more, it has them, or knows that there is nothing. */
    private final Table<LaneKey, Present> mine;

    ArchiveLacking(RoomContext context) {
        this.rooms = context.rooms();
        this.mine = new Table<>(context.device().state(), TABLE, LaneKey::decode, Present::decode);
    }

    /** Asks for what the vault names and this device was not there for. */
    void settle(VaultContent content) {
        Map<RoomId, List<Long>> missed = new TreeMap<>(content.lacking().stream()
                .filter(each -> !mine.contains(key(each)) && isMissed(each))
                .collect(Collectors.groupingBy(
                        Lacking::room, Collectors.mapping(Lacking::sequence, Collectors.toList()))));
        missed.forEach((room, sequences) -> {
            rooms.gaps().lacking(room, sequences, end(room).orElseThrow());
            sequences.forEach(sequence -> mine.put(new LaneKey(room, sequence), new Present()));
        });
    }

    private boolean isMissed(Lacking each) {
        return rooms.find(each.room())
                        .filter(RoomEntry::isActive)
                        .filter(entry -> each.sequence() < entry.joinedAt()
                                && each.sequence() >= entry.chain().position().sequence() - Gaps.NEWEST)
                        .isPresent()
                && !rooms.gaps().isAny(each.room())
                && !unreadables().isNoted(each.room(), each.sequence());
    }

    private Optional<Position> end(RoomId room) {
        return rooms.find(room).map(entry -> entry.chain().position());
    }

    /** What the vault says when the archive reaches this far. */
    VaultContent in(VaultContent content, List<ArchivedTo> reached) {
        List<Lacking> all = new ArrayList<>();
        content.lacking().stream().filter(each -> !isSettled(each)).forEach(all::add);
        reached.forEach(to -> unreadables().askedFor(to.room()).stream()
                .filter(sequence -> sequence <= to.sequence())
                .forEach(sequence -> all.add(new Lacking(to.room(), sequence))));
        return content.withLacking(all);
    }

    private boolean isSettled(Lacking each) {
        return mine.contains(key(each))
                && !unreadables().isNoted(each.room(), each.sequence())
                && !rooms.gaps().isAny(each.room());
    }

    /** The vault says so now. */
    void written(VaultContent content) {
        mine.all().stream()
                .filter(row -> !content.lacking()
                        .contains(new Lacking(row.key().room(), row.key().sequence())))
                .forEach(row -> mine.remove(row.key()));
        content.lacking().stream()
                .filter(each -> unreadables().isNoted(each.room(), each.sequence()))
                .forEach(each -> mine.put(key(each), new Present()));
    }

    private Unreadables unreadables() {
        return rooms.conversations().unreadables();
    }

    private static LaneKey key(Lacking each) {
        return new LaneKey(each.room(), each.sequence());
    }
}
