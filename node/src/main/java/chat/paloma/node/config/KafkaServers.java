package chat.paloma.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Apache Kafka that carries what is committed between nodes.
 *
 * @param addresses of some of its servers
 * @param user by whom the node is let in; absent where nobody asks, or for a certificate
 * @param mechanism of SASL by which the user proves to be it
 * @param passwordFile a file whose first line is the user's password
 */
public record KafkaServers(
        List<ServerAddress> addresses,
        String topic,
        Optional<String> user,
        SaslMechanism mechanism,
        Optional<Path> passwordFile,
        ServerTls tls) {
    public KafkaServers {
        addresses = List.copyOf(addresses);
    }

    /** The addresses as one text. */
    public String bootstrap() {
        return addresses.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
    }
}
