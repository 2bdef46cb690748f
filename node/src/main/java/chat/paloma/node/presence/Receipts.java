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
import chat.paloma.node.delivery.Deliveries;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One slot for each device and room: what it has received and read, encrypted. A newer one replaces it.
 *
 * <p>A slot is written, and others are told, at most once in {@link #INTERVAL}; what comes sooner waits, and what comes
 * sooner still replaces what waits. All of them are answered when the last is on disk.
 */
public final class Receipts {
    /** At most one receipt of a device and room is shown in this time. */
    static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Rooms with more devices have no receipts. */
    static final int MAX_DEVICES = 50;

    private static final int MAX_SLOTS = 100_000;

    private final Database database;
    private final RoomDirectory rooms;
    private final Deliveries deliveries;
    private final Duration interval;
    private final ConcurrentMap<Slot, Long> written =
            Caffeine.newBuilder().maximumSize(MAX_SLOTS).<Slot, Long>build().asMap();
    private final Map<Slot, Waiting> waiting = new HashMap<>();

    private record Slot(RoomId room, DeviceAddress device) {}

    private record Waiting(ByteString content, CompletableFuture<Done> answer) {}

    public Receipts(Database database, RoomDirectory rooms, Deliveries deliveries) {
        this(database, rooms, deliveries, INTERVAL);
    }

    Receipts(Database database, RoomDirectory rooms, Deliveries deliveries, Duration interval) {
        this.database = database;
        this.rooms = rooms;
        this.deliveries = deliveries;
        this.interval = interval;
    }

    /** Replaces a device's receipt. */
    public CompletableFuture<Done> put(Caller caller, PutReceipt request) {
        requireReceipts(caller, request.room());
        Slot slot = new Slot(request.room(), caller.device());
        synchronized (waiting) {
            Waiting known = waiting.get(slot);
            CompletableFuture<Done> answer = known == null ? new CompletableFuture<>() : known.answer();
            waiting.put(slot, new Waiting(request.content(), answer));
            if (known == null) {
                long sinceLast = System.nanoTime() - written.getOrDefault(slot, System.nanoTime() - interval.toNanos());
                long wait = Math.max(0, interval.toNanos() - sinceLast);
                Executor then = CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS);
                then.execute(() -> flush(slot));
            }
            return answer;
        }
    }

    private void requireReceipts(Caller caller, RoomId room) {
        rooms.requireMember(room, caller);
        if (rooms.size(room) > MAX_DEVICES) {
            throw new Refusal(FailureCode.RECEIPTS_OFF, "the room has more than " + MAX_DEVICES + " devices");
        }
    }

    private void flush(Slot slot) {
        Waiting due;
        synchronized (waiting) {
            due = waiting.remove(slot);
            written.put(slot, System.nanoTime());
        }
        if (due == null) {
            return;
        }
        CompletableFuture<Done> stored = database.write(transaction -> {
            boolean stillIn = transaction
                    .handle()
                    .createQuery(
                            "SELECT 1 FROM member WHERE room = :room AND account = :account" + " AND device = :device")
                    .bind("room", slot.room().bytes().toByteArray())
                    .bind("account", slot.device().account().bytes().toByteArray())
                    .bind("device", slot.device().device().bytes().toByteArray())
                    .mapTo(Integer.class)
                    .findFirst()
                    .isPresent();
            if (!stillIn) {
                throw new Refusal(FailureCode.NOT_A_MEMBER);
            }
            transaction
                    .handle()
                    .createUpdate("INSERT INTO receipt (room, account, device, content)"
                            + " VALUES (:room, :account, :device, :content)"
                            + " ON CONFLICT (room, account, device) DO UPDATE SET content = excluded.content")
                    .bind("room", slot.room().bytes().toByteArray())
                    .bind("account", slot.device().account().bytes().toByteArray())
                    .bind("device", slot.device().device().bytes().toByteArray())
                    .bind("content", due.content().toByteArray())
                    .execute();
            transaction.afterCommit(() -> tell(slot, due.content()));
            return new Done();
        });
        stored.thenAccept(due.answer()::complete).exceptionally(error -> {
            due.answer().completeExceptionally(error);
            return null;
        });
    }

    private void tell(Slot slot, ByteString content) {
        deliveries.signal(
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
