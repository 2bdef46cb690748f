package chat.paloma.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A PostgreSQL server that keeps a node's database.
 *
 * @param host which is not of this machine only when the connection is encrypted
 * @param name of the database on it
 * @param passwordFile a file whose first line is the user's password
 * @param encrypted whether TLS is used, and the server's certificate checked
 * @param trust certificates in PEM that the server's is checked against, instead of those of this machine
 * @param certificate the node's own, where the server asks for one; with {@code key} or not at all
 */
public record DatabaseServer(
        String host,
        int port,
        String name,
        String user,
        Optional<Path> passwordFile,
        boolean encrypted,
        Optional<Path> trust,
        Optional<Path> certificate,
        Optional<Path> key) {}
