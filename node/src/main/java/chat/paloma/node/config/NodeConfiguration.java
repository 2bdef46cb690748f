package chat.paloma.node.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a node runs: checked, complete, immutable.
 *
 * <p>Whoever has one knows that plain HTTP is bound to the loopback address only.
 *
 * @param data the folder with everything that the node keeps
 * @param bind the address to listen on
 * @param port the TCP port, 0 for a free one
 * @param roles what this process does, not empty
 * @param publicAddress what people open, without a path; empty to derive it from where the node listens
 * @param certificate where the certificate for TLS comes from
 * @param proxies the proxies whose PROXY protocol headers are believed; none when empty
 * @param registration who may open an account
 * @param minimumClientVersion the oldest client that is served
 * @param retention how long encrypted messages are kept; for good when empty
 * @param limits what the node takes, at most
 * @param shutdownTime how long a stop waits for what is under way
 * @param logLevel how much is logged
 * @param traces where traces are sent by OTLP over HTTP, if anywhere
 * @param web where a build of the browser client lies, if it is served from there
 * @param blobs where attachments are kept, if not in the data folder
 * @param database the server of the database; empty for SQLite in the data folder
 * @param kafka what carries committed records between nodes; empty for the database
 * @param redis what carries signals and counts between nodes, if anything does beside the database
 * @param masterKey under which the database and attachments are encrypted, if they are
 */
public record NodeConfiguration(
        Path data,
        InetAddress bind,
        int port,
        Set<Role> roles,
        Optional<URI> publicAddress,
        Certificate certificate,
        List<AddressRange> proxies,
        Registration registration,
        ClientVersion minimumClientVersion,
        Optional<Duration> retention,
        Limits limits,
        Duration shutdownTime,
        LogLevel logLevel,
        Optional<URI> traces,
        Optional<Path> web,
        Optional<Path> blobs,
        Optional<DatabaseServer> database,
        Optional<KafkaServers> kafka,
        Optional<RedisServer> redis,
        Optional<KeySource> masterKey) {
    public NodeConfiguration {
        roles = Set.copyOf(roles);
        proxies = List.copyOf(proxies);
        if (certificate instanceof Certificate.None && !bind.isLoopbackAddress()) {
            throw new IllegalArgumentException("plain HTTP is for the loopback address only");
        }
    }

    /**
     * Puts together what was set and the defaults.
     *
     * @throws ConfigurationException when settings contradict each other
     */
    public static NodeConfiguration of(SettingValues values) throws ConfigurationException {
        return new ConfigurationRules(values).check();
    }

    /** Whether people reach the node by {@code https}. */
    public boolean hasTls() {
        return !(certificate instanceof Certificate.None);
    }
}
