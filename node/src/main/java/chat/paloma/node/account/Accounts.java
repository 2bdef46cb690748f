package chat.paloma.node.account;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Accounts that there are: finding them, changing their devices, and ending them. All of it blocks. */
public final class Accounts {
    private final Database database;
    private final CryptoProvider crypto;
    private final Directory directory;
    private final InstantSource clock;
    private final DeviceChanges changes;
    private final RevocationListeners listeners = new RevocationListeners();

    public Accounts(
            Database database,
            CryptoProvider crypto,
            Lanes lanes,
            Inboxes inboxes,
            Directory directory,
            InstantSource clock) {
        this.database = database;
        this.crypto = crypto;
        this.directory = directory;
        this.clock = clock;
        this.changes = new DeviceChanges(lanes, inboxes, directory);
    }

    /**
     * Tells a listener of each device that may no longer act as it did: it was revoked, its account was removed, or it
     * has another key to authenticate with. Told once that is on disk and {@link Directory} knows it, on the thread of
     * the request, before the request is answered; a listener may block.
     */
    public void onRevoked(Consumer<DeviceAddress> listener) {
        listeners.add(listener);
    }

    /** Finds the account that has a handle. */
    public Found lookUp(Caller caller, LookUp request) {
        return directory.find(request.handle()).map(this::found).orElseThrow(Accounts::notFound);
    }

    /** Gets an account. Whoever is on the node may: the id says more than the answer. */
    public Found getAccount(Caller caller, GetAccount request) {
        return found(request.account());
    }

    /** Gets an account for somebody who has not proven anything: ids are not guessed, and the record proves itself. */
    public Found getAccount(AccountId account) {
        return found(account);
    }

    private Found found(AccountId account) {
        return directory
                .find(account)
                .map(entry -> new Found(entry.handle(), entry.record()))
                .orElseThrow(Accounts::notFound);
    }

    /**
     * Takes the list that follows the caller's own account's newest, once however often it comes.
     *
     * @throws Refusal {@code IDENTITY_INVALID} for what does not verify, {@code DEVICE_LIST_CONFLICT} for what does not
     *     follow
     */
    public Done updateDevices(Caller caller, UpdateDevices request) {
        AccountRecord record = request.account();
        if (!record.account().equals(caller.account())) {
            throw new Refusal(FailureCode.FORBIDDEN, "another account's devices");
        }
        verify(record);
        Set<DeviceAddress> cutOff = Database.await(database.write(transaction -> {
            requireListed(transaction.handle(), caller);
            AccountTable.Row before = require(transaction.handle(), record.account());
            if (before.record().equals(record)) {
                return Set.<DeviceAddress>of();
            }
            requireFollows(record, before);
            requireAdministratorLeft(transaction.handle(), record, before);
            return changes.replace(transaction, before.record(), record, clock.millis());
        }));
        listeners.tell(cutOff);
        return new Done();
    }

    /**
     * Takes a list for which the root key itself speaks, from whoever brings it: it has a higher generation than the
     * newest one. That is how somebody goes on who has lost all devices, or whose list key was stolen.
     *
     * @throws Refusal {@code FORBIDDEN} for a list of the same generation, {@code NOT_FOUND} also for an account that was
     *     removed
     */
    public Done recover(AccountRecord record) {
        // Before anything is verified: anybody may ask.
        AccountRecord known =
                database.read(handle -> require(handle, record.account())).record();
        if (known.equals(record)) {
            return new Done();
        }
        requireByRootKey(record, known);
        verify(record);
        Set<DeviceAddress> cutOff = Database.await(database.write(transaction -> {
            AccountTable.Row before = require(transaction.handle(), record.account());
            if (before.record().equals(record)) {
                return Set.<DeviceAddress>of();
            }
            requireByRootKey(record, before.record());
            requireFollows(record, before);
            requireAdministratorLeft(transaction.handle(), record, before);
            return changes.replace(transaction, before.record(), record, clock.millis());
        }));
        listeners.tell(cutOff);
        return new Done();
    }

    /**
     * Ends an account: one's own, or as an administrator another's. It keeps its handle, and does not come back: neither
     * by its list key nor by its root key.
     *
     * @throws Refusal {@code LAST_ADMINISTRATOR} when nobody would be left to administer the node
     */
    public Done removeAccount(Caller caller, RemoveAccount request) {
        Set<DeviceAddress> cutOff = Database.await(database.write(transaction -> {
            Handle handle = transaction.handle();
            if (!request.account().equals(caller.account())) {
                requireAdministrator(handle, caller);
            } else {
                requireListed(handle, caller);
            }
            AccountTable.Row row = require(handle, request.account());
            return end(transaction, request.account(), row);
        }));
        listeners.tell(cutOff);
        return new Done();
    }

    private Set<DeviceAddress> end(Transaction transaction, AccountId account, AccountTable.Row row) {
        if (row.administrator() && !AccountTable.hasAdministratorBut(transaction.handle(), account)) {
            throw new Refusal(FailureCode.LAST_ADMINISTRATOR);
        }
        AccountTable.remove(transaction.handle(), account, clock.millis());
        Vaults.remove(transaction.handle(), account);
        InviteTable.forgetThoseOf(transaction.handle(), account);
        return changes.revokeAll(transaction, account, clock.millis());
    }

    /**
     * Ends an account in whose place another one comes, and lets that one have the handle.
     *
     * @return the devices that are cut off, to be told to the listeners once this is on disk
     */
    Set<DeviceAddress> replace(Transaction transaction, AccountId account) {
        Set<DeviceAddress> cutOff = end(transaction, account, require(transaction.handle(), account));
        AccountTable.releaseHandle(transaction.handle(), account);
        return cutOff;
    }

    void tellOfCutOff(Set<DeviceAddress> devices) {
        listeners.tell(devices);
    }

    /** The accounts behind a handle, a page of them, for administrators. */
    public AccountRequests.Accounts listAccounts(Caller caller, ListAccounts request) {
        return database.read(handle -> {
            requireAdministrator(handle, caller);
            return new AccountRequests.Accounts(AccountTable.list(handle, request.after(), WireLimits.MAX_LIST));
        });
    }

    /** Makes an account an administrator, or an ordinary one, whose unused invites are void then. */
    public Done setAdministrator(Caller caller, SetAdministrator request) {
        return Database.await(database.write(transaction -> {
            Handle handle = transaction.handle();
            requireAdministrator(handle, caller);
            require(handle, request.account());
            if (!request.administrator()) {
                if (!AccountTable.hasAdministratorBut(handle, request.account())) {
                    throw new Refusal(FailureCode.LAST_ADMINISTRATOR);
                }
                InviteTable.forgetThoseOf(handle, request.account());
            }
            AccountTable.setAdministrator(handle, request.account(), request.administrator());
            transaction.afterCommit(() -> directory.forget(request.account()));
            return new Done();
        }));
    }

    /** Whether anybody administers this node yet. */
    public boolean hasAdministrator() {
        return database.read(AccountTable::hasAdministrator);
    }

    private void verify(AccountRecord record) {
        try {
            record.verify(crypto);
        } catch (IdentityException e) {
            throw invalid(e);
        }
    }

    private void requireFollows(AccountRecord record, AccountTable.Row before) {
        try {
            record.checkReplaces(crypto, before.record());
        } catch (IdentityException e) {
            throw e.reason() == IdentityException.Reason.CERTIFICATE_CHANGED
                    ? invalid(e)
                    : new Refusal(FailureCode.DEVICE_LIST_CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static void requireByRootKey(AccountRecord record, AccountRecord before) {
        if (!record.isByRootKeyAfter(before)) {
            throw new Refusal(FailureCode.FORBIDDEN, "a list of the same generation comes from a device");
        }
    }

    /** A list without devices ends an account as far as the node's administration goes. */
    private static void requireAdministratorLeft(Handle handle, AccountRecord record, AccountTable.Row before) {
        if (record.isEnded() && before.administrator() && !AccountTable.hasAdministratorBut(handle, record.account())) {
            throw new Refusal(FailureCode.LAST_ADMINISTRATOR);
        }
    }

    static AccountTable.Row require(Handle handle, AccountId account) {
        return AccountTable.find(handle, account).filter(row -> !row.removed()).orElseThrow(Accounts::notFound);
    }

    /** Checks it in the database, not in memory: who was demoted a moment ago must not make the next administrator. */
    public static void requireAdministrator(Handle handle, Caller caller) {
        boolean administrator = AccountTable.find(handle, caller.account())
                        .filter(row -> row.administrator() && !row.removed())
                        .isPresent()
                && DeviceTable.key(handle, caller.device()).isPresent();
        if (!administrator) {
            throw new Refusal(FailureCode.FORBIDDEN, "for administrators");
        }
    }

    /** A connection may outlive its device by a moment; it changes nothing in it. */
    static void requireListed(Handle handle, Caller caller) {
        if (DeviceTable.key(handle, caller.device()).isEmpty()) {
            throw new Refusal(FailureCode.DEVICE_REVOKED);
        }
    }

    static Refusal invalid(IdentityException e) {
        return new Refusal(FailureCode.IDENTITY_INVALID, String.valueOf(e.getMessage()));
    }

    private static Refusal notFound() {
        return new Refusal(FailureCode.NOT_FOUND, "no such account");
    }
}
