package chat.paloma.core.engine.signal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.group.Group;
import java.util.List;
import java.util.Optional;

/**
 * What the members of rooms have received and read, as far as they tell. The keys that open receipts are kept for the
 * last {@link #EPOCHS} epochs of a room, since a receipt stays as it is when an epoch ends.
 */
public final class Receipts {
    /** In rooms with more devices than this there are none. */
    public static final int MAX_MEMBERS = 50;

    private static final int RECEIPTS = 24;
    private static final int KEYS = 25;
    private static final int READ = 26;
    private static final int EPOCHS = 8;
    private static final String LABEL = "paloma receipt";

    private record DeviceKey(RoomId room, DeviceAddress device) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(device);
        }

        static DeviceKey decode(TlsReader in) throws DecodeException {
            return new DeviceKey(RoomId.decode(in), DeviceAddress.decode(in));
        }
    }

    private record EpochKey(RoomId room, RoomEpoch epoch) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(epoch);
        }

        static EpochKey decode(TlsReader in) throws DecodeException {
            return new EpochKey(RoomId.decode(in), RoomEpoch.decode(in));
        }
    }

    private final Device device;
    private final Rooms rooms;
    private final ExporterSeal seal;
    private final Table<DeviceKey, Receipt> receipts;
    private final Table<EpochKey, ByteString> keys;
    private final Table<RoomId, Receipt> own;

    public Receipts(Device device, Rooms rooms) {
        this.device = device;
        this.rooms = rooms;
        this.seal = new ExporterSeal(device);
        this.receipts = new Table<>(device.state(), RECEIPTS, DeviceKey::decode, Receipt::decode);
        this.keys = new Table<>(device.state(), KEYS, EpochKey::decode, in -> ByteString.decode(in, ExporterSeal.KEY));
        this.own = new Table<>(device.state(), READ, RoomId::decode, Receipt::decode);
    }

    /** Whether a room has receipts. */
    public boolean areOn(RoomId room) {
        return rooms.groups()
                .find(room)
                .filter(group -> group.tree().memberCount() <= MAX_MEMBERS)
                .isPresent();
    }

    /** What a device of a room has told last. */
    public Receipt of(RoomId room, DeviceAddress address) {
        return receipts.get(new DeviceKey(room, address)).orElse(Receipt.NONE);
    }

    /** What this device told last, or would have. */
    public Receipt own(RoomId room) {
        return own.get(room).orElse(Receipt.NONE);
    }

    /** The person has read up to a sequence; returns whether that is news. */
    public boolean read(RoomId room, long sequence) {
        Receipt before = own(room);
        if (sequence <= before.read()) {
            return false;
        }
        own.put(room, new Receipt(before.delivered(), sequence));
        return true;
    }

    /** Seals what this device tells of a room now. */
    ByteString seal(RoomId room, Receipt receipt) {
        own.put(room, receipt);
        RoomEpoch epoch = rooms.epoch(room);
        return seal.seal(epoch, key(room, epoch).orElseThrow(), receipt);
    }

    /** Takes in what a device tells; one that goes back or can't be read is passed over. */
    void take(RoomId room, DeviceAddress from, ByteString content) {
        seal.open(content, epoch -> key(room, epoch), Receipt::decode).ifPresent(receipt -> {
            Receipt before = of(room, from);
            Receipt after = new Receipt(
                    Math.max(before.delivered(), receipt.delivered()), Math.max(before.read(), receipt.read()));
            if (!after.equals(before)) {
                receipts.put(new DeviceKey(room, from), after);
                device.show(new EngineEvent.ReceiptsChanged(room));
            }
        });
    }

    private Optional<SecretBytes> key(RoomId room, RoomEpoch epoch) {
        Optional<ByteString> kept = keys.get(new EpochKey(room, epoch));
        if (kept.isPresent()) {
            return kept.map(bytes -> SecretBytes.copyOf(bytes.toByteArray()));
        }
        Optional<Group> group = rooms.groups().find(room);
        if (group.isEmpty() || !rooms.epoch(room).equals(epoch)) {
            return Optional.empty();
        }
        SecretBytes key = group.get().export(LABEL, new byte[0], ExporterSeal.KEY);
        keys.put(new EpochKey(room, epoch), ByteString.copyOf(key.dangerouslyExpose()));
        forgetOld(room);
        return Optional.of(key);
    }

    private void forgetOld(RoomId room) {
        List<Row<EpochKey, ByteString>> newestFirst = keys.last(room, 2 * EPOCHS);
        newestFirst.stream().skip(EPOCHS).forEach(row -> keys.remove(row.key()));
    }
}
