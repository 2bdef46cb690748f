package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;

/**
 * How an incarnation of a lane begins, which its first head binds.
 *
 * @param incarnation from 1; a node that was restored from a backup opens the next
 * @param sequence where the former incarnation ended, 0 when there was none
 * @param head of the former incarnation there
 */
public record LaneStart(ServerId server, LaneId lane, int incarnation, long sequence, LaneHead head)
        implements TlsEncodable {
    public LaneStart {
        if (incarnation < 1 || sequence < 0) {
            throw new IllegalArgumentException("incarnation " + incarnation + " at " + sequence);
        }
    }

    /** The beginning of a lane. */
    public static LaneStart first(ServerId server, LaneId lane) {
        return new LaneStart(server, lane, 1, 0, LaneHead.NONE);
    }

    /** The next incarnation of the lane, which goes on from {@code position}. */
    public LaneStart next(Position position) {
        return new LaneStart(
                server, lane, Math.addExact(position.incarnation(), 1), position.sequence(), position.head());
    }

    /** The position of somebody who has seen this and no record behind it. */
    public Position position(CryptoProvider crypto) {
        return new Position(incarnation, sequence, LaneHead.of(crypto, this));
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(server)
                .write(lane)
                .writeUint32(incarnation)
                .writeUint64(sequence)
                .write(head);
    }

    public static LaneStart decode(TlsReader in) throws DecodeException {
        ServerId server = ServerId.decode(in);
        LaneId lane = LaneId.decode(in);
        long incarnation = in.readUint32();
        long sequence = in.readUint64();
        if (incarnation < 1 || incarnation > Integer.MAX_VALUE || sequence < 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "incarnation " + incarnation + " at " + sequence);
        }
        return new LaneStart(server, lane, (int) incarnation, sequence, LaneHead.decode(in));
    }
}
