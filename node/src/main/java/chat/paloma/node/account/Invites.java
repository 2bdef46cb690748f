package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.Invite;
import chat.paloma.core.wire.AdministrationRequests;
import chat.paloma.core.wire.AdministrationRequests.ListInvites;
import chat.paloma.core.wire.AdministrationRequests.RevokeInvite;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.account.InviteTable.Purpose;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** Links to this node, each of which makes one account: a new one, or one in the place of another. */
public final class Invites {
    /** The longest time that an invite is good for. */
    public static final Duration LONGEST = Duration.ofDays(30);
    /** How long a link is good for that the node prints. */
    public static final Duration OPERATOR_LINK = Duration.ofDays(7);

    private final Database database;
    private final RandomSource random;
    private final InstantSource clock;
    private final Supplier<String> publicAddress;
    private final InviteTable table;

    /**
     * @param publicAddress under which people reach the node, such as {@code https://chat.example}, without a slash behind
     */
    public Invites(
            Database database,
            CryptoProvider crypto,
            RandomSource random,
            InstantSource clock,
            Supplier<String> publicAddress) {
        this.database = database;
        this.random = random;
        this.clock = clock;
        this.publicAddress = publicAddress;
        this.table = new InviteTable(crypto);
    }

    /**
     * Makes an invite. Blocks.
     *
     * @throws Refusal for whoever is no administrator, and for a time that is none
     */
    public Invite createInvite(Caller caller, CreateInvite request) {
        requireTime(request.validSeconds());
        return Database.await(database.write(transaction -> {
            Accounts.requireAdministrator(transaction.handle(), caller);
            return create(
                    transaction,
                    new Purpose(request.administrator(), Optional.of(caller.account()), Optional.empty()),
                    Duration.ofSeconds(request.validSeconds()),
                    "/#join=");
        }));
    }

    private static void requireTime(int validSeconds) {
        if (validSeconds < 1 || validSeconds > LONGEST.toSeconds()) {
            throw new Refusal(
                    FailureCode.MALFORMED_REQUEST, "a link is good for 1 second to " + LONGEST.toDays() + " days");
        }
    }

    /**
     * Makes a link with which somebody who lost everything takes the place of an account; one from before is void. Blocks.
     *
     * @throws Refusal for whoever is no administrator, for a time that is none, and for an account that there is not
     */
    public Invite createReset(Caller caller, CreateReset request) {
        requireTime(request.validSeconds());
        return Database.await(database.write(transaction -> {
            Accounts.requireAdministrator(transaction.handle(), caller);
            Handle name = Accounts.require(transaction.handle(), request.account())
                    .handle()
                    .orElseThrow();
            InviteTable.forgetResetsOf(transaction.handle(), request.account());
            return create(
                    transaction,
                    new Purpose(false, Optional.of(caller.account()), Optional.of(request.account())),
                    Duration.ofSeconds(request.validSeconds()),
                    "/#reset=" + name.value() + "/");
        }));
    }

    /** The links that can still be used, for administrators; whoever sees them here can't use them. */
    public AdministrationRequests.Invites listInvites(Caller caller, ListInvites request) {
        return database.read(handle -> {
            Accounts.requireAdministrator(handle, caller);
            return new AdministrationRequests.Invites(InviteTable.open(handle, clock.millis(), WireLimits.MAX_LIST));
        });
    }

    /**
     * Makes a link void. Blocks.
     *
     * @throws Refusal for whoever is no administrator, and for a link that there is not, or no longer
     */
    public Done revokeInvite(Caller caller, RevokeInvite request) {
        return Database.await(database.write(transaction -> {
            Accounts.requireAdministrator(transaction.handle(), caller);
            if (!InviteTable.revoke(transaction.handle(), request.id())) {
                throw new Refusal(FailureCode.NOT_FOUND, "the link was used, has expired, or never was");
            }
            return new Done();
        }));
    }

    /**
     * Makes the link with which an administrator registers, for who runs the node; those from before that nobody used
     * are void from now on. It works under every policy of registration. Blocks.
     */
    public Invite newAdministratorInvite() {
        return Database.await(database.write(transaction -> {
            InviteTable.forgetOperatorLinks(transaction.handle());
            return create(transaction, new Purpose(true, Optional.empty(), Optional.empty()), OPERATOR_LINK, "/#join=");
        }));
    }

    private Invite create(Transaction transaction, Purpose purpose, Duration valid, String path) {
        long now = clock.millis();
        InviteTable.forgetExpired(transaction.handle(), now);
        ByteString token = ByteString.adopt(random.nextBytes(AccountRequests.TOKEN));
        long expires = now + valid.toMillis();
        table.insert(transaction.handle(), token, purpose, expires);
        String link = publicAddress.get()
                + path
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
        return new Invite(token, link, expires);
    }
}
