package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.Written;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.snapshot.LaneReports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is under way with rooms' history: where somebody came in who is owed it, where this device came in and waits for
 * it, and what a room does not share (docs/decisions/history-for-newcomers.md).
 */
public final class Histories {
    /** The room's setting. With a value of one byte 0, nothing that is written is shared with who comes later. */
    public static final String SETTING = "history";

    private static final int WANTS = 60;
    private static final int DUTIES = 61;
    private static final int OFFERS = 62;
    private static final int CLOSED = 63;
    private static final int NAMED = 64;
    private static final int JOINED = 71;
    private static final int MAX_DEVICES = 64;
    private static final int MAX_REFUSED = 8;
    private static final int MAX_OFFERS = 4;
    private static final int MAX_NAMED = 256;
    /** How long somebody who asks again has to wait, in milliseconds. */
    private static final long AGAIN = 60_000;

    private static final int MAX_REMEMBERED = 1024;

    /**
     * This device waits for a room's history.
     *
     * @param joinedAt the sequence at which it came in
     * @param asked how often it has asked
     * @param askAt when it asks next, in milliseconds since 1970; 0 before that was decided
     * @param refused whose snapshots it does not take
     */
    public record Want(long joinedAt, int asked, long askAt, List<DeviceAddress> refused) implements TlsEncodable {
        public Want {
            refused = List.copyOf(refused);
        }

        public Want askingAt(int times, long time) {
            return new Want(joinedAt, times, time, refused);
        }

        Want refusing(DeviceAddress author) {
            List<DeviceAddress> all = new ArrayList<>(refused);
            if (!all.contains(author) && all.size() < MAX_REFUSED) {
                all.add(author);
            }
            return new Want(joinedAt, asked, askAt, all);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(joinedAt).writeUint8(asked).writeUint64(askAt).writeList(refused);
        }

        static Want decode(TlsReader in) throws DecodeException {
            return new Want(
                    in.readUint64(),
                    in.readUint8(),
                    in.readUint64(),
                    in.readList(MAX_REFUSED, DeviceAddress::decode));
        }
    }

    /**
     * Somebody is owed a room's history, from one of its members.
     *
     * @param sequence of the record that says so
     * @param since when this device read it, in milliseconds since 1970
     * @param first who is to do it first
     * @param without who does not do it
     */
    public record Duty(long sequence, long since, Optional<DeviceAddress> first, List<DeviceAddress> without)
            implements TlsEncodable {
        public Duty {
            without = List.copyOf(without);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(sequence).writeUint64(since).writeOptional(first).writeList(without);
        }

        static Duty decode(TlsReader in) throws DecodeException {
            return new Duty(
                    in.readUint64(),
                    in.readUint64(),
                    in.readOptional(DeviceAddress::decode),
                    in.readList(MAX_DEVICES, DeviceAddress::decode));
        }
    }

    /** A snapshot that a member announced. */
    public record Offer(DeviceAddress author, Content.Snapshot snapshot) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(author);
            snapshot.encode(out);
        }

        static Offer decode(TlsReader in) throws DecodeException {
            return new Offer(
                    DeviceAddress.decode(in),
                    new Content.Snapshot(
                            ByteString.adopt(in.readBytes(Content.Snapshot.HASH_LENGTH)), EncryptedBlob.decode(in)));
        }
    }

    /**
     * What of a room is not shared.
     *
     * @param now whether nothing is
     * @param by the write that closed or opened it last: behind it the room is shared again, when it is
     */
    private record Closed(boolean now, OperationId by) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(now ? 1 : 0).write(by);
        }

        static Closed decode(TlsReader in) throws DecodeException {
            return new Closed(in.readUint8() == 1, OperationId.decode(in));
        }
    }

    private record AccountKey(RoomId room, AccountId account) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(account);
        }

        static AccountKey decode(TlsReader in) throws DecodeException {
            return new AccountKey(RoomId.decode(in), AccountId.decode(in));
        }
    }

    private record At(long sequence) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(sequence);
        }

        static At decode(TlsReader in) throws DecodeException {
            return new At(in.readUint64());
        }
    }

    private record NamedKey(RoomId room, OperationId operation) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(operation);
        }

        static NamedKey decode(TlsReader in) throws DecodeException {
            return new NamedKey(RoomId.decode(in), OperationId.decode(in));
        }
    }

    private final Device device;
    private final Table<RoomId, Want> wants;
    private final Table<RoomId, Duty> duties;
    private final Table<LaneKey, Offer> offers;
    private final Table<RoomId, Closed> closed;
    private final Table<NamedKey, ByteString> named;
    private final Table<AccountKey, At> joined;
    /** What members report of lanes while this device waits; forgotten when it is started anew. */
    private final Map<RoomId, LaneReports> reports = new HashMap<>();

    private final Map<DeviceAddress, Long> askedBy = new HashMap<>();

    Histories(Device device) {
        this.device = device;
        this.wants = new Table<>(device.state(), WANTS, RoomId::decode, Want::decode);
        this.duties = new Table<>(device.state(), DUTIES, RoomId::decode, Duty::decode);
        this.offers = new Table<>(device.state(), OFFERS, LaneKey::decode, Offer::decode);
        this.closed = new Table<>(device.state(), CLOSED, RoomId::decode, Closed::decode);
        this.joined = new Table<>(device.state(), JOINED, AccountKey::decode, At::decode);
        this.named = new Table<>(device.state(), NAMED, NamedKey::decode, in -> ByteString.decode(in, 1));
    }

    /** An account came into a room. */
    void joined(RoomId room, AccountId account, long sequence) {
        joined.put(new AccountKey(room, account), new At(sequence));
    }

    /** The sequence at which an account came into a room last; 0 when this device came later itself. */
    long joinedAt(RoomId room, AccountId account) {
        return joined.get(new AccountKey(room, account)).map(At::sequence).orElse(0L);
    }

    // This device is new in a room

    /** This device came into a room, and wants to know what was before. */
    void want(RoomId room, long joinedAt) {
        forget(room);
        duties.remove(room);
        wants.put(room, new Want(joinedAt, 0, 0, List.of()));
    }

    public List<Row<RoomId, Want>> wants() {
        return wants.all();
    }

    public Optional<Want> wanted(RoomId room) {
        return wants.get(room);
    }

    public void put(RoomId room, Want want) {
        wants.put(room, want);
    }

    /** It has the history, or gives up. */
    public void forget(RoomId room) {
        wants.remove(room);
        offers.removeIf(room, row -> true);
        named.removeIf(room, row -> true);
        reports.remove(room);
    }

    /** The first snapshot that was announced and not refused. */
    public Optional<Row<LaneKey, Offer>> offer(RoomId room) {
        return offers.first(room, 1).stream().findFirst();
    }

    public void drop(LaneKey offer) {
        offers.remove(offer);
    }

    /** Takes no snapshot of this author any more. */
    public void refuse(RoomId room, DeviceAddress author) {
        wants.get(room).ifPresent(want -> wants.put(room, want.refusing(author)));
        offers.removeIf(room, row -> row.value().author().equals(author));
    }

    /** What members reported of the room's lane since this device came in, and was started. */
    public LaneReports reports(RoomId room) {
        LaneReports known = reports.getOrDefault(room, new LaneReports());
        reports.put(room, known);
        return known;
    }

    /** A member says what it has verified. */
    void reported(RoomId room, DeviceAddress by, Seen seen) {
        if (wants.contains(room)) {
            reports(room).add(by, List.of(seen));
        }
    }

    /** Members named these as the past of what they wrote, and this device does not have them. */
    void missing(RoomId room, Collection<OperationId> operations) {
        if (wants.contains(room)) {
            int left = MAX_NAMED - named.first(room, MAX_NAMED).size();
            operations.stream()
                    .limit(Math.max(0, left))
                    .forEach(id -> named.put(new NamedKey(room, id), ByteString.EMPTY));
        }
    }

    /** Operations that a complete history of the room has: members named them. */
    public List<OperationId> named(RoomId room) {
        return named.first(room, MAX_NAMED).stream()
                .map(row -> row.key().operation())
                .toList();
    }

    // Others are

    /** Somebody came into a room. */
    void came(RoomId room, long sequence, Optional<DeviceAddress> by, Collection<DeviceAddress> come) {
        List<DeviceAddress> without = new ArrayList<>(come);
        duties.get(room).ifPresent(before -> without.addAll(before.without()));
        owe(room, sequence, by.filter(who -> !come.contains(who)), without);
    }

    private void owe(RoomId room, long sequence, Optional<DeviceAddress> first, List<DeviceAddress> without) {
        if (!wants.contains(room)) {
            List<DeviceAddress> some =
                    without.stream().distinct().limit(MAX_DEVICES).toList();
            duties.put(room, new Duty(sequence, device.millis(), first, some));
        }
    }

    /** Somebody asks for a room's history, and does not want it from these. */
    void asked(RoomId room, long sequence, DeviceAddress by, List<DeviceAddress> refused) {
        Long last = askedBy.get(by);
        if (last != null && device.millis() - last < AGAIN / 10) {
            return;
        }
        if (askedBy.size() >= MAX_REMEMBERED) {
            askedBy.clear();
        }
        askedBy.put(by, device.millis());
        List<DeviceAddress> without = new ArrayList<>(refused);
        without.add(by);
        owe(room, sequence, Optional.empty(), without);
    }

    public List<Row<RoomId, Duty>> duties() {
        return duties.all();
    }

    public Optional<Duty> duty(RoomId room) {
        return duties.get(room);
    }

    public void done(RoomId room) {
        duties.remove(room);
    }

    /** A member announced a snapshot: whoever waits takes it, and nobody else has to make one. */
    void announced(RoomId room, long sequence, DeviceAddress author, Content.Snapshot snapshot) {
        duties.get(room)
                .filter(duty ->
                        duty.sequence() < sequence && !duty.without().contains(author))
                .ifPresent(duty -> duties.remove(room));
        Optional<Want> want = wants.get(room);
        if (want.isPresent()
                && !want.get().refused().contains(author)
                && offers.first(room, MAX_OFFERS).size() < MAX_OFFERS) {
            offers.put(new LaneKey(room, sequence), new Offer(author, snapshot));
        }
    }

    // What is shared

    /** Whether what is written in a room now is shared with who comes later. */
    public static boolean isShared(RoomView view) {
        return view.setting(SETTING)
                .filter(written -> written.value().length() == 1
                        && written.value().at(0) == 0)
                .isEmpty();
    }

    /** The room's setting may be another: what was written until it was opened again stays with those who were there. */
    void settingChanged(RoomId room, RoomView view) {
        Optional<OperationId> by =
                view.setting(SETTING).map(Written::order).map(Order::id);
        boolean before = closed.get(room).filter(Closed::now).isPresent();
        boolean now = !isShared(view);
        if (before != now && by.isPresent()) {
            closed.put(room, new Closed(now, by.get()));
        }
    }

    /** Behind which place a room's history is shared; nothing for all of it. */
    public Optional<Order> closedUpTo(RoomId room, RoomView view) {
        return closed.get(room)
                .map(each -> each.now()
                        ? Order.END_OF_ACCEPTED
                        : view.operation(each.by())
                                .map(StoredOperation::order)
                                .filter(Order::accepted)
                                .orElse(Order.END_OF_ACCEPTED));
    }
}
