package chat.paloma.node.web;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the browser client, with the compressed forms that lie beside it.
 *
 * @param immutable whether its name changes with its contents, so that a browser never has to ask for it again
 * @param tag of exactly these contents, in quotation marks
 */
record WebFile(
        String contentType,
        Buffer plain,
        Optional<Buffer> brotli,
        Optional<Buffer> gzip,
        boolean immutable,
        String tag) {
    private static final String TEXT = "; charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html" + TEXT),
            Map.entry("js", "text/javascript" + TEXT),
            Map.entry("css", "text/css" + TEXT),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain" + TEXT));

    /** The type of a file by its name's ending; empty for one that is not served. */
    static Optional<String> typeOf(String name) {
        return Optional.ofNullable(
                TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)));
    }

    /** The contents in a coding that the browser takes. */
    Encoded encoded(String acceptEncoding) {
        if (brotli.isPresent() && accepts(acceptEncoding, "br")) {
            return new Encoded(Optional.of("br"), brotli.get());
        }
        if (gzip.isPresent() && accepts(acceptEncoding, "gzip")) {
            return new Encoded(Optional.of("gzip"), gzip.get());
        }
        return new Encoded(Optional.empty(), plain);
    }

    record Encoded(Optional<String> coding, Buffer bytes) {}

    /** Whether a header allows a coding: browsers list them, and a weight of zero forbids one. */
    private static boolean accepts(String header, String coding) {
        for (String each : header.split(",", 32)) {
            String[] parts = each.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
