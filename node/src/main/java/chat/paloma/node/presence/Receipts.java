package chat.paloma.node.presence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.SignalRequests;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.SignalRequests.Receipt;
import chat.paloma.node.account.Caller;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot for each device and room: what it has received and read, encrypted. A newer one replaces it.
 *
 * <p>A slot is written, and others are told, at most once in {@link #INTERVAL}; what comes sooner waits, and what comes
 * sooner still replaces what waits. They are answered at once, and not when they are on disk: else a person who reads
 * back and forth would use up the requests that a device may have unanswered. A crash may lose the newest one.
 */
public final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    /** At most one receipt of a device and room is shown in this time. */
    static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Rooms with more devices have no receipts. */
    static final int MAX_DEVICES = 50;

    private static final int MAX_SLOTS = 100_000;

    private final Database database;
    private final RoomDirectory rooms;
    private final RoomSignals signals;
    private final Duration interval;
    private final ConcurrentMap<Slot, Long> written =
            Caffeine.newBuilder().maximumSize(MAX_SLOTS).<Slot, Long>build().asMap();
    private final Map<Slot, ByteString> waiting = new HashMap<>();

    private record Slot(RoomId room, DeviceAddress device) {}

    public Receipts(Database database, RoomDirectory rooms, RoomSignals signals) {
        this(database, rooms, signals, INTERVAL);
    }

    Receipts(Database database, RoomDirectory rooms, RoomSignals signals, Duration interval) {
        this.database = database;
        this.rooms = rooms;
        this.signals = signals;
        this.interval = interval;
    }

    /** Replaces a device's receipt. */
    public Done put(Caller caller, PutReceipt request) {
        requireReceipts(caller, request.room());
        Slot slot = new Slot(request.room(), caller.device());
        synchronized (waiting) {
            if (waiting.put(slot, request.content()) == null) {
                long sinceLast = System.nanoTime() - written.getOrDefault(slot, System.nanoTime() - interval.toNanos());
                long wait = Math.max(0, interval.toNanos() - sinceLast);
                CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(() -> flush(slot));
            }
        }
        return new Done();
    }

    /** Writes what waits, without waiting: the node shuts down. */
    public void flush() {
        List<Slot> slots;
        synchronized (waiting) {
            slots = List.copyOf(waiting.keySet());
        }
        slots.forEach(this::flush);
    }

    private void requireReceipts(Caller caller, RoomId room) {
        rooms.requireMember(room, caller);
        if (rooms.size(room) > MAX_DEVICES) {
            throw new Refusal(FailureCode.RECEIPTS_OFF, "the room has more than " + MAX_DEVICES + " devices");
        }
    }

    private void flush(Slot slot) {
        ByteString content;
        synchronized (waiting) {
            content = waiting.remove(slot);
            written.put(slot, System.nanoTime());
        }
        if (content != null) {
            database.write(transaction -> store(transaction, slot, content)).exceptionally(error -> {
                LOG.warn("a receipt is lost: {}", error.getMessage());
                return false;
            });
        }
    }

    /** Whoever left meanwhile has no receipt. */
    private boolean store(Transaction transaction, Slot slot, ByteString content) {
        boolean stored = transaction
                        .handle()
                        .createUpdate("INSERT INTO receipt (room, account, device, content)"
                                + " SELECT room, account, device, :content FROM member"
                                + " WHERE room = :room AND account = :account AND device = :device"
                                + " ON CONFLICT (room, account, device) DO UPDATE SET content = excluded.content")
                        .bind("room", slot.room().bytes().toByteArray())
                        .bind("account", slot.device().account().bytes().toByteArray())
                        .bind("device", slot.device().device().bytes().toByteArray())
                        .bind("content", content.toByteArray())
                        .execute()
                == 1;
        if (stored) {
            transaction.afterCommit(() -> tell(slot, content));
        }
        return stored;
    }

    private void tell(Slot slot, ByteString content) {
        signals.show(
                new LaneId.Room(slot.room(), RegionId.ONLY),
                slot.device(),
                new Event.ReceiptChanged(slot.room(), new Receipt(slot.device(), content)));
    }

    /** The receipts of a room. */
    public SignalRequests.Receipts read(Caller caller, ReadReceipts request) {
        requireReceipts(caller, request.room());
        return new SignalRequests.Receipts(database.read(handle -> handle.createQuery(
                        "SELECT account, device, content FROM receipt WHERE room = :room")
                .bind("room", request.room().bytes().toByteArray())
                .map((row, context) -> new Receipt(
                        new DeviceAddress(
                                new AccountId(ByteString.adopt(row.getBytes(1))),
                                new DeviceId(ByteString.adopt(row.getBytes(2)))),
                        ByteString.adopt(row.getBytes(3))))
                .list()));
    }
}
