package chat.paloma.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities a client believes: those of the JDK, and where given those of a file. */
public final class Trust {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long MAX_FILE = 1 << 20;

    private Trust() {}

    /**
     * A client for all connections of a process.
     *
     * @param pem a file with further authorities
     * @throws IOException with a line for a person when the file cannot be read or holds no certificate
     */
    public static HttpClient client(Optional<Path> pem) throws IOException {
        SSLContext context = pem.isPresent() ? with(pem.get()) : context(jdkAuthorities());
        return HttpClient.newBuilder()
                .sslContext(context)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** The authorities of the JDK and those of a PEM file. */
    private static SSLContext with(Path pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate each : jdkAuthorities().getAcceptedIssuers()) {
                store.setCertificateEntry("jdk" + number++, each);
            }
            for (Certificate each : read(pem)) {
                store.setCertificateEntry("file" + number++, each);
            }
            return context(authorities(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("these are no certificates: " + pem, e);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException, CertificateException {
        if (!Files.isRegularFile(pem)) {
            throw new IOException("no such file: " + pem);
        }
        if (Files.size(pem) > MAX_FILE) {
            throw new IOException("too large for a file of certificates: " + pem);
        }
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("there is no certificate in " + pem);
            }
            return certificates;
        }
    }

    private static X509TrustManager jdkAuthorities() {
        try {
            return authorities(null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's authorities cannot be read", e);
        }
    }

    private static X509TrustManager authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("every JDK has an X.509 trust manager");
    }

    private static SSLContext context(X509TrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }
}
