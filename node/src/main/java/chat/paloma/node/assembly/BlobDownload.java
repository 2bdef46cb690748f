package chat.paloma.node.assembly;

import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Sends a blob, or a part of it: the next bytes are read once those before are on their way. */
final class BlobDownload {
    private static final int PART = 1 << 16;

    private final Exchange exchange;
    private final Context context;
    private final long until;

    BlobDownload(Exchange exchange, Context context, Duration time) {
        this.exchange = exchange;
        this.context = context;
        this.until = System.nanoTime() + time.toNanos();
    }

    /** Answers with what is asked for of a blob, and closes it. */
    void send(SeekableByteChannel blob) {
        try (blob) {
            long size = blob.size();
            switch (ByteRange.parse(exchange.request().getHeader("Range"), size)) {
                case ByteRange.Asked.Everything() -> send(blob, new ByteRange(0, size), 200, size);
                case ByteRange.Asked.Part(ByteRange range) -> send(blob, range, 206, size);
                case ByteRange.Asked.Nothing() ->
                    onContext(() -> exchange.response()
                            .setStatusCode(416)
                            .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
                            .end());
            }
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "a blob: " + e.getMessage(), e);
        }
    }

    private void send(SeekableByteChannel blob, ByteRange range, int status, long size) throws IOException {
        HttpServerResponse response = exchange.response();
        onContext(() -> {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
            if (status == 206) {
                response.putHeader(
                        HttpHeaders.CONTENT_RANGE, "bytes " + range.from() + "-" + (range.to() - 1) + "/" + size);
            }
            return Future.succeededFuture();
        });
        blob.position(range.from());
        ByteBuffer buffer = ByteBuffer.allocate(PART);
        for (long left = range.length(); left > 0; ) {
            buffer.clear().limit((int) Math.min(PART, left));
            int read = blob.read(buffer);
            if (read < 0) {
                throw new StoreException(Reason.DAMAGED, "a blob ends early");
            }
            left -= read;
            byte[] bytes = new byte[read];
            buffer.flip().get(bytes);
            onContext(() -> response.write(Buffer.buffer(bytes)));
        }
        onContext(response::end);
    }

    /** Does something on the connection's event loop, and waits for it. */
    private <T> void onContext(Supplier<Future<T>> work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        context.runOnContext(now -> {
            try {
                work.get().onComplete(result -> {
                    if (result.succeeded()) {
                        done.complete(true);
                    } else {
                        done.completeExceptionally(result.cause());
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Reason.CLOSED, "the node shuts down");
        } catch (ExecutionException | TimeoutException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the other side of a download is gone", e);
        }
    }
}
