package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.engine.room.RoomMessage.SentBefore;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.membership.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records that can't be read, each with its cause and with how often its author was asked to send it again, for
 * which {@link Resending} is there.
 */
public final class Unreadables {
    private static final int TABLE = 19;
    private static final int MAX_ATTEMPTS = 6;
    /** When an author was asked so often, after some twenty minutes, what depends on the record no longer waits for it. */
    private static final int PATIENCE = 3;

    private static final long FIRST_WAIT = 5_000;
    private static final long AGAIN = 60_000;
    private static final int MAX_KEPT = 10_000;

    /**
     * A record that can't be read.
     *
     * @param acceptTime when the node took it, in milliseconds since 1970
     * @param attempts how often its author was asked
     * @param nextAt when to ask next; 0 for never
     */
    public record Unreadable(String why, long acceptTime, int attempts, long nextAt) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(ByteString.utf8(why))
                    .writeUint64(acceptTime)
                    .writeUint8(attempts)
                    .writeUint64(nextAt);
        }

        boolean isAskedFor() {
            return nextAt != 0 || attempts > 0;
        }

        static Unreadable decode(TlsReader in) throws DecodeException {
            return new Unreadable(
                    new String(in.readOpaque(4096), StandardCharsets.UTF_8),
                    in.readUint64(),
                    in.readUint8(),
                    in.readUint64());
        }
    }

    /**
     * When the node took an operation, in milliseconds since 1970.
     *
     * @param read by the records that this device has seen
     * @param told by its author, where all records that carried it before stand in front of where this device came; else
     *     as read. An author who lies moves what is his, for those who could not read it.
     */
    record AcceptTime(long read, long told) {
        /** Of an operation that no other record carried. */
        static AcceptTime of(RecordHeader header) {
            return new AcceptTime(header.acceptTime(), header.acceptTime());
        }

        boolean isTold() {
            return told != read;
        }
    }

    private final Device device;
    private final RoomLog log;
    private final Conversations conversations;
    private final Table<LaneKey, Unreadable> table;

    Unreadables(Device device, RoomLog log, Conversations conversations) {
        this.device = device;
        this.log = log;
        this.conversations = conversations;
        this.table = new Table<>(device.state(), TABLE, LaneKey::decode, Unreadable::decode);
    }

    void add(RoomId room, RecordHeader header, String why, boolean repairable) {
        table.put(
                new LaneKey(room, header.sequence()),
                new Unreadable(why, header.acceptTime(), 0, repairable ? device.millis() + FIRST_WAIT : 0));
        log.add(
                room,
                header.sequence(),
                new Line(Kind.UNREADABLE, header.acceptTime(), Optional.empty(), Optional.empty(), why));
        device.show(EngineEvent.TimelineChanged.ofLog(room));
        device.notice(Optional.of(room), NoticeKind.UNREADABLE, "record " + header.sequence() + ": " + why);
    }

    /** The records of a room that can't be read, the oldest first. */
    public List<Row<LaneKey, Unreadable>> of(RoomId room) {
        return table.first(room, MAX_KEPT);
    }

    /** The records of a room that can't be read and that its authors are, or were, asked for. */
    public List<Long> askedFor(RoomId room) {
        return of(room).stream()
                .filter(row -> row.value().isAskedFor())
                .map(row -> row.key().sequence())
                .toList();
    }

    /** Whether a record is known as one that can't be read. */
    public boolean isNoted(RoomId room, long sequence) {
        return table.contains(new LaneKey(room, sequence));
    }

    /** When the node took an operation that this record carries again: others did before, which somebody could not read. */
    AcceptTime acceptTime(RoomId room, RecordHeader header, SentBefore before, long joinedAt) {
        long read = header.acceptTime();
        boolean unseen = true;
        for (long sequence : before.sequences()) {
            Optional<Unreadable> noted = table.get(new LaneKey(room, sequence));
            if (noted.isPresent() && sequence < header.sequence()) {
                read = Math.min(read, noted.get().acceptTime());
            }
            unseen &= noted.isEmpty() && sequence < joinedAt;
        }
        return new AcceptTime(read, unseen ? Math.min(read, before.acceptTime()) : read);
    }

    /** What a record said came in by another one, or it said nothing. */
    void repaired(RoomId room, long sequence) {
        LaneKey key = new LaneKey(room, sequence);
        if (table.get(key).isPresent()) {
            table.remove(key);
            log.at(room, sequence).stream()
                    .filter(row -> row.value().kind() == Kind.UNREADABLE)
                    .forEach(row -> log.remove(row.key()));
            device.show(EngineEvent.TimelineChanged.ofLog(room));
            device.notice(Optional.of(room), NoticeKind.REPAIRED, "record " + sequence);
        }
    }

    /** Whether something in a room may be repaired soon. Its author may be away, or have deleted what it said. */
    boolean isRepairing(RoomId room) {
        return of(room).stream()
                .anyMatch(row -> row.value().nextAt() != 0 && row.value().attempts() < PATIENCE);
    }

    /** Asks the authors of what is due to send it again; returns when to ask next, if ever. */
    Optional<Long> ask(RoomId room, Outbox outbox) {
        List<Long> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Row<LaneKey, Unreadable> row : of(room)) {
            Unreadable each = row.value();
            if (each.nextAt() == 0) {
                continue;
            }
            long nextAt = each.nextAt();
            if (nextAt <= device.millis() && due.size() < RoomMessage.MAX_ASKED) {
                due.add(row.key().sequence());
                int attempts = each.attempts() + 1;
                nextAt = attempts >= MAX_ATTEMPTS ? 0 : device.millis() + (AGAIN << (2 * attempts));
                table.put(row.key(), new Unreadable(each.why(), each.acceptTime(), attempts, nextAt));
            }
            if (nextAt != 0) {
                next = Math.min(next, nextAt);
            }
        }
        if (!due.isEmpty()) {
            outbox.add(room, new RoomMessage.Resend(due), Optional.empty());
            conversations.giveUpMissing(room);
        }
        return next == Long.MAX_VALUE ? Optional.empty() : Optional.of(next);
    }

    /** Asks at once for everything in a room that could be repaired. */
    public void retry(RoomId room) {
        of(room).forEach(row -> table.put(
                row.key(), new Unreadable(row.value().why(), row.value().acceptTime(), 0, device.millis())));
    }
}
