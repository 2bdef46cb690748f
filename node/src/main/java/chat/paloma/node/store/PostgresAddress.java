package chat.paloma.node.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a PostgreSQL database is, and how a node proves itself to it.
 *
 * @param password absent where the server asks for none, or for a certificate
 * @param security how the connection is encrypted
 */
public record PostgresAddress(
        String host, int port, String database, String user, Optional<String> password, Security security) {

    /**
     * How a connection is encrypted.
     *
     * @param encrypted whether the server's certificate is required, and must be of its host; else nothing is encrypted,
     *     which is for this machine alone
     * @param trust certificates in PEM that the server's is checked against; those of the machine when absent
     * @param identity the node's own certificate, where the server asks for one
     */
    public record Security(boolean encrypted, Optional<Path> trust, Optional<Identity> identity) {
        /** No encryption. */
        public static final Security NONE = new Security(false, Optional.empty(), Optional.empty());
    }

    /** A certificate chain in PEM and its private key in PKCS #8, in PEM. */
    public record Identity(Path certificate, Path key) {}

    /** Names it to a person, without a secret. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
