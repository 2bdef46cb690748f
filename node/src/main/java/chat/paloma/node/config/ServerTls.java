package chat.paloma.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a connection to another program's server is protected.
 *
 * @param encrypted whether TLS is used, and the server's certificate checked
 * @param trust certificates in PEM that the server's is checked against, instead of those of this machine
 * @param certificate the node's own, where the server asks for one; with {@code key} or not at all
 */
public record ServerTls(boolean encrypted, Optional<Path> trust, Optional<Path> certificate, Optional<Path> key) {}
