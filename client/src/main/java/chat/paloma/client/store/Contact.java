package chat.paloma.client.store;

import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;

/**
 * Another account, as this device knows it.
 *
 * @param handle under which it was first seen
 * @param record the newest that was verified
 * @param asked whether this device invited it
 * @param accepts whether it accepted, so that its key packages may be claimed
 * @param asks whether it invited this account, and waits for an answer
 * @param accepted whether this account accepted its invitation
 */
public record Contact(
        Handle handle, AccountRecord record, boolean asked, boolean accepts, boolean asks, boolean accepted) {
    /** Somebody with whom nothing happened yet. */
    public static Contact of(Handle handle, AccountRecord record) {
        return new Contact(handle, record, false, false, false, false);
    }

    public Contact withRecord(AccountRecord newest) {
        return new Contact(handle, newest, asked, accepts, asks, accepted);
    }

    /** This device sent an invitation. */
    public Contact whenAsked() {
        return new Contact(handle, record, true, accepts, asks, accepted);
    }

    /** The other answered. */
    public Contact whenAnswered(boolean yes) {
        return new Contact(handle, record, asked && yes, yes, asks, accepted);
    }

    /** The other sent an invitation. */
    public Contact whenAsks() {
        return new Contact(handle, record, asked, accepts, !accepted, accepted);
    }

    /** This account accepted. */
    public Contact whenAccepted() {
        return new Contact(handle, record, asked, accepts, false, true);
    }
}
