package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Speaks with an ACME directory whose own certificate is checked against given authorities, or against the JDK's. */
final class TrustedAcmeProvider extends GenericAcmeProvider {
    private final @Nullable SSLContext trust;

    TrustedAcmeProvider(Optional<Path> authorities) throws NodeException {
        this.trust = authorities.isPresent() ? trusting(authorities.get()) : null;
    }

    @Override
    public boolean accepts(URI serverUri) {
        return true;
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings settings) {
        SSLContext known = trust;
        return known == null
                ? super.createHttpConnector(settings)
                : new HttpConnector(settings) {
                    @Override
                    public HttpClient.Builder createClientBuilder() {
                        return super.createClientBuilder().sslContext(known);
                    }
                };
    }

    private static SSLContext trusting(Path authorities) throws NodeException {
        List<X509Certificate> certificates = ServerCertificate.readChain(authorities);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority " + i, certificates.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new NodeException("the certificates in " + authorities + " cannot be used for trust", e);
        }
    }
}
