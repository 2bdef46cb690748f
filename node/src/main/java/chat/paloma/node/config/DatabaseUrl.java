package chat.paloma.node.config;

import java.net.URI;

/**
 * The address of a database on a PostgreSQL server, as {@code postgresql://localhost:5432/paloma}.
 *
 * @param host a name or an IP address
 */
public record DatabaseUrl(String host, int port, String name) {
    private static final int POSTGRESQL_PORT = 5432;

    /** @throws IllegalArgumentException when it is none, or has more than host, port and name */
    static DatabaseUrl of(String text) {
        URI url = URI.create(text);
        String path = url.getPath();
        if (!"postgresql".equals(url.getScheme())
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null
                || path == null
                || !path.matches("/[^/]{1,63}")) {
            throw new IllegalArgumentException();
        }
        return new DatabaseUrl(url.getHost(), url.getPort() < 0 ? POSTGRESQL_PORT : url.getPort(), path.substring(1));
    }

    /** Whether the server is reached without leaving this machine. */
    boolean isLocal() {
        return ConfigurationRules.isThisMachine(host);
    }
}
