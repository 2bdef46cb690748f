package chat.paloma.node.tls;

import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Vert.x's OpenSSL engine with the key exchanges in an order of ours, which Vert.x has no option for. */
final class PostQuantumEngine extends OpenSSLEngineOptions {
    static final String PROTOCOL = "TLSv1.3";

    /**
     * The most wanted first. The first is the hybrid of X25519 and ML-KEM-768; the others are for clients that do not
     * know it.
     */
    private static final String[] KEY_EXCHANGES = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    PostQuantumEngine() {
        setSessionCacheEnabled(false);
    }

    @Override
    public PostQuantumEngine copy() {
        return new PostQuantumEngine();
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory();
    }

    private static final class Factory implements SslContextFactory {
        private @Nullable KeyManagerFactory keys;

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            keys = factory;
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            KeyManagerFactory known = keys;
            if (known == null) {
                throw new SSLException("a server needs a key");
            }
            return SslContextBuilder.forServer(known)
                    .sslProvider(SslProvider.OPENSSL)
                    .protocols(PROTOCOL)
                    .option(OpenSslContextOption.GROUPS, KEY_EXCHANGES)
                    .build();
        }
    }
}
