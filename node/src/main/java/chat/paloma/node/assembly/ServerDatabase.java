package chat.paloma.node.assembly;

import chat.paloma.node.NodeException;
import chat.paloma.node.config.DatabaseServer;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.PostgresAddress;
import chat.paloma.node.store.StoreException;
import java.util.Optional;

/** Opens the database that the settings of the table {@code database} name. */
public final class ServerDatabase {
    private ServerDatabase() {}

    /** @throws NodeException with a line that says which setting to look at */
    static Database open(DatabaseServer server) throws NodeException {
        PostgresAddress address = address(server);
        try {
            return Database.open(address);
        } catch (StoreException e) {
            throw refused(address, e);
        }
    }

    /** What a database did, as a line that says which setting to look at. */
    public static NodeException refused(PostgresAddress address, StoreException e) {
        return new NodeException("the database " + address + " can't be used: " + advice(address, e), e);
    }

    /**
     * Where the database is, with the password from its file.
     *
     * @throws NodeException when there is no password in the file
     */
    public static PostgresAddress address(DatabaseServer server) throws NodeException {
        Optional<PostgresAddress.Identity> identity = server.certificate()
                .flatMap(certificate -> server.key().map(key -> new PostgresAddress.Identity(certificate, key)));
        return new PostgresAddress(
                server.host(),
                server.port(),
                server.name(),
                server.user(),
                PasswordFile.read("database.password-file", server.passwordFile()),
                new PostgresAddress.Security(server.encrypted(), server.trust(), identity));
    }

    private static String advice(PostgresAddress address, StoreException e) {
        return switch (e.reason()) {
            // A server that does not trust a certificate may just hang up.
            case NOT_REACHED ->
                e.getMessage() + "; see database.url, and whether the server runs"
                        + (address.security().encrypted()
                                ? "; if it does, see database.trust and database.certificate"
                                : "");
            case NOT_LET_IN -> e.getMessage() + "; see database.user, database.password-file and database.certificate";
            case NOT_TRUSTED -> e.getMessage() + "; see database.trust, and database.certificate";
            default -> e.getMessage() + "; see database.url";
        };
    }
}
