package chat.paloma.node.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;

/**
 * One HTTP request and its response, on the connection's event loop.
 *
 * <p>Whoever answers may use the request and the response directly, but for the response's {@code endHandler}, which is
 * the host's. The response must end within the route's time.
 */
public final class Exchange {
    private final HttpServerRequest request;
    private final InetAddress peer;
    private final Runnable handOver;

    Exchange(HttpServerRequest request, InetAddress peer, Runnable handOver) {
        this.request = request;
        this.peer = peer;
        this.handOver = handOver;
    }

    /** The request. */
    public HttpServerRequest request() {
        return request;
    }

    /** The path of the request; empty where there is none. */
    public String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    /** The response; the security headers are set already. */
    public HttpServerResponse response() {
        return request.response();
    }

    /** The address of the person's device: behind a proxy, what the proxy said. */
    public InetAddress peer() {
        return peer;
    }

    /** Answers with JSON. */
    public void json(int status, JsonObject body) {
        response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }

    /** Answers that it cannot be answered. */
    public void refuse(HttpError error) {
        if (!response().ended() && !response().headWritten()) {
            json(error.status(), new JsonObject().put("error", error.code()).put("message", error.message()));
        }
    }

    /**
     * The whole body. When it is larger than the limit, the request is refused and this never completes.
     *
     * @param most bytes
     */
    public Future<Buffer> body(int most) {
        Promise<Buffer> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        request.handler(part -> {
            if (collected.length() + part.length() > most) {
                // What still comes is not read: the connection ends with the response.
                request.handler(ignored -> {});
                request.endHandler(ignored -> {});
                response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                refuse(HttpError.TOO_LARGE);
                request.connection().close();
            } else {
                collected.appendBuffer(part);
            }
        });
        request.endHandler(end -> whole.tryComplete(collected));
        request.exceptionHandler(whole::tryFail);
        return whole.future();
    }

    /** Takes the connection over as a WebSocket. Once it is one, its new owner watches how long it is idle. */
    public Future<ServerWebSocket> upgrade() {
        return request.toWebSocket().onSuccess(socket -> handOver.run());
    }
}
