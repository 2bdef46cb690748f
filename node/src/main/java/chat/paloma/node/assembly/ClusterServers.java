package chat.paloma.node.assembly;

import chat.paloma.node.NodeException;
import chat.paloma.node.bus.kafka.KafkaConnection;
import chat.paloma.node.bus.redis.RedisLink;
import chat.paloma.node.config.KafkaServers;
import chat.paloma.node.config.RedisServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Reaches the servers that the settings of the tables {@code kafka} and {@code redis} name, or says which to look at. */
final class ClusterServers {
    private ClusterServers() {}

    /**
     * A connection to Apache Kafka on which the topic is known to be there.
     *
     * @throws NodeException with a line that says which setting to look at
     */
    static KafkaConnection kafka(KafkaServers servers) throws NodeException {
        try {
            KafkaConnection connection =
                    new KafkaConnection(servers, PasswordFile.read("kafka.password-file", servers.passwordFile()));
            connection.prepareTopic();
            return connection;
        } catch (IOException e) {
            throw new NodeException("kafka.trust, kafka.certificate or kafka.key can't be read: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new NodeException(
                    "Kafka at " + servers.bootstrap() + " can't be used: " + e.getMessage() + advice(e), e);
        }
    }

    private static String advice(KafkaException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SaslAuthenticationException _, UnsupportedSaslMechanismException _ -> {
                    return "; see kafka.user, kafka.password-file and kafka.mechanism";
                }
                case SslAuthenticationException _, SSLException _, ConfigException _ -> {
                    return "; see kafka.trust, and kafka.certificate with kafka.key";
                }
                case AuthorizationException _ -> {
                    return "; see kafka.topic, and what kafka.user may do";
                }
                default -> {}
            }
        }
        return "; see kafka.servers, and whether they run";
    }

    /**
     * Connects to Redis.
     *
     * @param channel that the nodes of this server have for themselves
     * @throws NodeException with a line that says which setting to look at
     */
    static RedisLink redis(Vertx vertx, RedisServer server, String channel) throws NodeException {
        return new RedisLink(vertx, server, PasswordFile.read("redis.password-file", server.passwordFile()), channel);
    }

    /** Connects for the first time. */
    static void start(RedisLink link, RedisServer server) throws NodeException {
        try {
            link.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("the start was interrupted", e);
        } catch (Exception e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new NodeException(
                    "Redis at " + server.address() + " can't be used: " + text(cause) + advice(cause), e);
        }
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? "no answer" : cause.getMessage();
    }

    private static String advice(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toUpperCase(Locale.ROOT);
            if (message.contains("WRONGPASS")
                    || message.contains("NOAUTH")
                    || message.contains("AUTH FAILED")
                    || message.contains("NOPERM")
                    || message.contains("ERR AUTH")) {
                return "; see redis.user and redis.password-file";
            }
            if (cause instanceof SSLException) {
                return "; see redis.trust, and redis.certificate with redis.key";
            }
        }
        return "; see redis.server, and whether it runs";
    }
}
