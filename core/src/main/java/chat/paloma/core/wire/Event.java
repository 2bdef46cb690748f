package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.membership.RoomId;
import java.util.Optional;

/** What a node tells a device without being asked. */
public sealed interface Event extends TlsEncodable {
    int number();

    /** The frame that carries this event. */
    default Frame.Happened frame() {
        return new Frame.Happened(number(), ByteString.adopt(encoded()));
    }

    /** The next record of a lane that is followed, with the head behind it. */
    record Delivered(LaneId lane, LaneRecord record, LaneHead head) implements Event {
        static final int NUMBER = 1;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(lane).write(record).write(head);
        }

        static Delivered decode(TlsReader in) throws DecodeException {
            return new Delivered(LaneId.decode(in), LaneRecord.decode(in), LaneHead.decode(in));
        }
    }

    /** A lane is no longer followed, because the device did not keep up: it reads ranges and follows again. */
    record FellBehind(LaneId lane) implements Event {
        static final int NUMBER = 2;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(lane);
        }

        static FellBehind decode(TlsReader in) throws DecodeException {
            return new FellBehind(LaneId.decode(in));
        }
    }

    /** A member's signal. The room's members can tell from the content who it is from. */
    record Signalled(RoomId room, ByteString content) implements Event {
        static final int NUMBER = 3;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(content);
        }

        static Signalled decode(TlsReader in) throws DecodeException {
            return new Signalled(RoomId.decode(in), ByteString.decode(in, WireLimits.MAX_SIGNAL));
        }
    }

    /** An account that is watched came or went. */
    record PresenceChanged(AccountId account, boolean online) implements Event {
        static final int NUMBER = 4;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account).writeUint8(online ? 1 : 0);
        }

        static PresenceChanged decode(TlsReader in) throws DecodeException {
            return new PresenceChanged(AccountId.decode(in), WireFields.readBoolean(in));
        }
    }

    /** A device replaced its receipt in a room that is followed. */
    record ReceiptChanged(RoomId room, SignalRequests.Receipt receipt) implements Event {
        static final int NUMBER = 5;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(receipt);
        }

        static ReceiptChanged decode(TlsReader in) throws DecodeException {
            return new ReceiptChanged(RoomId.decode(in), SignalRequests.Receipt.decode(in));
        }
    }

    /** Few key packages of this device are left. */
    record StockLow(int left) implements Event {
        static final int NUMBER = 6;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(left);
        }

        static StockLow decode(TlsReader in) throws DecodeException {
            return new StockLow(in.readUint16());
        }
    }

    /** The node shuts down: connect again, to any node, after this many milliseconds. */
    record Draining(int reconnectAfter) implements Event {
        static final int NUMBER = 7;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint32(reconnectAfter);
        }

        static Draining decode(TlsReader in) throws DecodeException {
            return new Draining(WireFields.readCount(in));
        }
    }

    /**
     * Reads the event of a frame; empty when a newer node sent one that is not known here.
     *
     * @throws DecodeException when the body is malformed
     */
    static Optional<Event> of(Frame.Happened frame) throws DecodeException {
        TlsReader in = new TlsReader(frame.body().toByteArray());
        Event event = switch (frame.type()) {
            case Delivered.NUMBER -> Delivered.decode(in);
            case FellBehind.NUMBER -> FellBehind.decode(in);
            case Signalled.NUMBER -> Signalled.decode(in);
            case PresenceChanged.NUMBER -> PresenceChanged.decode(in);
            case ReceiptChanged.NUMBER -> ReceiptChanged.decode(in);
            case StockLow.NUMBER -> StockLow.decode(in);
            case Draining.NUMBER -> Draining.decode(in);
            default -> null;
        };
        if (event != null) {
            in.expectEnd();
        }
        return Optional.ofNullable(event);
    }
}
