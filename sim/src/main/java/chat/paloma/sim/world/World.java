package chat.paloma.sim.world;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.sim.actor.Actors;
import chat.paloma.sim.attack.MaliciousNode;
import chat.paloma.sim.base.RememberingCrypto;
import chat.paloma.sim.base.Schedule;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.base.Trace;
import chat.paloma.sim.check.Broken;
import chat.paloma.sim.check.Invariants;
import chat.paloma.sim.check.Names;
import chat.paloma.sim.check.Oracle;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.net.Endpoint;
import chat.paloma.sim.net.Network;
import chat.paloma.sim.net.Server;
import chat.paloma.sim.node.HttpPart;
import chat.paloma.sim.node.NodeHost;
import chat.paloma.sim.node.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Devices, a node and the network between them, at a simulated time. One run of a seed, from the beginning to the end. */
public final class World implements NodeHost, Server {
    private static final long START = 1_800_000_000_000L;
    private static final long PATIENCE = 4 * 3_600_000L;
    private static final long LOOK = 30_000;
    /** How long devices wait before they archive what they have read. */
    private static final long ARCHIVE = 120_000;

    /** Each device is registered and online within so many inputs. */
    private static final long BEGINNING = 1000;

    private static final long PROGRESS = 10_000;
    /** More inputs than this, and twice of what there were before, are a loop too. */
    private static final long MAX_SETTLING = 50_000;
    /** More inputs than this at one moment are a loop. */
    private static final int MAX_AT_ONCE = 20_000;

    private final Settings settings;
    private final Schedule schedule = new Schedule(START);
    private final Trace trace = new Trace(schedule);
    private final Names names = new Names();
    private final Oracle oracle = new Oracle(names);
    private final Network network;
    private final SimNode node;
    private final List<SimClient> clients = new ArrayList<>();
    private final Faults faults;
    private final Consumer<Long> progress;
    private final Actors actors;
    private final MaliciousNode malice;
    private final Invariants invariants;
    private Optional<Broken> broken = Optional.empty();
    private boolean up = true;
    private long steps;
    private long moment;
    private int atThisMoment;

    public World(Settings settings) {
        this(settings, steps -> {});
    }

    /**
     * @param progress told now and then how many steps are done
     */
    public World(Settings settings, Consumer<Long> progress) {
        this.settings = settings;
        this.progress = progress;
        long seed = settings.seed();
        CryptoProvider crypto = new RememberingCrypto();
        this.network = new Network(schedule, SeededRandom.of(seed, "network"), this);
        this.node = new SimNode(this, crypto, settings.suite(), SeededRandom.of(seed, "node"));
        this.faults = new Faults(this, settings, SeededRandom.of(seed, "faults"));
        this.actors = new Actors(this, settings, SeededRandom.of(seed, "actors"));
        this.malice = new MaliciousNode(this, SeededRandom.of(seed, "malice"));
        this.invariants = new Invariants(this, oracle, names);
        DeviceWatch watch = new DeviceWatch(this, faults, actors, invariants);
        EngineSettings engine =
                EngineSettings.of("simulation").withSuite(settings.suite()).withArchiveAfter(ARCHIVE);
        for (int i = 0; i < settings.clients(); i++) {
            String name = Actors.name(i);
            clients.add(new SimClient(
                    name, engine, crypto, SeededRandom.of(seed, "client " + name), schedule, network, watch));
        }
    }

    // Parts

    public Schedule schedule() {
        return schedule;
    }

    public Trace trace() {
        return trace;
    }

    public Network network() {
        return network;
    }

    public SimNode node() {
        return node;
    }

    public List<SimClient> clients() {
        return clients;
    }

    public Oracle oracle() {
        return oracle;
    }

    public Names names() {
        return names;
    }

    public Settings settings() {
        return settings;
    }

    public long steps() {
        return steps;
    }

    /** How often a malicious node attacked. */
    public int attacks() {
        return malice.attacks();
    }

    /** How many rooms, and devices, have named an attack. */
    public int named() {
        return invariants.named();
    }

    // Running

    /** Runs it all. What must hold and does not is thrown, with what happened in the trace. */
    public void run() {
        actors.register();
        runUntil(() -> actors.areRegistered(), BEGINNING * settings.clients());
        faults.begin();
        actors.begin();
        if (settings.malicious()) {
            malice.begin();
        }
        while (steps < settings.steps() && schedule.step()) {
            check();
        }
        heal();
        settle();
    }

    private void check() {
        if (broken.isPresent()) {
            throw broken.get();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void runUntil(Condition condition, long most) {
        long began = steps;
        while (!condition.holds()) {
            if (!schedule.step() || steps - began > most) {
                throw new Broken("it begins", "not everybody could register", List.of());
            }
            check();
        }
    }

    private void heal() {
        trace.add("world", "heals: nothing goes wrong any more");
        actors.end();
        faults.heal();
        network.heal();
        malice.end();
        nodeUp();
        clients.forEach(client -> {
            client.setSkew(0);
            client.start();
            if (settings.malicious()) {
                // What was begun with a node that deceived is begun anew.
                client.goOffline();
            }
            if (actors.isRegistered(client)) {
                client.goOnline();
            }
        });
    }

    /** Lets everything come to rest, and then everything must hold. */
    private void settle() {
        long until = schedule.now() + PATIENCE;
        long most = steps + MAX_SETTLING + 2 * settings.steps();
        while (true) {
            long look = schedule.now() + LOOK;
            while (schedule.next().isPresent() && schedule.next().getAsLong() <= look) {
                schedule.step();
                check();
                if (steps > most) {
                    throw new Broken("it comes to rest", "the same things happen over and over", List.of());
                }
            }
            schedule.at(look, () -> {});
            schedule.step();
            try {
                invariants.atRest();
                return;
            } catch (Broken e) {
                if (schedule.now() >= until) {
                    throw e;
                }
            }
        }
    }

    /** Counts an input. */
    void count() {
        steps++;
        if (steps % PROGRESS == 0) {
            progress.accept(steps);
        }
        if (schedule.now() != moment) {
            moment = schedule.now();
            atThisMoment = 0;
        }
        if (++atThisMoment > MAX_AT_ONCE) {
            breaks(new Broken("time goes on", "the same things happen over and over at one moment", List.of()));
        }
    }

    /** Something that must hold does not: the run ends behind this input. */
    void breaks(Broken what) {
        if (broken.isEmpty()) {
            broken = Optional.of(what);
        }
    }

    // The node

    @Override
    public long now() {
        return schedule.now();
    }

    @Override
    public void send(long connection, ByteString frame) {
        network.reply(connection, frame);
    }

    @Override
    public void close(long connection) {
        network.close(connection);
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void opened(long connection, Endpoint from) {
        node.opened(connection);
    }

    @Override
    public void received(long connection, ByteString frame) {
        count();
        trace.mix(frame.hashCode());
        node.received(connection, frame);
        node.takeNews().forEach(this::tell);
    }

    @Override
    public void receivedAgain(long connection, ByteString frame) {
        count();
        trace.mix(frame.hashCode());
        node.receivedAgain(connection, frame);
        node.takeNews().forEach(this::tell);
    }

    private void tell(SimNode.News news) {
        String room = names.of(news.room());
        trace.add("node", "appends " + news.what() + " to " + room + " as record " + news.sequence());
        news.author().ifPresent(author -> oracle.appended(news.room(), news.sequence(), author));
        if (news.epoch()) {
            Set<DeviceAddress> devices = node.room(news.room()).orElseThrow().devices();
            oracle.members(news.room(), devices, news.joined(), schedule.now());
        }
    }

    @Override
    public void closed(long connection) {
        node.closed(connection);
    }

    @Override
    public Answer http(String method, String path, ByteString body) {
        count();
        HttpPart.Answer answer = node.http(method, path, body);
        return new Answer(answer.status(), answer.body());
    }

    /** The node stops, with a word to everybody when {@code reconnectAfter} is not 0. */
    void nodeDown(int reconnectAfter) {
        trace.add("node", reconnectAfter > 0 ? "is stopped" : "crashes");
        if (reconnectAfter > 0) {
            node.drain(reconnectAfter);
        } else {
            node.crash();
            network.serverGone();
        }
        up = false;
    }

    void nodeUp() {
        if (!up) {
            trace.add("node", "is started");
            up = true;
            node.maintain();
            node.takeNews().forEach(this::tell);
        }
    }

    void nodeRestored(SimNode.Backup backup) {
        trace.add("node", "is restored from the backup");
        network.serverGone();
        node.restore(backup);
        oracle.restored(node.rooms(), schedule.now());
        for (RoomId room : node.rooms()) {
            oracle.members(room, node.room(room).orElseThrow().devices(), Optional.empty(), schedule.now());
        }
    }

    // Looking

    /** The lane of a room, for those who check. */
    public static LaneId lane(RoomId room) {
        return new LaneId.Room(room, chat.paloma.core.lane.RegionId.ONLY);
    }
}
