package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import java.util.List;

/** Appending to lanes, reading them and following them. */
public final class LaneRequests {
    private static final int MAX_INCARNATIONS = 256;

    public static final RequestType<Append, Appended> APPEND =
            new RequestType<>(64, "append", Append::decode, Appended::decode);
    public static final RequestType<ReadRange, Range> READ_RANGE =
            new RequestType<>(65, "read-range", ReadRange::decode, Range::decode);
    public static final RequestType<Follow, Following> FOLLOW =
            new RequestType<>(66, "follow", Follow::decode, Following::decode);
    public static final RequestType<Unfollow, Done> UNFOLLOW =
            new RequestType<>(67, "unfollow", Unfollow::decode, Done::decode);
    public static final RequestType<ReadStarts, Starts> READ_STARTS =
            new RequestType<>(68, "read-starts", ReadStarts::decode, Starts::decode);
    public static final RequestType<SendDirect, Appended> SEND_DIRECT =
            new RequestType<>(69, "send-direct", SendDirect::decode, Appended::decode);
    public static final RequestType<TrimInbox, Done> TRIM_INBOX =
            new RequestType<>(70, "trim-inbox", TrimInbox::decode, Done::decode);

    private LaneRequests() {}

    /**
     * Appends a message or a proposal to a room's lane.
     *
     * @param message the device's number for it: from 1, one more with each; the same number with the same envelope is
     *     the same message, however often it is sent
     * @param epoch in which it was encrypted
     */
    public record Append(RoomId room, long message, RecordKind kind, RoomEpoch epoch, Envelope envelope)
            implements Request<Appended> {
        @Override
        public RequestType<?, Appended> type() {
            return APPEND;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(message).write(kind).write(epoch).write(envelope);
        }

        static Append decode(TlsReader in) throws DecodeException {
            return new Append(
                    RoomId.decode(in),
                    WireFields.readLong(in),
                    RecordKind.decode(in),
                    RoomEpoch.decode(in),
                    Envelope.decode(in));
        }
    }

    /** The acknowledgement: the record is durable, at this place of the lane. */
    public record Appended(LaneId lane, Position position, long acceptTime) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(lane).write(position).writeUint64(acceptTime);
        }

        static Appended decode(TlsReader in) throws DecodeException {
            return new Appended(LaneId.decode(in), Position.decode(in), WireFields.readLong(in));
        }
    }

    /**
     * Reads records behind a sequence.
     *
     * @param maxRecords at most {@link WireLimits#MAX_RANGE_RECORDS}; the node may return fewer
     * @param maxBytes of envelopes, at most {@link WireLimits#MAX_RANGE_BYTES}; one record always fits
     */
    public record ReadRange(LaneId lane, long after, int maxRecords, int maxBytes) implements Request<Range> {
        @Override
        public RequestType<?, Range> type() {
            return READ_RANGE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(lane).writeUint64(after).writeUint32(maxRecords).writeUint32(maxBytes);
        }

        static ReadRange decode(TlsReader in) throws DecodeException {
            return new ReadRange(
                    LaneId.decode(in), WireFields.readLong(in), WireFields.readCount(in), WireFields.readCount(in));
        }
    }

    /**
     * Records in their order.
     *
     * @param before the head in front of the first
     * @param records none when the lane ends there
     * @param after the position behind the last
     * @param end where the lane ends now
     */
    public record Range(LaneHead before, List<LaneRecord> records, Position after, Position end)
            implements TlsEncodable {
        public Range {
            records = List.copyOf(records);
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(before).writeList(records).write(after).write(end);
        }

        static Range decode(TlsReader in) throws DecodeException {
            return new Range(
                    LaneHead.decode(in),
                    in.readList(WireLimits.MAX_RANGE_RECORDS, LaneRecord::decode),
                    Position.decode(in),
                    Position.decode(in));
        }
    }

    /**
     * Follows lanes from now on: every record behind the positions of the answer comes as an event, in order and once.
     * What lies between a cursor and that position is read by ranges.
     */
    public record Follow(List<Cursor> cursors) implements Request<Following> {
        public Follow {
            cursors = List.copyOf(cursors);
        }

        @Override
        public RequestType<?, Following> type() {
            return FOLLOW;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(cursors);
        }

        static Follow decode(TlsReader in) throws DecodeException {
            return new Follow(in.readList(WireLimits.MAX_LANES, Cursor::decode));
        }
    }

    /** Up to where a device has verified a lane. */
    public record Cursor(LaneId lane, Position position) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(lane).write(position);
        }

        static Cursor decode(TlsReader in) throws DecodeException {
            return new Cursor(LaneId.decode(in), Position.decode(in));
        }
    }

    /** The lanes that are followed, in the order of the request. One that may not be read is answered so. */
    public record Following(List<LaneStatus> lanes) implements TlsEncodable {
        public Following {
            lanes = List.copyOf(lanes);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(lanes);
        }

        static Following decode(TlsReader in) throws DecodeException {
            return new Following(in.readList(WireLimits.MAX_LANES, LaneStatus::decode));
        }
    }

    /** Whether a lane is followed. */
    public enum FollowState implements TlsEncodable {
        /** From {@link LaneStatus#position} on. */
        LIVE(0),
        /** From there on, but the cursor is of a former incarnation: read the starts. */
        OTHER_INCARNATION(1),
        /** Not: the lane does not have the cursor's head there, so one of both has another history. */
        DIVERGED(2),
        /** Not: there is no such lane, or not for this device. */
        NOT_FOUND(3);

        private final int number;

        FollowState(int number) {
            this.number = number;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(number);
        }

        static FollowState decode(TlsReader in) throws DecodeException {
            int number = in.readUint8();
            for (FollowState state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "no state " + number);
        }
    }

    /** Where following begins. */
    public record LaneStatus(FollowState state, Position position) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(state).write(position);
        }

        static LaneStatus decode(TlsReader in) throws DecodeException {
            return new LaneStatus(FollowState.decode(in), Position.decode(in));
        }
    }

    /** Follows these lanes no longer. */
    public record Unfollow(List<LaneId> lanes) implements Request<Done> {
        public Unfollow {
            lanes = List.copyOf(lanes);
        }

        @Override
        public RequestType<?, Done> type() {
            return UNFOLLOW;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(lanes);
        }

        static Unfollow decode(TlsReader in) throws DecodeException {
            return new Unfollow(in.readList(WireLimits.MAX_LANES, LaneId::decode));
        }
    }

    /** Asks how a lane's incarnations began. */
    public record ReadStarts(LaneId lane) implements Request<Starts> {
        @Override
        public RequestType<?, Starts> type() {
            return READ_STARTS;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(lane);
        }

        static ReadStarts decode(TlsReader in) throws DecodeException {
            return new ReadStarts(LaneId.decode(in));
        }
    }

    /** The starts of a lane's incarnations, the first at the beginning. */
    public record Starts(List<LaneStart> starts) implements TlsEncodable {
        public Starts {
            starts = List.copyOf(starts);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(starts);
        }

        static Starts decode(TlsReader in) throws DecodeException {
            return new Starts(in.readList(MAX_INCARNATIONS, LaneStart::decode));
        }
    }

    /** Puts something into the inbox of another device of one's own account. */
    public record SendDirect(DeviceId to, long message, ByteString content) implements Request<Appended> {
        @Override
        public RequestType<?, Appended> type() {
            return SEND_DIRECT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(to).writeUint64(message).write(content);
        }

        static SendDirect decode(TlsReader in) throws DecodeException {
            return new SendDirect(
                    DeviceId.decode(in), WireFields.readLong(in), ByteString.decode(in, WireLimits.MAX_DIRECT));
        }
    }

    /** The device has stored what its inbox holds up to this sequence: the node deletes those envelopes. */
    public record TrimInbox(long upTo) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return TRIM_INBOX;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(upTo);
        }

        static TrimInbox decode(TlsReader in) throws DecodeException {
            return new TrimInbox(WireFields.readLong(in));
        }
    }
}
