package chat.paloma.client;

import chat.paloma.client.store.Contact;
import chat.paloma.client.store.ContactTable;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.FailureCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Other people's accounts: each is verified when the node shows it, and pinned. The node can withhold what is new; it
 * can't show an older record than before, another one of the same version, or another account for a handle.
 */
final class Accounts {
    private static final long FRESH_SECONDS = 60;

    private final Device device;
    private final Session session;
    private final Map<AccountId, Long> asked = new HashMap<>();

    Accounts(Device device, Session session) {
        this.device = device;
        this.session = session;
    }

    private ContactTable contacts() {
        return device.store().contacts();
    }

    /** Who has a handle. */
    Contact lookUp(Handle handle) throws NodeException, InterruptedException {
        try {
            Found found = session.ask(new AccountRequests.LookUp(handle));
            if (!found.handle().equals(handle)) {
                throw new ClientException("the server answered for " + found.handle() + " instead of " + handle);
            }
            return take(found, found.account().account());
        } catch (NodeException e) {
            if (e.is(FailureCode.NOT_FOUND)) {
                throw new ClientException("there is nobody called '" + handle + "' on this server", e);
            }
            throw e;
        }
    }

    /** An account with the newest record that the node shows, asked for at most once a minute. */
    Contact fresh(AccountId account) throws NodeException, InterruptedException {
        Long last = asked.get(account);
        Optional<Contact> known = contacts().find(account);
        if (last != null && device.seconds() - last < FRESH_SECONDS && known.isPresent()) {
            return known.get();
        }
        return newest(account);
    }

    private Contact newest(AccountId account) throws NodeException, InterruptedException {
        Contact contact = take(session.ask(new AccountRequests.GetAccount(account)), account);
        asked.put(account, device.seconds());
        return contact;
    }

    /** An account of which anything is known will do. */
    Contact known(AccountId account) throws NodeException, InterruptedException {
        Optional<Contact> known = contacts().find(account);
        return known.isPresent() ? known.get() : newest(account);
    }

    private Contact take(Found found, AccountId expected) {
        Optional<Contact> known = contacts().find(expected);
        try {
            checkRecord(found.account(), expected, known.map(Contact::record));
        } catch (IdentityException e) {
            throw new ClientException(
                    "the server shows an account for '" + found.handle() + "' that proves wrong: " + e.getMessage(), e);
        }
        if (known.isEmpty() && contacts().find(found.handle()).isPresent()) {
            throw new ClientException("'" + found.handle() + "' was another account before: the name has changed hands,"
                    + " or the server deceives you; ask them by another way");
        }
        Contact contact = known.map(each -> each.withRecord(found.account()))
                .orElseGet(() -> Contact.of(found.handle(), found.account()));
        contacts().save(contact);
        return contact;
    }

    private void checkRecord(AccountRecord record, AccountId expected, Optional<AccountRecord> known)
            throws IdentityException {
        record.verify(device.crypto());
        if (!record.account().equals(expected)) {
            throw new IdentityException(IdentityException.Reason.OTHER_ACCOUNT);
        }
        if (known.isEmpty() || known.get().equals(record)) {
            return;
        }
        if (record.version() == known.get().version() + 1) {
            record.checkFollows(device.crypto(), known.get());
        } else if (record.version() <= known.get().version()) {
            throw new IdentityException(IdentityException.Reason.VERSION);
        } else if (record.generation() < known.get().generation()) {
            throw new IdentityException(IdentityException.Reason.GENERATION_BACK);
        }
    }

    /** Whose leaf it is, when its account vouches for it; why not otherwise. */
    void requireCertified(LeafNode leaf) throws IdentityException, NodeException, InterruptedException {
        DeviceCredential credential = credential(leaf);
        Contact contact = fresh(credential.device().account());
        try {
            contact.record().checkStandingLeaf(device.crypto(), credential, key(leaf));
        } catch (IdentityException e) {
            newest(credential.device().account()).record().checkStandingLeaf(device.crypto(), credential, key(leaf));
        }
    }

    /** Whether the account of a leaf vouches for it. */
    boolean isCertified(LeafNode leaf) throws NodeException, InterruptedException {
        try {
            requireCertified(leaf);
            return true;
        } catch (IdentityException e) {
            return false;
        }
    }

    static DeviceKey key(LeafNode leaf) {
        return new DeviceKey(Device.KEY_ALGORITHM, leaf.signatureKey());
    }

    /** The credential of a leaf that the rules of rooms let pass. */
    static DeviceCredential credential(LeafNode leaf) {
        try {
            return DeviceCredential.of(leaf.credential());
        } catch (DecodeException e) {
            throw new IllegalStateException("the rules of rooms let a leaf pass that is no device", e);
        }
    }
}
