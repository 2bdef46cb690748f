package chat.paloma.client.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests;

/**
 * An opening or a commit that the node has not yet answered. Its bytes and its number stay the same however often it is
 * sent, so that the node does it once.
 *
 * @param body of the request
 */
public record Submission(Kind kind, ByteString body) {
    /** What is submitted. */
    public enum Kind {
        OPENING,
        COMMIT
    }

    public static Submission of(RoomRequests.OpenRoom request) {
        return new Submission(Kind.OPENING, ByteString.adopt(request.encoded()));
    }

    public static Submission of(RoomRequests.Commit request) {
        return new Submission(Kind.COMMIT, ByteString.adopt(request.encoded()));
    }

    /** What to ask the node for. */
    public Request<Appended> request() {
        try {
            return switch (kind) {
                case OPENING -> RoomRequests.OPEN_ROOM.request().decodeAll(body.toByteArray());
                case COMMIT -> RoomRequests.COMMIT.request().decodeAll(body.toByteArray());
            };
        } catch (DecodeException e) {
            throw new StoreException("the profile is damaged: " + e.getMessage(), e);
        }
    }
}
