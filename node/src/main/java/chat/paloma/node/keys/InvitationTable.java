package chat.paloma.node.keys;

import chat.paloma.core.identity.AccountId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code invitation}: what one account asked of another, and the answer. */
final class InvitationTable {
    private InvitationTable() {}

    /** An invitation. At most one of both times is there. */
    record Row(
            long sentAt,
            @Nullable Long acceptedAt,
            @Nullable Long declinedAt) {
        boolean accepted() {
            return acceptedAt != null;
        }

        boolean declined() {
            return declinedAt != null;
        }
    }

    static Optional<Row> find(Handle handle, AccountId sender, AccountId receiver) {
        return bind(
                        handle.createQuery("SELECT sent_at, accepted_at, declined_at FROM invitation"
                                + " WHERE sender = :sender AND receiver = :receiver"),
                        sender,
                        receiver)
                .map((row, context) -> {
                    long sent = row.getLong(1);
                    long accepted = row.getLong(2);
                    Long acceptedAt = row.wasNull() ? null : accepted;
                    long declined = row.getLong(3);
                    return new Row(sent, acceptedAt, row.wasNull() ? null : declined);
                })
                .findOne();
    }

    static boolean isAccepted(Handle handle, AccountId sender, AccountId receiver) {
        return find(handle, sender, receiver).filter(Row::accepted).isPresent();
    }

    /** Invitations sent since then that nobody answered. */
    static int unanswered(Handle handle, AccountId sender, long since) {
        return handle.createQuery("SELECT COUNT(*) FROM invitation WHERE sender = :sender AND sent_at > :since"
                        + " AND accepted_at IS NULL AND declined_at IS NULL")
                .bind("sender", sender.bytes().toByteArray())
                .bind("since", since)
                .mapTo(Integer.class)
                .one();
    }

    /** Notes that one was sent. One that was accepted stays so; a declined one waits for an answer again. */
    static void send(Handle handle, AccountId sender, AccountId receiver, long now) {
        bind(
                        handle.createUpdate("INSERT INTO invitation (sender, receiver, sent_at)"
                                + " VALUES (:sender, :receiver, :now)"
                                + " ON CONFLICT (sender, receiver) DO UPDATE SET sent_at = :now, declined_at = NULL"),
                        sender,
                        receiver)
                .bind("now", now)
                .execute();
    }

    static void answer(Handle handle, AccountId sender, AccountId receiver, boolean accepted, long now) {
        bind(
                        handle.createUpdate("UPDATE invitation SET accepted_at = :accepted, declined_at = :declined"
                                + " WHERE sender = :sender AND receiver = :receiver"),
                        sender,
                        receiver)
                .bind("accepted", accepted ? now : null)
                .bind("declined", accepted ? null : now)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, AccountId sender, AccountId receiver) {
        return statement
                .bind("sender", sender.bytes().toByteArray())
                .bind("receiver", receiver.bytes().toByteArray());
    }
}
