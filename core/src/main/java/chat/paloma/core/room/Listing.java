package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.OperationId;

/** An ordered list of things that are shown. */
public sealed interface Listing {
    /** What stands in the room itself. */
    record Timeline() implements Listing {}

    /** What stands under a message. */
    record Replies(OperationId root) implements Listing {}

    /** What mentions an account, in the timeline or a thread. */
    record Mentions(AccountId account) implements Listing {}

    /** What the facts of the list begin with; behind it they have an {@link Order}. */
    private ByteString prefix() {
        return switch (this) {
            case Timeline() -> Facts.timeline();
            case Replies(OperationId root) -> Facts.thread(root);
            case Mentions(AccountId account) -> Facts.mentions(account);
        };
    }

    static ByteString prefixOf(Listing listing) {
        return listing.prefix();
    }
}
