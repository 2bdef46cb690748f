package chat.paloma.client.search;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;

/**
 * Something that was found.
 *
 * @param time of it in milliseconds since 1970
 * @param snippet of its text around what was looked for
 * @param matches where in the snippet that is
 */
public record SearchHit(
        RoomId room, OperationId entry, AccountId author, long time, String snippet, List<Span> matches) {
    public SearchHit {
        matches = List.copyOf(matches);
    }

    /** A part of a text, from a place to a place behind it. */
    public record Span(int from, int to) {}
}
