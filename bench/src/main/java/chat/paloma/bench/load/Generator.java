package chat.paloma.bench.load;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.wire.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the clients of a subject send messages, and measures their way to everybody in the room.
 *
 * <p>It is the same for every subject. Everything but the clock of an open loop happens on the one event loop, so that
 * nothing here costs more on one subject than on another.
 */
public final class Generator implements Arrivals {
    /** How long to wait for what is on its way when a phase is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What comes later than all deliveries, and must not: a doubled one. */
    private static final Duration SETTLING = Duration.ofMillis(50);

    private final Loop loop;
    private final Subject subject;
    private final Plan plan;
    private final Duration patience;
    private Traffic traffic;
    private Phase phase;
    private CompletableFuture<Long> finished = new CompletableFuture<>();
    private boolean sending;
    private long began;
    private long number;

    public Generator(Loop loop, Subject subject, Plan plan) {
        this(loop, subject, plan, PATIENCE);
    }

    /** One that waits so long for what is on its way. */
    Generator(Loop loop, Subject subject, Plan plan, Duration patience) {
        this.loop = loop;
        this.subject = subject;
        this.plan = plan;
        this.patience = patience;
        this.traffic = new Traffic(plan);
        this.phase = new Phase(List.of(0), Phase.Content.OPAQUE, new Phase.Pace.Window(1), Duration.ZERO);
    }

    /** Connects the subject's clients and brings them into their rooms. */
    public void open() throws BenchmarkException {
        subject.join(plan, this);
    }

    /**
     * Sends for a while, and waits until all has arrived.
     *
     * @throws BenchmarkException when a message was lost or came twice, or a connection ended
     */
    public Outcome run(Phase next) throws BenchmarkException {
        Duration cpuBefore = subject.cpu();
        loop.run(() -> begin(next));
        if (next.pace() instanceof Phase.Pace.Rate(double rate)) {
            sendAtTheirTime(rate, next.length());
        } else {
            sleep(next.length());
        }
        loop.run(this::stopSending);
        long ended = awaitEnd();
        Duration cpu = subject.cpu().minus(cpuBefore);
        sleep(SETTLING);
        return loop.call(() -> outcome(ended, cpu));
    }

    private long awaitEnd() throws BenchmarkException {
        CompletableFuture<Long> end = loop.call(() -> finished);
        try {
            return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String missing = loop.call(() -> traffic.fault().orElseGet(traffic::missing));
            if (end.isDone()) {
                // This machine was busy with something else, and all came after all.
                return end.join();
            }
            throw new BenchmarkException(subject.name() + ": " + missing, e);
        } catch (ExecutionException e) {
            throw new BenchmarkException(subject.name() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Outcome outcome(long ended, Duration cpu) throws BenchmarkException {
        if (traffic.fault().isPresent()) {
            throw new BenchmarkException(subject.name() + ": " + traffic.fault().get());
        }
        return new Outcome(
                traffic.messages(), traffic.deliveries(), Duration.ofNanos(ended - began), cpu, traffic.latencies());
    }

    private void begin(Phase next) {
        Optional<String> fault = traffic.fault();
        traffic = new Traffic(plan);
        fault.ifPresent(traffic::fault);
        phase = next;
        finished = new CompletableFuture<>();
        sending = true;
        began = System.nanoTime();
        if (next.pace() instanceof Phase.Pace.Window(int messages)) {
            for (int i = 0; i < messages; i++) {
                send(System.nanoTime());
            }
        }
    }

    /** A thread of its own sleeps until each message's time: an event loop's timers count in milliseconds. */
    private void sendAtTheirTime(double rate, Duration length) throws BenchmarkException {
        long start = System.nanoTime();
        long messages = Math.max(1, (long) (rate * length.toNanos() / 1e9));
        for (long i = 0; i < messages; i++) {
            long intended = start + (long) (i / rate * 1e9);
            for (long now = System.nanoTime(); now < intended; now = System.nanoTime()) {
                LockSupport.parkNanos(intended - now);
                if (Thread.interrupted()) {
                    throw interrupted(new InterruptedException());
                }
            }
            loop.run(() -> send(intended));
        }
    }

    private void send(long intended) {
        if (traffic.fault().isPresent()) {
            return;
        }
        int room = phase.rooms().get((int) (number % phase.rooms().size()));
        List<Integer> members = plan.rooms().get(room).members();
        int sender = members.get((int) (number / phase.rooms().size() % members.size()));
        number++;
        Payload payload = subject.payload(room, phase.content(), number);
        traffic.sent(payload.mark(), room, intended);
        subject.send(sender, room, phase.content(), payload);
    }

    private void stopSending() {
        sending = false;
        finishIfComplete();
    }

    private void finishIfComplete() {
        if (!sending && (traffic.isComplete() || traffic.fault().isPresent())) {
            finished.complete(System.nanoTime());
        }
    }

    @Override
    public void delivered(int client, long mark) {
        long now = System.nanoTime();
        boolean last = traffic.delivered(client, mark, now);
        if (last && sending && phase.pace() instanceof Phase.Pace.Window) {
            send(System.nanoTime());
        }
        finishIfComplete();
    }

    @Override
    public void acknowledged() {
        traffic.acknowledged();
        finishIfComplete();
    }

    @Override
    public void failed(String why) {
        traffic.fault(why);
        finishIfComplete();
    }

    private static void sleep(Duration time) throws BenchmarkException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static BenchmarkException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BenchmarkException("interrupted", e);
    }
}
