package chat.paloma.core.engine.account;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;

/**
 * Another account, as this device knows it.
 *
 * @param handle under which it was first seen
 * @param record the newest that was verified
 * @param asked whether this account asked it for a conversation, and has no answer yet
 * @param accepts whether it accepted, so that its key packages may be claimed
 * @param asks whether it asked this account, and waits for an answer
 * @param accepted whether this account lets it claim key packages, and so add it to rooms
 * @param blocked whether nothing of it is shown, and it is not let in
 * @param verified whether the person has compared the safety number
 */
public record Contact(
        Handle handle,
        AccountRecord record,
        boolean asked,
        boolean accepts,
        boolean asks,
        boolean accepted,
        boolean blocked,
        boolean verified)
        implements TlsEncodable {

    /** Somebody with whom nothing happened yet. */
    public static Contact of(Handle handle, AccountRecord record) {
        return new Contact(handle, record, false, false, false, false, false, false);
    }

    public Contact withRecord(AccountRecord newest) {
        return new Contact(handle, newest, asked, accepts, asks, accepted, blocked, verified);
    }

    /** This account asked them. */
    public Contact whenAsked() {
        return new Contact(handle, record, true, accepts, asks, accepted, blocked, verified);
    }

    /** They answered. */
    public Contact whenAnswered(boolean yes) {
        return new Contact(handle, record, false, yes, asks, accepted, blocked, verified);
    }

    /** They ask. */
    public Contact whenAsks() {
        return new Contact(handle, record, asked, accepts, !accepted, accepted, blocked, verified);
    }

    /** This account answered them. */
    public Contact whenAccepted(boolean yes) {
        return new Contact(handle, record, asked, accepts, false, yes, blocked, verified);
    }

    /**
     * Blocked or no longer. Who is blocked may not add this account to rooms either. What they asked is kept: the node does
     * not tell of it again, and whoever takes a block back wants to be able to answer.
     */
    public Contact whenBlocked(boolean yes) {
        return new Contact(handle, record, asked, accepts, asks, accepted && !yes, yes, verified);
    }

    /** Whether a person is to be shown that they ask. Who is blocked is not heard. */
    public boolean isRequest() {
        return asks && !blocked;
    }

    public Contact whenVerified(boolean yes) {
        return new Contact(handle, record, asked, accepts, asks, accepted, blocked, yes);
    }

    @Override
    public void encode(TlsWriter out) {
        int flags = (asked ? 1 : 0)
                | (accepts ? 2 : 0)
                | (asks ? 4 : 0)
                | (accepted ? 8 : 0)
                | (blocked ? 16 : 0)
                | (verified ? 32 : 0);
        out.writeUint16(1).write(handle).write(record).writeUint8(flags);
    }

    static Contact decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a contact of another format");
        }
        Handle handle = Handle.decode(in);
        AccountRecord record = AccountRecord.decode(in);
        int flags = in.readUint8();
        return new Contact(
                handle,
                record,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                (flags & 8) != 0,
                (flags & 16) != 0,
                (flags & 32) != 0);
    }
}
