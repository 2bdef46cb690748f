package chat.paloma.node.config;

import java.net.URI;

/**
 * The host and port of another program's server.
 *
 * @param host a name or an IP address
 */
public record ServerAddress(String host, int port) {
    /** @throws IllegalArgumentException when it is not a host with a port */
    static ServerAddress of(String text) {
        URI address = URI.create("any://" + text);
        if (address.getHost() == null || address.getPort() < 1 || !text.equals(address.getAuthority())) {
            throw new IllegalArgumentException();
        }
        return new ServerAddress(address.getHost(), address.getPort());
    }

    /** Whether it is reached without leaving this machine. */
    boolean isLocal() {
        return ConfigurationRules.isThisMachine(host);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
