package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.Optional;

/**
 * One place that is written to: the one structure of which every part of a room's content is made. It holds the writes
 * that no other took away; the last one of them in {@link Order} counts where there can be one only, and the place is
 * empty when there is none. So a removal never takes away what its author had not seen, and of two that write at the
 * same time the later one wins everywhere.
 *
 * @param key prefix-free among all registers, at most 160 bytes
 */
record Register(ByteString key) {
    private static final int EDITS = 1;
    private static final int REACTION = 2;
    private static final int PINS = 3;
    private static final int VOTES = 4;
    private static final int SETTING = 5;
    static final Register TOPIC = new Register(start(6).toByteString());
    static final Register NAME = new Register(start(7).toByteString());

    /** The edits of a message by one account, of which only the author's count. */
    static Register edits(OperationId target, AccountId account) {
        return new Register(start(EDITS).write(target).write(account).toByteString());
    }

    /** One account's reaction with one emoji. */
    static Register reaction(OperationId target, String emoji, AccountId account) {
        return new Register(
                reactions(target).write(ByteString.utf8(emoji)).write(account).toByteString());
    }

    private static TlsWriter reactions(OperationId target) {
        return start(REACTION).write(target);
    }

    /** The pins of a message. */
    static Register pins(OperationId target) {
        return new Register(start(PINS).write(target).toByteString());
    }

    /** The votes of one account. */
    static Register votes(OperationId poll, AccountId voter) {
        return new Register(new TlsWriter()
                .writeBytes(allVotes(poll).toByteArray())
                .write(voter)
                .toByteString());
    }

    /** What the registers of all votes of a poll begin with. */
    static ByteString allVotes(OperationId poll) {
        return start(VOTES).write(poll).toByteString();
    }

    /** A setting. */
    static Register setting(String key) {
        return new Register(start(SETTING).write(ByteString.utf8(key)).toByteString());
    }

    /** Where content of this kind by this account writes or removes; nowhere for content that does neither. */
    static Optional<Register> of(Content content, AccountId author) {
        return Optional.ofNullable(
                switch (content) {
                    case Content.Edit edit -> edits(edit.target(), author);
                    case Content.React react -> reaction(react.target(), react.emoji(), author);
                    case Content.Unreact unreact -> reaction(unreact.target(), unreact.emoji(), author);
                    case Content.Pin pin -> pins(pin.target());
                    case Content.Unpin unpin -> pins(unpin.target());
                    case Content.Vote vote -> votes(vote.poll(), author);
                    case Content.Setting setting -> setting(setting.key());
                    case Content.Topic ignored -> TOPIC;
                    case Content.Name ignored -> NAME;
                    default -> null;
                });
    }

    private static TlsWriter start(int kind) {
        return new TlsWriter().writeUint8(kind);
    }
}
