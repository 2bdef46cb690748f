package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a server's certificate comes from, at the start and later. Both methods may block. */
public interface CertificateSource extends AutoCloseable {
    /**
     * The certificate to start with.
     *
     * @throws NodeException when there is none; the message says what to change
     */
    ServerCertificate obtain() throws NodeException;

    /**
     * A newer certificate, if it is time for one and there is one.
     *
     * @throws NodeException when it is time, and there is none; the one before stays in use
     */
    Optional<ServerCertificate> renew() throws NodeException;

    /** How often to ask for a newer one. */
    Duration renewalPeriod();

    /** What the operator must know to use it, a line each. */
    default List<String> advice() {
        return List.of();
    }

    @Override
    default void close() {}
}
