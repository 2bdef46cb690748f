package chat.paloma.node.web;

import chat.paloma.node.Host;
import chat.paloma.node.NodeException;
import chat.paloma.node.Part;
import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.web.WebFile.Encoded;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Serves the browser client at the node's own address: static files, each under the strict content security policy that
 * the build states, so that a page runs nothing but what was built.
 */
public final class BrowserClient implements Part {
    /** The camera scans the code of another device; nothing else of a device is used. */
    private static final String PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";

    private static final int NOT_MODIFIED = 304;

    private final Path folder;

    /**
     * @param folder of a build
     */
    public BrowserClient(Path folder) {
        this.folder = folder;
    }

    @Override
    public void start(Host host) throws NodeException {
        WebFiles files;
        try {
            files = WebFiles.read(folder);
        } catch (IOException e) {
            throw new NodeException("the browser client can't be served: " + e.getMessage(), e);
        }
        files.byPath()
                .forEach((path, file) ->
                        host.routes().on(HttpMethod.GET, path, exchange -> answer(exchange, file, files.policy())));
    }

    private static void answer(Exchange exchange, WebFile file, String policy) {
        HttpServerResponse response = exchange.response()
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Permissions-Policy", PERMISSIONS)
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        file.immutable() ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader(HttpHeaders.ETAG, file.tag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (file.tag().equals(exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        Encoded encoded =
                file.encoded(Objects.requireNonNullElse(exchange.request().getHeader(HttpHeaders.ACCEPT_ENCODING), ""));
        encoded.coding().ifPresent(coding -> response.putHeader(HttpHeaders.CONTENT_ENCODING, coding));
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType()).end(encoded.bytes());
    }
}
