package chat.paloma.client.transport;

import chat.paloma.core.identity.AuthenticationProof;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a server is reached: scheme, host and port, and nothing else.
 *
 * @param origin as the proof of possession names it: {@code https://chat.example} or {@code http://localhost:8080},
 *     lower case, without the scheme's own port
 */
public record ServerAddress(String origin) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /**
     * Reads what a person typed. A missing scheme means https; a path, a query and a fragment are not part of it.
     *
     * @throws IllegalArgumentException with a line for that person
     */
    public static ServerAddress parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "https://" + text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() == null
                    || uri.getUserInfo() != null
                    || !(scheme.equals("https") || scheme.equals("http"))) {
                throw notAnAddress(text);
            }
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            if (scheme.equals("http") && !isThisMachine(host)) {
                throw new IllegalArgumentException(
                        "http:// is for a server on this machine; use https:// for " + shorten(host));
            }
            int port = uri.getPort();
            boolean usual = port == -1 || port == (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
            String origin = scheme + "://" + host + (usual ? "" : ":" + port);
            if (!AuthenticationProof.isOrigin(origin) || port == 0 || port > 0xffff) {
                throw notAnAddress(text);
            }
            return new ServerAddress(origin);
        } catch (URISyntaxException e) {
            throw notAnAddress(text);
        }
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "not a server's address: '" + shorten(text) + "'; it looks like https://chat.example");
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** Where the WebSocket is opened. */
    public URI connection() {
        return URI.create("ws" + origin.substring("http".length()) + "/v1/connect");
    }

    /** Where accounts are registered. */
    public URI accounts() {
        return URI.create(origin + "/v1/accounts");
    }

    @Override
    public String toString() {
        return origin;
    }
}
