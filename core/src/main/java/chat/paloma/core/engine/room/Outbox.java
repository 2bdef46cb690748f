package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;

/** What waits to be sent, room by room, in the order in which it was written. */
public final class Outbox {
    private static final int ENTRIES = 12;
    private static final int BY_ENVELOPE = 13;

    /** The most messages that wait for one room. */
    public static final int MAX_WAITING = 10_000;

    /** Where an entry stands. */
    record Key(RoomId room, long order) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(order);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), in.readUint64());
        }
    }

    private record EnvelopeKey(RoomId room, EnvelopeHash hash) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(hash);
        }

        static EnvelopeKey decode(TlsReader in) throws DecodeException {
            return new EnvelopeKey(RoomId.decode(in), EnvelopeHash.decode(in));
        }
    }

    private final Device device;
    private final Table<Key, OutboxEntry> entries;
    private final Table<EnvelopeKey, Key> byEnvelope;

    public Outbox(Device device) {
        this.device = device;
        this.entries = new Table<>(device.state(), ENTRIES, Key::decode, OutboxEntry::decode);
        this.byEnvelope = new Table<>(device.state(), BY_ENVELOPE, EnvelopeKey::decode, Key::decode);
    }

    /** Adds a message behind all others of its room. */
    void add(RoomId room, RoomMessage message, Optional<OperationId> operation) {
        entries.put(
                new Key(room, device.profile().takeOrder()),
                new OutboxEntry(operation, ByteString.adopt(message.encoded()), Optional.empty(), Optional.empty()));
    }

    /** The first that wait for a room. */
    List<Row<Key, OutboxEntry>> first(RoomId room, int limit) {
        return entries.first(room, limit);
    }

    /** How many wait for a room, counted up to {@link #MAX_WAITING}. */
    public int waiting(RoomId room) {
        return entries.first(room, MAX_WAITING).size();
    }

    Optional<OutboxEntry> find(Key key) {
        return entries.get(key);
    }

    /** The entry that is sent as this envelope. */
    Optional<Row<Key, OutboxEntry>> find(RoomId room, EnvelopeHash hash) {
        return byEnvelope
                .get(new EnvelopeKey(room, hash))
                .flatMap(key -> entries.get(key).map(entry -> new Row<>(key, entry)));
    }

    /** Keeps how an entry is sent. */
    void seal(Key key, OutboxEntry entry, long number, OutboxEntry.Sealed sealed) {
        replace(key, entry, entry.sealedAs(number, sealed));
    }

    /** Lets an entry be encrypted again; nothing was taken with its number. */
    void unseal(Key key) {
        entries.get(key).ifPresent(entry -> replace(key, entry, entry.unsealed()));
    }

    /** Lets an entry be encrypted again with another number. */
    void renumber(Key key) {
        entries.get(key).ifPresent(entry -> replace(key, entry, entry.renumbered()));
    }

    private void replace(Key key, OutboxEntry before, OutboxEntry after) {
        forgetEnvelope(key.room(), before);
        after.sealed()
                .ifPresent(now -> byEnvelope.put(
                        new EnvelopeKey(key.room(), now.envelope().hash(device.crypto())), key));
        entries.put(key, after);
    }

    private void forgetEnvelope(RoomId room, OutboxEntry entry) {
        entry.sealed()
                .ifPresent(before -> byEnvelope.remove(
                        new EnvelopeKey(room, before.envelope().hash(device.crypto()))));
    }

    /** It is in the lane, or will never be. */
    void remove(Key key) {
        entries.get(key).ifPresent(entry -> forgetEnvelope(key.room(), entry));
        entries.remove(key);
    }

    /** Gives up everything that waits for a room. */
    void removeAll(RoomId room) {
        entries.all(room).forEach(row -> remove(row.key()));
    }
}
