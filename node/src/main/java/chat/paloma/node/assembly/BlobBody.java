package chat.paloma.node.assembly;

import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Refusal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The body of a request, read part by part on another thread than the connection's: no part comes before it is asked for. */
final class BlobBody {
    private final HttpServerRequest request;
    private final Context context;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    /**
     * Made on the connection's event loop, before it reads on.
     */
    BlobBody(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(bytes -> parts.add(new Part(Optional.of(bytes), false)));
        request.endHandler(end -> parts.add(new Part(Optional.empty(), true)));
        request.exceptionHandler(error -> parts.add(new Part(Optional.empty(), false)));
    }

    /**
     * Something that came.
     *
     * @param whole whether this is the end; without it and without bytes, the connection broke
     */
    private record Part(Optional<Buffer> bytes, boolean whole) {}

    /**
     * Hands over all bytes, and returns at the end of the body, or where the connection broke off.
     *
     * @throws Refusal when they take longer than {@code time}
     */
    void readTo(Consumer<ByteBuffer> sink, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (true) {
            onContext(() -> request.fetch(1));
            Part part = next(until);
            if (part.bytes().isEmpty()) {
                return;
            }
            sink.accept(ByteBuffer.wrap(part.bytes().get().getBytes()));
        }
    }

    private Part next(long until) {
        try {
            Part part = parts.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (part == null) {
                throw new Refusal(FailureCode.STORAGE_UNAVAILABLE, "the bytes take too long");
            }
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(FailureCode.DRAINING);
        }
    }

    /** Does something on the connection's event loop. */
    void onContext(Runnable work) {
        context.runOnContext(now -> work.run());
    }
}
