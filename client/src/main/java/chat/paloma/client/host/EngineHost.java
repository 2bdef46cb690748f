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
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.engine.state.StateChange;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private static final int AGAIN_SECONDS = 1;

    private final EngineSettings settings;
    private final CryptoProvider crypto;
    private final RandomSource random;
    private final InstantSource clock;
    private final ProfileStorage storage;
    private final HostListener listener;
    private final Transport transport;
    private final LinkedBlockingQueue<Runnable> inputs = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicLong nextCommand = new AtomicLong();
    private final AtomicLong nextLook = new AtomicLong();
    private final Map<Long, CompletableFuture<Outcome>> outcomes = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<?>> looks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine again").factory());
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

    private static StorageException ended() {
        return new StorageException("the client was closed");
    }

    private Engine open() {
        try {
            return Engine.open(settings, crypto, random, storage, clock.millis());
        } catch (DamagedStateException e) {
            throw asStorage(e);
        }
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

    /**
     * Gives the engine a command, whose outcome completes what is returned: with a {@link RefusedException} when it is not
     * done, with a {@link StorageException} when it could not be stored or the host ended first.
     */
    public CompletableFuture<Outcome> perform(Command command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        long id = nextCommand.getAndIncrement();
        outcomes.put(id, outcome);
        if (closed) {
            fail(EngineHost::ended);
        }
        enqueue(() -> step((to, now) -> to.submit(id, command, now)));
        return outcome;
    }

    /** Looks at the engine between two steps. */
    public <T> CompletableFuture<T> look(Function<EngineView, T> look) {
        return between((view, ignored) -> look.apply(view));
    }

    /**
     * Works between two steps with what there is to see and what is stored. It may store what is the host's own, under
     * {@link HostListener#OWN_KEYS}.
     */
    public <T> CompletableFuture<T> between(BiFunction<EngineView, ProfileStorage, T> work) {
        CompletableFuture<T> seen = new CompletableFuture<>();
        if (closed) {
            seen.completeExceptionally(ended());
            return seen;
        }
        long id = nextLook.getAndIncrement();
        looks.put(id, seen);
        enqueue(() -> {
            try {
                seen.complete(work.apply(engine.view(), storage));
            } catch (RuntimeException e) {
                seen.completeExceptionally(asStorage(e));
            } finally {
                looks.remove(id);
            }
        });
        return seen;
    }

    private void enqueue(Runnable input) {
        try {
            // A full queue pushes back.
            while (!closed && !inputs.offer(input, 1, TimeUnit.SECONDS)) {
                Thread.onSpinWait();
            }
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
                    wakeAt = OptionalLong.empty();
                    step(Engine::wake);
                }
            }
        } catch (InterruptedException e) {
            // The host is being closed.
        } catch (StorageException e) {
            listener.ended(e);
        } finally {
            closed = true;
            transport.close();
            fail(EngineHost::ended);
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        long patience = wakeAt.isPresent() ? Math.clamp(wakeAt.getAsLong() - clock.millis(), 0, 60_000) : 60_000;
        return inputs.poll(patience, TimeUnit.MILLISECONDS);
    }

    private void step(Input input) {
        EngineOutput output;
        try {
            output = input.to(engine, clock.millis());
            List<StateChange> changes = new ArrayList<>(output.changes());
            changes.addAll(listener.alongside(output));
            if (!changes.isEmpty()) {
                storage.store(changes);
            }
        } catch (RuntimeException e) {
            StorageException why = asStorage(e);
            listener.notStored(why);
            fail(() -> why);
            reopen();
            return;
        }
        wakeAt = output.wakeAt();
        for (Effect effect : output.effects()) {
            transport.perform(effect);
        }
        for (EngineEvent event : output.events()) {
            listener.happened(event, engine.view());
            end(event);
        }
    }

    /** A step that throws is undone like one that can't be stored. */
    private static StorageException asStorage(RuntimeException e) {
        return switch (e) {
            case StorageException storage -> storage;
            case DamagedStateException damaged ->
                new StorageException("the profile is damaged: " + damaged.getMessage(), damaged);
            default -> new StorageException("something went wrong here, and was undone: " + e, e);
        };
    }

    private void end(EngineEvent event) {
        if (event instanceof EngineEvent.Completed done) {
            CompletableFuture<Outcome> outcome = outcomes.remove(done.command());
            if (outcome != null) {
                outcome.complete(done.outcome());
            }
        } else if (event instanceof EngineEvent.Refused refused) {
            CompletableFuture<Outcome> outcome = outcomes.remove(refused.command());
            if (outcome != null) {
                outcome.completeExceptionally(new RefusedException(refused.problem()));
            }
        }
    }

    /** The engine forgets its commands when it is opened anew. */
    private void fail(Supplier<StorageException> why) {
        outcomes.keySet().forEach(id -> {
            CompletableFuture<Outcome> outcome = outcomes.remove(id);
            if (outcome != null) {
                outcome.completeExceptionally(why.get());
            }
        });
        if (closed) {
            looks.values().forEach(look -> look.completeExceptionally(why.get()));
            looks.clear();
        }
    }

    private void reopen() {
        transport.close();
        engine = open();
        wakeAt = OptionalLong.empty();
        if (online) {
            // Not at once: a full disk is still full.
            var _ = scheduler.schedule(() -> enqueue(() -> step(Engine::goOnline)), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Ends the connection and the thread; what is stored stays. */
    @Override
    public void close() {
        closed = true;
        scheduler.shutdownNow();
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
