package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.Seen;
import java.util.Optional;

/**
 * The heads that this device has verified of rooms' lanes, to compare with those that others say they were shown: a node
 * that shows two members different histories is caught by the first message that goes from one to the other.
 *
 * <p>At most {@link #KEPT} heads of a room are kept, and as many claims of others about records that are still to come.
 */
final class LaneHeads {
    /** How many heads of a room are kept. */
    static final int KEPT = 4096;

    private static final int HEADS = 16;
    private static final int CLAIMS = 17;

    /** What a member says it was shown. */
    private record Claim(Position position, DeviceAddress by) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(position).write(by);
        }

        static Claim decode(TlsReader in) throws DecodeException {
            return new Claim(Position.decode(in), DeviceAddress.decode(in));
        }
    }

    private final Device device;
    private final Table<LaneKey, Position> heads;
    private final Table<LaneKey, Claim> claims;

    LaneHeads(Device device) {
        this.device = device;
        this.heads = new Table<>(device.state(), HEADS, LaneKey::decode, Position::decode);
        this.claims = new Table<>(device.state(), CLAIMS, LaneKey::decode, Claim::decode);
    }

    /** This device has verified the lane up to here. */
    void verified(RoomId room, LaneChain chain) {
        Position position = chain.position();
        LaneKey key = new LaneKey(room, position.sequence());
        heads.put(key, position);
        if (position.sequence() > KEPT) {
            heads.remove(new LaneKey(room, position.sequence() - KEPT));
        }
        claims.get(key).ifPresent(claim -> {
            compare(room, position, claim.position(), claim.by());
            claims.remove(key);
        });
    }

    /** The position that this device has verified at a sequence, as long as it is kept. */
    Optional<Position> at(RoomId room, long sequence) {
        return heads.get(new LaneKey(room, sequence));
    }

    /** A member says that it has verified the lane up to a position. */
    void claimed(RoomId room, Seen seen, DeviceAddress by, long verifiedSequence) {
        Position claim = seen.position();
        LaneKey key = new LaneKey(room, claim.sequence());
        if (claim.sequence() <= verifiedSequence) {
            heads.get(key).ifPresent(own -> compare(room, own, claim, by));
        } else if (claim.sequence() - verifiedSequence <= KEPT
                && claims.get(key).isEmpty()) {
            claims.put(key, new Claim(claim, by));
        }
    }

    private void compare(RoomId room, Position own, Position claim, DeviceAddress by) {
        // A node that was put back begins another incarnation, in which the same sequences have other heads.
        if (own.incarnation() == claim.incarnation() && !own.head().equals(claim.head())) {
            device.notice(
                    Optional.of(room),
                    NoticeKind.FORK_DETECTED,
                    "at record " + own.sequence() + " the server showed this device another history than a member",
                    by);
        }
    }

    /** The node was put back to a sequence: what was verified behind it no longer is. */
    void restored(RoomId room, long sequence) {
        heads.from(new LaneKey(room, sequence + 1), room, KEPT).forEach(row -> heads.remove(row.key()));
        claims.all(room).forEach(row -> claims.remove(row.key()));
    }

    /** The head of a lane, when it is known. */
    Optional<LaneHead> head(RoomId room, long sequence) {
        return at(room, sequence).map(Position::head);
    }

    void forget(RoomId room) {
        heads.all(room).stream().map(Row::key).forEach(heads::remove);
        claims.all(room).stream().map(Row::key).forEach(claims::remove);
    }
}
