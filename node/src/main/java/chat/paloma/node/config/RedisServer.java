package chat.paloma.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The Redis that carries signals and counts between nodes.
 *
 * @param user by whom the node is let in; the default one when absent
 * @param passwordFile a file whose first line is the user's password
 */
public record RedisServer(ServerAddress address, Optional<String> user, Optional<Path> passwordFile, ServerTls tls) {}
