package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * An epoch of a room: which of its groups, and which epoch of that group. Ordered as a room lives through them.
 *
 * @param generation from 0, at most 2^31-1
 * @param epoch from 0, at most 2^63-1
 */
public record RoomEpoch(int generation, long epoch) implements TlsEncodable, Comparable<RoomEpoch> {
    /** What a record has that belongs to no epoch. */
    public static final RoomEpoch NONE = new RoomEpoch(0, 0);

    public RoomEpoch {
        if (generation < 0 || epoch < 0) {
            throw new IllegalArgumentException("generation " + generation + ", epoch " + epoch);
        }
    }

    /** The epoch that a commit of this one begins. */
    public RoomEpoch next() {
        return new RoomEpoch(generation, Math.addExact(epoch, 1));
    }

    @Override
    public int compareTo(RoomEpoch other) {
        int byGeneration = Integer.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : Long.compare(epoch, other.epoch);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint32(generation).writeUint64(epoch);
    }

    public static RoomEpoch decode(TlsReader in) throws DecodeException {
        long generation = in.readUint32();
        long epoch = in.readUint64();
        if (generation > Integer.MAX_VALUE || epoch < 0) {
            throw new DecodeException(Reason.TOO_LARGE, "generation " + generation + ", epoch " + epoch);
        }
        return new RoomEpoch((int) generation, epoch);
    }
}
