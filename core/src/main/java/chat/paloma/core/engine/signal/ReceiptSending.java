package chat.paloma.core.engine.signal;

import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event.ReceiptChanged;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells what this device has received and read, at most every {@link #EVERY} milliseconds a room, and hears of others. */
public final class ReceiptSending {
    static final long EVERY = 10_000;

    private final RoomContext context;
    private final Device device;
    private final Receipts receipts;
    private final Map<RoomId, Long> toldAt = new HashMap<>();
    private final Map<RoomId, Receipt> told = new HashMap<>();
    private final Set<RoomId> waiting = new HashSet<>();

    public ReceiptSending(RoomContext context, Receipts receipts) {
        this.context = context;
        this.device = context.device();
        this.receipts = receipts;
    }

    /** Reads what others told of a room while this device was away. */
    public void catchUp(RoomId room) {
        if (receipts.areOn(room)) {
            context.link()
                    .ask(
                            new ReadReceipts(room),
                            answer -> answer.receipts()
                                    .forEach(each -> receipts.take(room, each.device(), each.content())),
                            failure -> {});
        }
    }

    /** Takes in what somebody tells. */
    public void changed(ReceiptChanged event) {
        receipts.take(event.room(), event.receipt().device(), event.receipt().content());
    }

    /** This device has come further in a room, or its person has. */
    public void tell(RoomId room) {
        Optional<RoomEntry> entry = context.rooms().find(room).filter(RoomEntry::isActive);
        if (entry.isEmpty() || !receipts.areOn(room) || waiting.contains(room)) {
            return;
        }
        long sequence = entry.get().chain().position().sequence();
        Receipt now = new Receipt(sequence, receipts.own(room).read());
        if (now.equals(told.get(room))) {
            return;
        }
        long next = toldAt.getOrDefault(room, 0L) + EVERY;
        if (device.millis() < next) {
            waiting.add(room);
            device.whileConnected(next - device.millis(), () -> {
                waiting.remove(room);
                tell(room);
            });
            return;
        }
        toldAt.put(room, device.millis());
        told.put(room, now);
        context.link().ask(new PutReceipt(room, receipts.seal(room, now)), done -> {}, failure -> {});
    }
}
