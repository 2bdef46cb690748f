package chat.paloma.sim.client;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.sim.base.Schedule;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.net.Endpoint;
import chat.paloma.sim.net.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One device: a host that does what docs/engine.md asks of hosts, on a disk that may be full and in a process that may
 * end at any point.
 */
public final class SimClient implements Endpoint {
    /** What somebody who looks on is told. */
    public interface Observer {
        /** An input is about to be given to an engine: a step of the simulation. */
        void stepping(SimClient client, String input);

        /** Where the process ends in this step, if it does. */
        CrashPoint crashPoint(SimClient client);

        /** A step is done, and its events were shown. */
        void stepped(SimClient client, EngineOutput output);

        /** A command ended; one that was not asked for, or has ended before, is empty. */
        void ended(SimClient client, Optional<Command> command, EngineEvent end);

        /** The engine broke its own rules. */
        void threw(SimClient client, RuntimeException error);

        /** The process has ended; somebody starts it again. */
        void crashed(SimClient client, CrashPoint where);
    }

    /** Where a device's process can end within a step, or what its disk does. */
    public enum CrashPoint {
        NOWHERE,
        BEFORE_STORING,
        AFTER_STORING,
        BETWEEN_EFFECTS,
        DISK_FULL
    }

    /** What the disk, and what the engine is given, go through: a place for mutations. */
    public interface Hooks {
        Hooks NONE = new Hooks() {};

        /** What is stored of a batch. */
        default List<StateChange> store(List<StateChange> changes) {
            return changes;
        }

        /** What the engine receives in the place of a frame. */
        default List<ByteString> receive(ByteString frame) {
            return List.of(frame);
        }

        /** What is sent in the place of a frame. */
        default List<ByteString> send(ByteString frame) {
            return List.of(frame);
        }
    }

    private static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final EngineSettings settings;
    private final CryptoProvider crypto;
    private final SeededRandom random;
    private final Schedule schedule;
    private final Network network;
    private final Observer observer;
    private SimDisk disk = new SimDisk();
    private final Map<Long, Command> open = new TreeMap<>();
    private Hooks hooks = Hooks.NONE;
    private @Nullable Engine engine;
    private boolean wanted;
    private boolean retired;
    private long skew;
    private long lastCommand;
    private long wakeToken;
    private long wakeScheduled = NEVER;
    private OptionalLong wakeAt = OptionalLong.empty();
    private long life;

    public SimClient(
            String name,
            EngineSettings settings,
            CryptoProvider crypto,
            SeededRandom random,
            Schedule schedule,
            Network network,
            Observer observer) {
        this.name = name;
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.schedule = schedule;
        this.network = network;
        this.observer = observer;
        start();
    }

    @Override
    public String name() {
        return name;
    }

    public void hook(Hooks with) {
        hooks = with;
    }

    /** Its clock. */
    public long clock() {
        return schedule.now() + skew;
    }

    /** How much its clock is ahead of the world's, in milliseconds. Its host waits by another clock, which goes on as it was. */
    public void setSkew(long millis) {
        skew = millis;
    }

    // The process

    public boolean isRunning() {
        return engine != null;
    }

    /** What there is to see; only while it runs. */
    public EngineView view() {
        return running().view();
    }

    private Engine running() {
        Engine now = engine;
        if (now == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return now;
    }

    /** Its profile has ended: nobody starts it any more. */
    public void retire() {
        crash();
        retired = true;
    }

    public boolean isRetired() {
        return retired;
    }

    /** Another, blank device takes its place. */
    public void renew() {
        crash();
        retired = false;
        wanted = false;
        disk = new SimDisk();
        start();
    }

    /** Starts the process on what is stored. */
    public void start() {
        if (engine != null || retired) {
            return;
        }
        life++;
        engine = Engine.open(settings, crypto, random, disk, clock());
        if (wanted) {
            goOnline();
        }
    }

    /** Ends the process without a warning. */
    public void crash() {
        engine = null;
        open.clear();
        wakeAt = OptionalLong.empty();
        wakeScheduled = NEVER;
        network.gone(this);
    }

    private void crash(CrashPoint where) {
        crash();
        observer.crashed(this, where);
    }

    // Inputs

    public void goOnline() {
        wanted = true;
        step("goes online", running -> running.goOnline(clock()));
    }

    public void goOffline() {
        wanted = false;
        step("goes offline", running -> running.goOffline(clock()));
    }

    public boolean isWanted() {
        return wanted;
    }

    /** Gives the engine a command; returns its number. */
    public long submit(Command command) {
        long id = lastCommand++;
        open.put(id, command);
        step("wants " + command.getClass().getSimpleName(), running -> running.submit(id, command, clock()));
        return id;
    }

    /** The commands that have not ended in this life of the process. */
    public Map<Long, Command> open() {
        return open;
    }

    @Override
    public void connected(long number) {
        step("is connected", running -> running.connected(number, clock()));
    }

    @Override
    public void received(long number, ByteString frame) {
        hooks.receive(frame)
                .forEach(each -> step("receives a frame", running -> running.received(number, each, clock())));
    }

    @Override
    public void disconnected(long number, String why) {
        step("is disconnected", running -> running.disconnected(number, why, clock()));
    }

    @Override
    public void httpAnswered(long id, int status, ByteString body) {
        step("gets an HTTP answer", running -> running.httpAnswered(id, status, body, clock()));
    }

    @Override
    public void httpFailed(long id, String why) {
        step("gets no HTTP answer", running -> running.httpFailed(id, why, clock()));
    }

    private void wake() {
        step("wakes", running -> running.wake(clock()));
    }

    // The step

    private void step(String input, Function<Engine, EngineOutput> work) {
        Engine now = engine;
        if (now == null) {
            return;
        }
        observer.stepping(this, input);
        EngineOutput output;
        try {
            output = work.apply(now);
        } catch (RuntimeException e) {
            observer.threw(this, e);
            crash(CrashPoint.BEFORE_STORING);
            return;
        }
        CrashPoint crash = observer.crashPoint(this);
        if (crash == CrashPoint.DISK_FULL) {
            reopen();
            return;
        }
        if (crash == CrashPoint.BEFORE_STORING) {
            crash(crash);
            return;
        }
        disk.write(hooks.store(output.changes()));
        if (crash == CrashPoint.AFTER_STORING) {
            crash(crash);
            return;
        }
        int done = crash == CrashPoint.BETWEEN_EFFECTS
                ? random.nextInt(output.effects().size() + 1)
                : output.effects().size();
        output.effects().subList(0, done).forEach(this::perform);
        if (crash == CrashPoint.BETWEEN_EFFECTS) {
            crash(crash);
            return;
        }
        wakeAt = output.wakeAt();
        scheduleWake();
        output.events().forEach(this::close);
        observer.stepped(this, output);
    }

    /** The disk takes no batch: the engine is dropped and opened anew from what is stored. */
    private void reopen() {
        observer.crashed(this, CrashPoint.DISK_FULL);
        crash();
        schedule.after(0, this::start);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Connect connect -> network.connect(this, connect.connection());
            case Effect.Send send ->
                hooks.send(send.frame()).forEach(frame -> network.send(this, send.connection(), frame));
            case Effect.Disconnect disconnect -> network.disconnect(this, disconnect.connection());
            case Effect.Http http -> request(http);
        }
    }

    private void request(Effect.Http http) {
        long asked = life;
        network.http(new OfThisLife(asked), http.id(), http.method(), http.path(), http.body());
    }

    /** Answers over HTTP do not outlive the process that asked. */
    private final class OfThisLife implements Endpoint {
        private final long of;

        private OfThisLife(long of) {
            this.of = of;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void connected(long number) {}

        @Override
        public void received(long number, ByteString frame) {}

        @Override
        public void disconnected(long number, String why) {}

        @Override
        public void httpAnswered(long id, int status, ByteString body) {
            if (of == life) {
                SimClient.this.httpAnswered(id, status, body);
            }
        }

        @Override
        public void httpFailed(long id, String why) {
            if (of == life) {
                SimClient.this.httpFailed(id, why);
            }
        }
    }

    private void close(EngineEvent event) {
        if (event instanceof EngineEvent.Completed done) {
            observer.ended(this, Optional.ofNullable(open.remove(done.command())), event);
        } else if (event instanceof EngineEvent.Refused refused) {
            observer.ended(this, Optional.ofNullable(open.remove(refused.command())), event);
        }
    }

    private void scheduleWake() {
        long time = engine != null && wakeAt.isPresent() ? wakeAt.getAsLong() - skew : NEVER;
        if (time == wakeScheduled) {
            return;
        }
        wakeScheduled = time;
        if (time != NEVER) {
            long token = ++wakeToken;
            schedule.at(time, () -> {
                if (token == wakeToken && wakeScheduled == time) {
                    wakeScheduled = NEVER;
                    wake();
                }
            });
        }
    }
}
