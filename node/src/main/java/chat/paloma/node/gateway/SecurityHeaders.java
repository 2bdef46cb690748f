package chat.paloma.node.gateway;

import io.vertx.core.MultiMap;

/** What every response tells a browser, unless a route says otherwise: run nothing, embed nothing, keep nothing. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    /**
     * Sets them.
     *
     * @param strictTransport whether browsers shall use nothing but HTTPS here from now on
     */
    static void addTo(MultiMap headers, boolean strictTransport) {
        headers.set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Cache-Control", "no-store");
        if (strictTransport) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
