package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * TLS 1.3 by BoringSSL and by nothing else: the JDK's own TLS has no post-quantum key exchange, and a server that fell
 * back to it would look the same.
 */
public final class BoringSsl {
    private BoringSsl() {}

    /**
     * Refuses a machine on which BoringSSL does not run.
     *
     * @throws NodeException when it does not
     */
    public static void require() throws NodeException {
        String version = OpenSsl.isAvailable() ? String.valueOf(OpenSsl.versionString()) : "";
        if (!version.startsWith("BoringSSL")) {
            throw new NodeException("TLS needs BoringSSL, which does not run here ("
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                    + (version.isEmpty() ? "no native library" : version)
                    + "); use Linux, macOS or Windows on x86-64 or 64-bit ARM, and a temporary folder that allows"
                    + " programs to run");
        }
    }

    /** What a server is set up with: TLS 1.3 and its key exchanges, no renegotiation, no early data, HTTP/1.1. */
    public static SSLEngineOptions engine() {
        return new PostQuantumEngine();
    }

    /**
     * What a server is set up with, or updated with, for a certificate.
     *
     * @param handshakeTime how long a handshake may take
     */
    public static ServerSSLOptions serving(ServerCertificate certificate, Duration handshakeTime) {
        ServerSSLOptions options = new ServerSSLOptions();
        options.setEnabledSecureTransportProtocols(Set.of(PostQuantumEngine.PROTOCOL));
        options.setKeyCertOptions(new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificate.chainPem()))
                .addKeyValue(Buffer.buffer(certificate.keyPem())));
        options.setUseAlpn(false);
        options.setSslHandshakeTimeout(handshakeTime.toMillis());
        options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }
}
