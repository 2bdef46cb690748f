package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A room of this device, its group apart.
 *
 * @param chain how far the lane was read
 * @param joinedAt the sequence behind which this device reads; what came before was not for it
 * @param why it is stuck or has ended, for a person, also while this device comes again into one that had ended; else
 *     empty
 * @param submission what the node has not yet answered
 * @param unsure whether the node was put back, and may since be in another epoch than this device
 */
public record RoomEntry(
        LaneChain chain, Standing standing, long joinedAt, String why, Optional<Submission> submission, boolean unsure)
        implements TlsEncodable {
    private static final int MAX_WHY = 4096;

    static RoomEntry opening(LaneChain chain, Submission submission) {
        return new RoomEntry(chain, Standing.OPENING, 0, "", Optional.of(submission), false);
    }

    static RoomEntry joining(LaneChain chain, Submission submission) {
        return new RoomEntry(chain, Standing.JOINING, 0, "", Optional.of(submission), false);
    }

    /** Of a room that had ended for this device, and into which it comes again. */
    RoomEntry returning(Submission what) {
        return new RoomEntry(chain, Standing.JOINING, joinedAt, why, Optional.of(what), false);
    }

    /** Whether the room had ended for this device: what was written there since was not for it. */
    boolean hadEnded() {
        return standing == Standing.ENDED || (standing == Standing.JOINING && !why.isEmpty());
    }

    /** Of a member from this position on. */
    static RoomEntry joined(LaneChain chain) {
        return new RoomEntry(chain, Standing.ACTIVE, chain.position().sequence(), "", Optional.empty(), false);
    }

    RoomEntry withChain(LaneChain read) {
        return new RoomEntry(read, standing, joinedAt, why, submission, unsure);
    }

    RoomEntry active() {
        return new RoomEntry(chain, Standing.ACTIVE, joinedAt, "", submission, unsure);
    }

    RoomEntry stuck(String reason) {
        return new RoomEntry(chain, Standing.STUCK, joinedAt, reason, submission, unsure);
    }

    RoomEntry ended(String reason) {
        return new RoomEntry(chain, Standing.ENDED, joinedAt, reason, Optional.empty(), false);
    }

    RoomEntry submitting(Submission what) {
        return new RoomEntry(chain, standing, joinedAt, why, Optional.of(what), unsure);
    }

    /** Of a room that goes on in its next generation, once the node has taken that. */
    RoomEntry renewing(Submission opening) {
        return new RoomEntry(chain, Standing.OPENING, joinedAt, why, Optional.of(opening), unsure);
    }

    RoomEntry withoutSubmission() {
        return new RoomEntry(chain, standing, joinedAt, why, Optional.empty(), unsure);
    }

    RoomEntry unsure(boolean whether) {
        return new RoomEntry(chain, standing, joinedAt, why, submission, whether);
    }

    public boolean isActive() {
        return standing == Standing.ACTIVE;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .write(chain.lane())
                .write(chain.position())
                .writeUint64(chain.lastTime())
                .write(standing)
                .writeUint64(joinedAt)
                .write(ByteString.utf8(why))
                .writeOptional(submission)
                .writeUint8(unsure ? 1 : 0);
    }

    static RoomEntry decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a room of another format");
        }
        LaneChain chain = new LaneChain(LaneId.decode(in), Position.decode(in), in.readUint64());
        return new RoomEntry(
                chain,
                Standing.decode(in),
                in.readUint64(),
                new String(in.readOpaque(MAX_WHY), StandardCharsets.UTF_8),
                in.readOptional(Submission::decode),
                in.readUint8() == 1);
    }
}
