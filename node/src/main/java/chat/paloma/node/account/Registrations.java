package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** New accounts. */
public final class Registrations {
    private final Database database;
    private final CryptoProvider crypto;
    private final Lanes lanes;
    private final Directory directory;
    private final Accounts accounts;
    private final InstantSource clock;
    private final chat.paloma.node.config.Registration policy;
    private final InviteTable invites;

    /**
     * @param policy who may open an account
     */
    public Registrations(
            Database database,
            CryptoProvider crypto,
            Lanes lanes,
            Directory directory,
            Accounts accounts,
            InstantSource clock,
            chat.paloma.node.config.Registration policy) {
        this.database = database;
        this.crypto = crypto;
        this.lanes = lanes;
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
        this.policy = policy;
        this.invites = new InviteTable(crypto);
    }

    /**
     * Makes an account, once however often it is asked for with the same bytes. Its record goes into the history, and
     * each of its devices gets an inbox. Blocks.
     *
     * <p>An invite that comes along is used even where none is needed: it may make an administrator. A handle is never
     * given away again, not even when its account was removed, but by a link that resets its account, which ends then.
     *
     * @throws Refusal when it may not be made, or the record does not verify
     */
    public Done register(Registration request) {
        // Cheap things first: anybody may ask, and verifying costs more than asking.
        boolean done = database.read(handle -> {
            if (isRepeat(handle, request)) {
                return true;
            }
            admit(handle, request);
            return false;
        });
        if (!done) {
            verify(request.account());
            accounts.tellOfCutOff(Database.await(database.write(transaction -> store(transaction, request))));
        }
        return new Done();
    }

    private static boolean isRepeat(org.jdbi.v3.core.Handle handle, Registration request) {
        return AccountTable.find(handle, request.account().account())
                .filter(row -> !row.removed() && row.handle().equals(Optional.of(request.handle())))
                .filter(row -> AccountTable.beganWith(handle, request.account()))
                .isPresent();
    }

    /** Returns the devices that are cut off: those of an account whose place is taken. */
    private Set<DeviceAddress> store(Transaction transaction, Registration request) {
        if (isRepeat(transaction.handle(), request)) {
            return Set.of();
        }
        AccountRecord record = request.account();
        long now = clock.millis();
        Optional<InviteTable.Open> invite = admit(transaction.handle(), request);
        request.invite().ifPresent(token -> invites.use(transaction.handle(), token, record.account()));
        Set<DeviceAddress> cutOff = invite.flatMap(InviteTable.Open::resets)
                .map(former -> accounts.replace(transaction, former))
                .orElse(Set.of());
        boolean administrator = invite.map(InviteTable.Open::administrator).orElse(false);
        AccountTable.insert(transaction.handle(), request.handle(), record, administrator, now);
        for (DeviceEntry entry : record.list().content().devices()) {
            addDevice(transaction, lanes, new DeviceAddress(record.account(), entry.device()), now);
        }
        transaction.afterCommit(() -> directory.forget(record.account()));
        return cutOff;
    }

    /** A device's row, and its inbox. */
    static void addDevice(Transaction transaction, Lanes lanes, DeviceAddress device, long now) {
        DeviceTable.add(transaction.handle(), device, now);
        LaneId inbox = new LaneId.Inbox(device);
        if (!lanes.exists(transaction, inbox)) {
            // A node that was put back to a backup may have had it before, and lost it.
            lanes.createAgain(transaction, inbox, RoomEpoch.NONE);
        }
    }

    /** Checks that the account may be made, and returns the invite that lets it in, where there is one. */
    private Optional<InviteTable.Open> admit(org.jdbi.v3.core.Handle handle, Registration request) {
        Optional<InviteTable.Open> invite = admitted(handle, request.invite());
        if (AccountTable.find(handle, request.account().account()).isPresent()) {
            throw new Refusal(FailureCode.ACCOUNT_EXISTS);
        }
        Optional<AccountId> former = invite.flatMap(InviteTable.Open::resets);
        if (former.isPresent()) {
            requireResettable(handle, former.get(), request.handle());
        } else if (AccountTable.hasHandle(handle, request.handle())) {
            throw new Refusal(FailureCode.HANDLE_TAKEN);
        }
        return invite;
    }

    private Optional<InviteTable.Open> admitted(org.jdbi.v3.core.Handle handle, Optional<ByteString> token) {
        Optional<InviteTable.Open> invite = token.flatMap(known -> invites.find(handle, known, clock.millis()));
        boolean whateverThePolicy = invite.filter(
                        known -> known.byOperator() || known.resets().isPresent())
                .isPresent();
        if (policy == chat.paloma.node.config.Registration.CLOSED && !whateverThePolicy) {
            throw new Refusal(FailureCode.REGISTRATION_CLOSED);
        }
        boolean needed = policy != chat.paloma.node.config.Registration.OPEN || token.isPresent();
        if (needed && invite.isEmpty()) {
            throw new Refusal(FailureCode.INVITE_INVALID);
        }
        return invite;
    }

    /** The link of a reset is for one handle, and void when the account ended in another way. */
    private static void requireResettable(org.jdbi.v3.core.Handle handle, AccountId former, Handle name) {
        boolean fits = AccountTable.find(handle, former)
                .filter(row -> !row.removed() && row.handle().equals(Optional.of(name)))
                .isPresent();
        if (!fits) {
            throw new Refusal(FailureCode.INVITE_INVALID, "the link is for another handle, or its account has ended");
        }
    }

    private void verify(AccountRecord record) {
        if (record.version() != 1 || record.isEnded()) {
            throw new Refusal(FailureCode.IDENTITY_INVALID, "an account begins with the first list, and a device");
        }
        try {
            record.verify(crypto);
        } catch (IdentityException e) {
            throw Accounts.invalid(e);
        }
    }
}
