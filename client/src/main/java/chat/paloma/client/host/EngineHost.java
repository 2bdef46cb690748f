package chat.paloma.client.host;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.device.EngineSettings;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one engine on a thread of its own. Inputs of any thread are taken one after the other; each step is stored before
 * anything of it is sent or shown. When a step can't be stored, the engine is opened anew from what is.
 */
public final class EngineHost implements AutoCloseable {
    /** One input. */
    @FunctionalInterface
    private interface Input {
        EngineOutput to(Engine engine, long now);
    }

    private static final int MAX_WAITING = 10_000;

    private final EngineSettings settings;
    private final CryptoProvider crypto;
    private final RandomSource random;
    private final InstantSource clock;
    private final ProfileStorage storage;
    private final HostListener listener;
    private final Transport transport;
    private final LinkedBlockingQueue<Runnable> inputs = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicLong nextCommand = new AtomicLong();
    private final Thread thread;
    private Engine engine;
    private OptionalLong wakeAt = OptionalLong.empty();
    private boolean online;
    private volatile boolean closed;

    /** Opens the engine of a profile. It is not connected until {@link #goOnline}. */
    public EngineHost(
            EngineSettings settings,
            CryptoProvider crypto,
            RandomSource random,
            InstantSource clock,
            ProfileStorage storage,
            HttpClient http,
            HostListener listener) {
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.clock = clock;
        this.storage = storage;
        this.listener = listener;
        this.transport = new Transport(http, new Received());
        this.engine = open();
        this.thread = Thread.ofPlatform().name("engine").daemon().start(this::run);
    }

    private Engine open() {
        return Engine.open(settings, crypto, random, storage, clock.millis());
    }

    /** Wants a connection from now on. */
    public void goOnline() {
        enqueue(() -> {
            online = true;
            step(Engine::goOnline);
        });
    }

    /** Wants none. */
    public void goOffline() {
        enqueue(() -> {
            online = false;
            step(Engine::goOffline);
        });
    }

    /** Gives the engine a command; its number comes back in the event that ends it. */
    public long submit(Command command) {
        long id = nextCommand.getAndIncrement();
        enqueue(() -> step((to, now) -> to.submit(id, command, now)));
        return id;
    }

    /** Looks at the engine between two steps. */
    public <T> CompletableFuture<T> look(Function<EngineView, T> look) {
        CompletableFuture<T> seen = new CompletableFuture<>();
        enqueue(() -> {
            try {
                seen.complete(look.apply(engine.view()));
            } catch (RuntimeException e) {
                seen.completeExceptionally(e);
            }
        });
        return seen;
    }

    private void enqueue(Runnable input) {
        try {
            // A full queue pushes back.
            inputs.put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                @Nullable Runnable input = next();
                if (input != null) {
                    input.run();
                } else if (wakeAt.isPresent() && wakeAt.getAsLong() <= clock.millis()) {
                    step(Engine::wake);
                }
            }
        } catch (InterruptedException e) {
            // The host is being closed.
        }
        transport.close();
    }

    private @Nullable Runnable next() throws InterruptedException {
        long patience = wakeAt.isPresent() ? Math.clamp(wakeAt.getAsLong() - clock.millis(), 0, 60_000) : 60_000;
        return inputs.poll(patience, TimeUnit.MILLISECONDS);
    }

    private void step(Input input) {
        EngineOutput output;
        try {
            output = input.to(engine, clock.millis());
            if (!output.changes().isEmpty()) {
                storage.store(output.changes());
            }
        } catch (StorageException e) {
            listener.notStored(e);
            reopen();
            return;
        }
        wakeAt = output.wakeAt();
        for (Effect effect : output.effects()) {
            transport.perform(effect);
        }
        for (EngineEvent event : output.events()) {
            listener.happened(event, engine.view());
        }
    }

    private void reopen() {
        transport.close();
        engine = open();
        wakeAt = OptionalLong.empty();
        if (online) {
            // Not at once: a full disk is still full.
            wakeAt = OptionalLong.of(clock.millis() + 1000);
            enqueue(() -> step(Engine::goOnline));
        }
    }

    /** Ends the connection and the thread; what is stored stays. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        storage.close();
    }

    private final class Received implements Transport.Receiver {
        @Override
        public void connected(long connection) {
            enqueue(() -> step((to, now) -> to.connected(connection, now)));
        }

        @Override
        public void received(long connection, ByteString frame) {
            enqueue(() -> step((to, now) -> to.received(connection, frame, now)));
        }

        @Override
        public void disconnected(long connection, String why) {
            enqueue(() -> step((to, now) -> to.disconnected(connection, why, now)));
        }

        @Override
        public void httpAnswered(long id, int status, ByteString body) {
            enqueue(() -> step((to, now) -> to.httpAnswered(id, status, body, now)));
        }

        @Override
        public void httpFailed(long id, String why) {
            enqueue(() -> step((to, now) -> to.httpFailed(id, why, now)));
        }
    }
}
