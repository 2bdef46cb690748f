package chat.paloma.bench.paloma;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.wire.Loop;
import io.netty.handler.ssl.SslContext;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Devices that connect and do nothing more. One that does not get in tries again, as devices do. */
public final class Fleet implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;
    private static final int SHORTEST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final Loop loop;
    private final PalomaNode node;
    private final Optional<SslContext> tls;
    private final List<PalomaDevice> devices;
    private final List<PalomaWire> wires = new ArrayList<>();
    private final AtomicInteger broken = new AtomicInteger();

    private Fleet(Loop loop, PalomaNode node, Optional<SslContext> tls, List<PalomaDevice> devices) {
        this.loop = loop;
        this.node = node;
        this.tls = tls;
        this.devices = devices;
    }

    /** Makes and registers so many devices. */
    public static Fleet register(Loop loop, PalomaNode node, Optional<SslContext> tls, HttpClient http, int count)
            throws BenchmarkException {
        String origin = (tls.isPresent() ? "https" : "http") + "://localhost:" + node.port();
        return new Fleet(loop, node, tls, PalomaDevice.register(count, "device-", origin, http));
    }

    /**
     * How they came.
     *
     * @param attempts more than there are devices when some had to try again
     */
    public record Coming(Duration elapsed, long attempts) {}

    /**
     * Connects so many devices beside those that are connected.
     *
     * @param atATime how many may be on their way in
     */
    public Coming connect(int count, int atATime) throws BenchmarkException {
        int first = wires.size();
        int end = first + count;
        AtomicInteger next = new AtomicInteger(first);
        AtomicLong attempts = new AtomicLong();
        CountDownLatch missing = new CountDownLatch(count);
        long began = System.nanoTime();
        loop.run(() -> {
            for (int i = 0; i < Math.min(count, atATime); i++) {
                connectNext(next, end, attempts, missing);
            }
        });
        try {
            if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchmarkException(missing.getCount() + " devices did not get in");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        return new Coming(Duration.ofNanos(System.nanoTime() - began), attempts.get());
    }

    private void connectNext(AtomicInteger next, int end, AtomicLong attempts, CountDownLatch missing) {
        int device = next.getAndIncrement();
        if (device < end) {
            attempt(device, attempts, () -> {
                missing.countDown();
                connectNext(next, end, attempts, missing);
            });
        }
    }

    private void attempt(int device, AtomicLong attempts, Runnable in) {
        attempts.incrementAndGet();
        var _ = PalomaWire.connect(loop, node.port(), tls, device, devices.get(device), new Breaks())
                .whenComplete((wire, failure) -> {
                    if (failure == null) {
                        wires.add(wire);
                        in.run();
                    } else {
                        int pause = ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
                        loop.later(Duration.ofMillis(pause), () -> attempt(device, attempts, in));
                    }
                });
    }

    private final class Breaks implements Arrivals {
        @Override
        public void delivered(int client, long mark) {
            failed("a delivery");
        }

        @Override
        public void acknowledged() {
            failed("an acknowledgement");
        }

        @Override
        public void failed(String why) {
            broken.incrementAndGet();
        }
    }

    /** How many that were in are not any more, though nobody closed them. */
    public int broken() {
        return broken.get();
    }

    /** Cuts all connections at once. */
    public void cutAll() throws BenchmarkException {
        loop.call(() -> {
            wires.forEach(PalomaWire::close);
            int count = wires.size();
            wires.clear();
            return count;
        });
    }

    @Override
    public void close() {
        loop.run(() -> wires.forEach(PalomaWire::close));
    }
}
