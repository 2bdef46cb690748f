package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests;

/**
 * An opening or a commit that the node has not yet answered. Its bytes and its number stay the same however often it is
 * sent, so that the node does it once.
 *
 * @param opening whether it opens a room or a generation; else it is a commit
 * @param body of the request
 * @param largeCommit what is uploaded before a commit that is too large for a frame; else empty
 */
record Submission(boolean opening, ByteString body, ByteString largeCommit) implements TlsEncodable {
    private static final int MAX_BODY = 2 << 20;
    private static final int MAX_COMMIT = 64 << 20;

    static Submission of(RoomRequests.OpenRoom request) {
        return new Submission(true, ByteString.adopt(request.encoded()), ByteString.EMPTY);
    }

    static Submission of(RoomRequests.Commit request, ByteString largeCommit) {
        return new Submission(false, ByteString.adopt(request.encoded()), largeCommit);
    }

    /** What to ask the node for. */
    Request<Appended> request() {
        try {
            return opening
                    ? RoomRequests.OPEN_ROOM.request().decodeAll(body.toByteArray())
                    : RoomRequests.COMMIT.request().decodeAll(body.toByteArray());
        } catch (DecodeException e) {
            throw new DamagedStateException("a submission: " + e.getMessage(), e);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(opening ? 1 : 0).write(body).write(largeCommit);
    }

    static Submission decode(TlsReader in) throws DecodeException {
        return new Submission(in.readUint8() == 1, ByteString.decode(in, MAX_BODY), ByteString.decode(in, MAX_COMMIT));
    }
}
