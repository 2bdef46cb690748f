package chat.paloma.node.tls;

import chat.paloma.node.DataFolder;
import chat.paloma.node.NodeException;
import chat.paloma.node.config.Certificate.FromAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates from an authority that speaks ACME (RFC 8555), which sees by an HTTP challenge (section 8.3) that the
 * domain leads here. Kept in the data folder and renewed when a third of its time is left.
 */
public final class AcmeCertificates implements CertificateSource {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeCertificates.class);
    private static final Duration STEP_TIME = Duration.ofMinutes(1);

    private final FromAuthority wanted;
    private final Path folder;
    private final ChallengeServer challenges;

    /**
     * Sets it up; nothing is asked for yet.
     *
     * @param folder where keys and certificates are kept
     * @param challenges answers the authority, for as long as this is open
     */
    public AcmeCertificates(FromAuthority wanted, Path folder, ChallengeServer challenges) {
        this.wanted = wanted;
        this.folder = folder;
        this.challenges = challenges;
    }

    @Override
    public ServerCertificate obtain() throws NodeException {
        challenges.start();
        if (Files.exists(chainFile())) {
            ServerCertificate existing = kept();
            if (!existing.isDueForRenewal(Instant.now())) {
                return existing;
            }
            try {
                return order();
            } catch (NodeException e) {
                if (existing.expiry().isBefore(Instant.now())) {
                    throw e;
                }
                LOG.warn("the certificate could not be renewed yet: {}", e.getMessage());
                return existing;
            }
        }
        return order();
    }

    @Override
    public Optional<ServerCertificate> renew() throws NodeException {
        return kept().isDueForRenewal(Instant.now()) ? Optional.of(order()) : Optional.empty();
    }

    @Override
    public Duration renewalPeriod() {
        return Duration.ofHours(6);
    }

    @Override
    public void close() {
        challenges.close();
    }

    private ServerCertificate kept() throws NodeException {
        return ServerCertificate.of(ServerCertificate.readChain(chainFile()), ServerCertificate.readKey(keyFile()));
    }

    private ServerCertificate order() throws NodeException {
        LOG.info("asking {} for a certificate for {}", wanted.directory().getHost(), wanted.domain());
        try {
            Order order = account().newOrder().domain(wanted.domain()).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization);
            }
            // A key of its own for each certificate.
            KeyPair keys = AcmeAccountKey.newKeys();
            order.waitUntilReady(STEP_TIME);
            order.execute(keys);
            if (order.waitForCompletion(STEP_TIME) != Status.VALID) {
                throw refused(order.getError());
            }
            List<X509Certificate> chain = order.getCertificate().getCertificateChain();
            ServerCertificate certificate = ServerCertificate.of(chain, keys.getPrivate());
            DataFolder.writePrivately(keyFile(), certificate.keyPem());
            DataFolder.writePrivately(chainFile(), certificate.chainPem());
            LOG.info("the certificate for {} is good until {}", wanted.domain(), certificate.expiry());
            return certificate;
        } catch (AcmeException e) {
            throw new NodeException(
                    "no certificate for " + wanted.domain() + " from " + wanted.directory() + ": " + reason(e), e);
        } catch (IOException | GeneralSecurityException e) {
            throw new NodeException("the certificate cannot be kept in " + folder + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while waiting for a certificate for " + wanted.domain(), e);
        }
    }

    private void prove(Authorization authorization) throws AcmeException, InterruptedException, NodeException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(
                        () -> new NodeException(wanted.directory() + " offers no HTTP challenge for " + wanted.domain()
                                + "; use --tls-cert and --tls-key with a certificate that you obtain yourself"));
        challenges.answer(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            if (authorization.waitForCompletion(STEP_TIME) != Status.VALID) {
                throw refused(authorization.findChallenge(Http01Challenge.class).flatMap(Challenge::getError));
            }
        } finally {
            challenges.forget(challenge.getToken());
        }
    }

    private NodeException refused(Optional<Problem> problem) {
        return new NodeException("no certificate for " + wanted.domain() + ": the authority says: "
                + problem.flatMap(Problem::getDetail).orElse("no reason given").replaceAll("\\p{Cntrl}", " ")
                + "; see that port 80 of " + wanted.domain() + " reaches port " + challenges.port() + " here");
    }

    private Account account() throws AcmeException, IOException, GeneralSecurityException, NodeException {
        Session session = new Session(wanted.directory(), new TrustedAcmeProvider(wanted.trust()));
        AccountBuilder builder = new AccountBuilder()
                .agreeToTermsOfService()
                .useKeyPair(AcmeAccountKey.in(folder.resolve("acme-account-key.pem")));
        wanted.email().ifPresent(builder::addEmail);
        return builder.create(session);
    }

    private static String reason(AcmeException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return (message == null ? deepest.getClass().getSimpleName() : message).replaceAll("\\p{Cntrl}", " ");
    }

    private Path chainFile() {
        return folder.resolve(wanted.domain() + ".pem");
    }

    private Path keyFile() {
        return folder.resolve(wanted.domain() + "-key.pem");
    }
}
