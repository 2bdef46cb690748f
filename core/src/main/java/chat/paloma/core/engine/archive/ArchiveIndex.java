package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which segments the archive has, each with its key: so one can be replaced, under another key, without touching the
 * others. The index is a blob itself, under a key that stands in the vault, and a new one with each change.
 *
 * @param entries the oldest first, at most {@link #MAX_ENTRIES}
 */
record ArchiveIndex(List<Entry> entries) implements TlsEncodable {
    /** The most segments: of more, the oldest are forgotten. With full ones, four million operations. */
    static final int MAX_ENTRIES = 8_192;

    static final ArchiveIndex EMPTY = new ArchiveIndex(List.of());
    private static final int FORMAT = 1;

    /**
     * How far a room reaches in a segment.
     *
     * @param sequence of the last record that is in it; 0 for operations from before the account came into the room
     * @param oldest the effective time of the oldest operation, in milliseconds since 1970
     */
    record Reach(RoomId room, long sequence, long oldest) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(sequence).writeUint64(oldest);
        }

        static Reach decode(TlsReader in) throws DecodeException {
            return new Reach(RoomId.decode(in), in.readUint64(), in.readUint64());
        }
    }

    /**
     * A segment.
     *
     * @param operations how many it has
     * @param bytes of the blob
     */
    record Entry(ArchiveHead segment, int operations, long bytes, List<Reach> rooms) implements TlsEncodable {
        Entry {
            rooms = List.copyOf(rooms);
        }

        Optional<Reach> reach(RoomId room, boolean early) {
            return rooms.stream()
                    .filter(each -> each.room().equals(room) && (each.sequence() == 0) == early)
                    .findFirst();
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(segment).writeUint16(operations).writeUint32(bytes).writeList(rooms);
        }

        static Entry decode(TlsReader in) throws DecodeException {
            return new Entry(
                    ArchiveHead.decode(in),
                    in.readUint16(),
                    in.readUint32(),
                    in.readList(2 * Segment.MAX_ENTRIES, Reach::decode));
        }
    }

    ArchiveIndex {
        entries = List.copyOf(
                entries.size() <= MAX_ENTRIES
                        ? entries
                        : entries.subList(entries.size() - MAX_ENTRIES, entries.size()));
    }

    /** With something else in the place of some segments. */
    ArchiveIndex replacing(int from, int to, Optional<Entry> with) {
        List<Entry> all = new ArrayList<>(entries.subList(0, from));
        with.ifPresent(all::add);
        all.addAll(entries.subList(to, entries.size()));
        return new ArchiveIndex(all);
    }

    /** The segments that have, or had, the record of a room's lane; for 0, which is of no known place, all of the room. */
    List<Entry> find(RoomId room, long sequence) {
        if (sequence == 0) {
            return entries.stream()
                    .filter(each -> each.reach(room, true).isPresent()
                            || each.reach(room, false).isPresent())
                    .toList();
        }
        return entries.stream()
                .filter(each -> each.reach(room, false)
                        .filter(reach -> reach.sequence() >= sequence)
                        .isPresent())
                .limit(1)
                .toList();
    }

    /** Where a segment stands; empty when it is not there any more. */
    OptionalInt indexOf(ArchiveHead segment) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).segment().equals(segment)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The last record of a room's lane that stands in front of a segment. */
    long before(int index, RoomId room) {
        for (int i = index - 1; i >= 0; i--) {
            Optional<Reach> reach = entries.get(i).reach(room, false);
            if (reach.isPresent()) {
                return reach.get().sequence();
            }
        }
        return 0;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT).writeList(entries);
    }

    static ArchiveIndex decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "an index of format " + format);
        }
        return new ArchiveIndex(in.readList(MAX_ENTRIES, Entry::decode));
    }
}
