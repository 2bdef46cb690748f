package chat.paloma.client.transport;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection did not come about, in a few words, where the JDK has none that helps. */
public final class Reasons {
    private Reasons() {}

    public static String describe(@Nullable Throwable failure) {
        return switch (failure) {
            case WebSocketHandshakeException refused ->
                "it answered with HTTP status " + refused.getResponse().statusCode();
            case ConnectException connect
            when connect.getCause() instanceof UnresolvedAddressException -> "there is no such host";
            case ConnectException refused -> "nothing listens there";
            case SSLException untrusted -> "no trusted TLS connection (" + untrusted.getMessage() + ")";
            case HttpTimeoutException late -> "no answer in time";
            case java.util.concurrent.TimeoutException late -> "no answer in time";
            case null -> "for no known reason";
            default ->
                Optional.ofNullable(failure.getMessage())
                        .orElse(failure.getClass().getSimpleName());
        };
    }
}
