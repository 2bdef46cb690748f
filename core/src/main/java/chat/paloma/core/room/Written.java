package chat.paloma.core.room;

import chat.paloma.core.identity.AccountId;

/** A value that somebody wrote, with who and when. */
public record Written<T>(T value, Order order) {
    /** Who wrote it. */
    public AccountId author() {
        return order.author();
    }
}
