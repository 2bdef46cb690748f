package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.Invite;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** Invites to this node, each of which makes one account. */
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
        if (request.validSeconds() < 1 || request.validSeconds() > LONGEST.toSeconds()) {
            throw new Refusal(
                    FailureCode.MALFORMED_REQUEST, "an invite is good for 1 second to " + LONGEST.toDays() + " days");
        }
        return Database.await(database.write(transaction -> {
            Accounts.requireAdministrator(transaction.handle(), caller);
            return create(
                    transaction,
                    request.administrator(),
                    Optional.of(caller.account()),
                    Duration.ofSeconds(request.validSeconds()));
        }));
    }

    /**
     * Makes the link with which an administrator registers, for who runs the node; those from before that nobody used
     * are void from now on. It works under every policy of registration. Blocks.
     */
    public Invite newAdministratorInvite() {
        return Database.await(database.write(transaction -> {
            InviteTable.forgetOperatorLinks(transaction.handle());
            return create(transaction, true, Optional.empty(), OPERATOR_LINK);
        }));
    }

    private Invite create(Transaction transaction, boolean administrator, Optional<AccountId> creator, Duration valid) {
        long now = clock.millis();
        InviteTable.forgetExpired(transaction.handle(), now);
        ByteString token = ByteString.adopt(random.nextBytes(AccountRequests.TOKEN));
        long expires = now + valid.toMillis();
        table.insert(transaction.handle(), token, administrator, creator, expires);
        String link = publicAddress.get()
                + "/#join="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
        return new Invite(token, link, expires);
    }
}
