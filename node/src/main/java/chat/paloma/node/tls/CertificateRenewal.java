package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a source for a newer certificate again and again, on a thread of its own, and puts each into use. */
public final class CertificateRenewal implements AutoCloseable {
    /** What uses certificates. */
    @FunctionalInterface
    public interface Use {
        /**
         * Uses this one from now on.
         *
         * @throws NodeException when it cannot be used; the one before stays in use
         */
        void accept(ServerCertificate certificate) throws NodeException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    private final Thread thread;

    private CertificateRenewal(Thread thread) {
        this.thread = thread;
    }

    /** Begins; the first time after one period. */
    public static CertificateRenewal start(CertificateSource source, Use use) {
        return new CertificateRenewal(Thread.ofVirtual()
                .name("certificate renewal")
                .start(() -> {
                    try {
                        while (true) {
                            Thread.sleep(source.renewalPeriod());
                            renew(source, use);
                        }
                    } catch (InterruptedException e) {
                        // Closed.
                    }
                }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void renew(CertificateSource source, Use use) {
        try {
            Optional<ServerCertificate> newer = source.renew();
            if (newer.isPresent()) {
                use.accept(newer.get());
                LOG.info(
                        "new connections use the certificate that is good until {}",
                        newer.get().expiry());
            }
        } catch (NodeException e) {
            LOG.warn("the certificate in use stays: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the certificate could not be renewed", e);
        }
    }
}
