package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.blob.Blobs;
import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.gateway.Routes;
import chat.paloma.node.session.Failures;
import chat.paloma.node.store.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of blobs over HTTP (docs/protocol.md, <i>Blobs</i>). Each request has a virtual thread of its own, which
 * waits for the disk and for the other side; what is in memory of a blob is a few parts at a time.
 */
final class BlobRoutes {
    static final String UPLOAD_OFFSET = "Upload-Offset";

    private static final String PATH = "/v1/blobs/";
    /** How long one request may move bytes; an upload goes on with the next. */
    private static final Duration TIME = Duration.ofMinutes(10);

    private static final String BEARER = "Bearer ";
    private static final int MAX_DIGITS = 18;

    private final Blobs blobs;
    private final Vertx vertx;

    BlobRoutes(Blobs blobs, Vertx vertx) {
        this.blobs = blobs;
        this.vertx = vertx;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.PUT, PATH + "*", TIME, this::put);
        routes.on(HttpMethod.GET, PATH + "*", TIME, this::get);
    }

    private void put(Exchange exchange) {
        BlobBody body = new BlobBody(exchange.request(), vertx.getOrCreateContext());
        Thread.startVirtualThread(() -> {
            try {
                BlobId blob = blob(exchange.request());
                Blobs.Progress progress;
                try (Blobs.Receiving receiving =
                        blobs.receive(token(exchange.request()), blob, offset(exchange.request()))) {
                    body.readTo(receiving::write, TIME);
                    progress = receiving.finish();
                }
                body.onContext(() -> exchange.response()
                        .setStatusCode(204)
                        .putHeader(UPLOAD_OFFSET, Long.toString(progress.present()))
                        .end());
            } catch (RuntimeException e) {
                body.onContext(() -> refuseUnread(exchange, e));
            }
        });
    }

    /** What still comes is not read: the connection ends with the response. */
    private static void refuseUnread(Exchange exchange, RuntimeException error) {
        if (exchange.response().ended() || exchange.response().closed()) {
            return;
        }
        exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        AccountRoutes.refuse(exchange, Failures.explain(error));
        exchange.request().connection().close();
    }

    private void get(Exchange exchange) {
        Context context = vertx.getOrCreateContext();
        boolean head = exchange.request().method().equals(HttpMethod.HEAD);
        Thread.startVirtualThread(() -> {
            try {
                if (head) {
                    head(exchange, context);
                } else {
                    new BlobDownload(exchange, context, TIME)
                            .send(blobs.download(token(exchange.request()), blob(exchange.request())));
                }
            } catch (RuntimeException e) {
                context.runOnContext(now -> {
                    if (!exchange.response().headWritten()
                            && !exchange.response().closed()) {
                        AccountRoutes.refuse(exchange, Failures.explain(e));
                    } else {
                        // Half a blob must not look like one.
                        exchange.request().connection().close();
                    }
                });
            }
        });
    }

    private void head(Exchange exchange, Context context) {
        Blobs.Progress progress = blobs.progress(token(exchange.request()), blob(exchange.request()));
        context.runOnContext(now -> exchange.response()
                .setStatusCode(200)
                .putHeader(UPLOAD_OFFSET, Long.toString(progress.present()))
                .end());
    }

    private static BlobId blob(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        try {
            byte[] id = HexFormat.of().parseHex(path.substring(Math.min(PATH.length(), path.length())));
            return new BlobId(ByteString.adopt(id));
        } catch (IllegalArgumentException e) {
            throw new Refusal(FailureCode.NOT_FOUND, "not the name of a blob");
        }
    }

    private static String token(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            throw new Refusal(FailureCode.CAPABILITY_INVALID, "no capability");
        }
        return header.substring(BEARER.length());
    }

    private static long offset(HttpServerRequest request) {
        @Nullable String header = request.getHeader(UPLOAD_OFFSET);
        if (header == null
                || header.isEmpty()
                || header.length() > MAX_DIGITS
                || !header.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, UPLOAD_OFFSET + " must say where the bytes begin");
        }
        return Long.parseLong(header);
    }
}
