package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Event;
import chat.paloma.node.Host;
import chat.paloma.node.NodeException;
import chat.paloma.node.account.DeviceTable;
import chat.paloma.node.account.Directory;
import chat.paloma.node.bus.AnnouncedSignals;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.DatabaseBus;
import chat.paloma.node.bus.LaneBus;
import chat.paloma.node.bus.LocalBus;
import chat.paloma.node.bus.NodeId;
import chat.paloma.node.bus.NodeSignal;
import chat.paloma.node.bus.NodeSignals;
import chat.paloma.node.bus.RecordFeed;
import chat.paloma.node.bus.SignalTransport;
import chat.paloma.node.bus.kafka.KafkaBus;
import chat.paloma.node.bus.redis.RedisCounts;
import chat.paloma.node.bus.redis.RedisLink;
import chat.paloma.node.bus.redis.RedisSignals;
import chat.paloma.node.config.KafkaServers;
import chat.paloma.node.config.RedisServer;
import chat.paloma.node.delivery.Deliveries;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.lane.RecordNumbers;
import chat.paloma.node.presence.Presence;
import chat.paloma.node.room.Messages;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.session.Sessions;
import chat.paloma.node.store.Announcements;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.StoreException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has in common with the others of its database, and hears from them. Alone, it hears nothing. */
final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** How far the clocks of nodes may be apart, and how long a node may be without its database. */
    private static final Duration REVOKED_LATELY = Duration.ofMinutes(2);

    private static final Set<RecordKind> CHANGES_OF_MEMBERS =
            Set.of(RecordKind.COMMIT, RecordKind.LARGE_COMMIT, RecordKind.ROOM_OPENED);

    private final Host host;
    private final Database database;
    private final Optional<Announcements> announcements;
    private final Optional<DatabaseBus> shared;
    private final Optional<KafkaBus> kafka;
    private final Optional<RedisLink> redis;
    private final Optional<RedisCounts> counts;
    private final LaneBus bus;
    private final NodeSignals signals;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("cluster-heart").unstarted(work));

    /** @throws NodeException when a server that the settings name can't be used */
    Cluster(Host host, Database database, ServerId server, RandomSource random, InstantSource clock)
            throws NodeException {
        this.host = host;
        this.database = database;
        String name = "paloma:" + server.bytes().toHex();
        Optional<KafkaServers> kafkaServers = host.configuration().kafka();
        Optional<RedisServer> redisServer = host.configuration().redis();
        RecordNumbers records = new RecordNumbers(database);
        announcements = database.announcements();
        Duration patience = kafkaServers.isPresent() ? KafkaBus.PATIENCE : Duration.ZERO;
        shared = announcements.map(way -> new DatabaseBus(records, way, patience));
        bus = shared.<LaneBus>map(way -> way).orElseGet(LocalBus::new);
        kafka = kafkaServers.isPresent() && shared.isPresent()
                ? Optional.of(new KafkaBus(database, records, ClusterServers.kafka(kafkaServers.get()), shared.get()))
                : Optional.empty();
        redis = redisServer.isPresent()
                ? Optional.of(ClusterServers.redis(host.vertx(), redisServer.get(), name))
                : Optional.empty();
        counts = redis.map(link -> new RedisCounts(link, name, clock));
        List<SignalTransport> transports = new ArrayList<>();
        redis.ifPresent(link -> transports.add(new RedisSignals(link)));
        announcements.ifPresent(way -> transports.add(new AnnouncedSignals(way)));
        signals = new NodeSignals(NodeId.random(random), transports);
    }

    /** What is counted on all nodes together. */
    SharedCounts counts() {
        return counts.<SharedCounts>map(shared -> shared).orElse(SharedCounts.NONE);
    }

    LaneBus bus() {
        return bus;
    }

    NodeSignals signals() {
        return signals;
    }

    /** Lets what is committed reach those who follow it, and those who lost the right to leave. */
    void deliver(Deliveries deliveries, RoomDirectory rooms) {
        bus.listen(deliveries::publish);
        if (shared.isPresent()) {
            bus.listen(committed -> dismiss(committed, deliveries, rooms));
        } else {
            rooms.onChange((room, devices) -> deliveries.retain(Messages.lane(room), devices));
        }
    }

    /** Behind a record that may have removed devices, whichever node took it. */
    private static void dismiss(Committed committed, Deliveries deliveries, RoomDirectory rooms) {
        if (committed.lane() instanceof LaneId.Room room
                && CHANGES_OF_MEMBERS.contains(committed.record().header().kind())
                && deliveries.isFollowed(room)) {
            try {
                long sequence = committed.position().sequence();
                deliveries.remove(room, rooms.removedUpTo(room.room(), sequence));
            } catch (StoreException e) {
                LOG.warn("those who follow a room are asked to do it anew: {}", e.getMessage());
                deliveries.restart(room);
            }
        }
    }

    /** Keeps connections as they should be when other nodes change what they hang on, or get them. */
    void watch(Sessions sessions, Directory directory, InstantSource clock) {
        if (shared.isEmpty()) {
            return;
        }
        bus.listen(committed -> {
            if (committed.lane() instanceof LaneId.Inbox inbox
                    && committed.record().header().kind().equals(RecordKind.DEVICES_CHANGED)
                    && !sessions.of(inbox.device().account()).isEmpty()) {
                Thread.startVirtualThread(
                        () -> sessions.revokeUnlisted(inbox.device().account()));
            }
        });
        sessions.onConnect(device -> signals.send(new NodeSignal.Connected(device, System.currentTimeMillis())));
        signals.listen((node, signal) -> {
            switch (signal) {
                case NodeSignal.ToDevice(DeviceAddress device, ByteString frame) ->
                    sessions.find(device).ifPresent(session -> session.tell(frame));
                case NodeSignal.Connected(DeviceAddress device, long at) -> sessions.replace(device, at);
                case NodeSignal.CutOff(DeviceAddress device) -> {
                    directory.forget(device.account());
                    sessions.revoke(device);
                }
                default -> {}
            }
        });
        every(
                HEARTBEAT,
                () -> database.read(
                                handle -> DeviceTable.revokedSince(handle, clock.millis() - REVOKED_LATELY.toMillis()))
                        .forEach(sessions::revoke));
    }

    /** Keeps what other nodes know of who is connected here, and the other way around. */
    void watch(Presence presence) {
        if (shared.isPresent()) {
            every(Presence.RENEWAL, presence::renew);
            every(HEARTBEAT, presence::expire);
        }
    }

    /** Tells a device something, wherever it is connected. */
    void tell(Sessions sessions, DeviceAddress device, Event event) {
        sessions.find(device)
                .ifPresentOrElse(
                        session -> session.tell(event),
                        () -> signals.send(new NodeSignal.ToDevice(
                                device, ByteString.adopt(event.frame().encoded()))));
    }

    private void every(Duration interval, Runnable work) {
        Future<?> _ = heart.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("what is done for the cluster now and then failed: {}", e.getMessage());
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Begins, when all who listen are there. Blocks.
     *
     * @throws NodeException when Redis can't be used
     */
    void start() throws NodeException {
        if (redis.isPresent()) {
            ClusterServers.start(redis.get(), host.configuration().redis().orElseThrow());
        }
        shared.ifPresent(DatabaseBus::start);
        announcements.ifPresent(Announcements::start);
        kafka.ifPresent(KafkaBus::start);
        counts.ifPresent(shared -> every(RedisCounts.INTERVAL, shared::exchange));
        PrometheusMeterRegistry metrics = host.metrics().registry();
        shared.ifPresent(way -> {
            metrics.gauge("paloma.records.waiting", way.feed(), RecordFeed::waiting);
            metrics.gauge("paloma.bus.late", way.feed(), feed -> feed.isLate() ? 1 : 0);
        });
        kafka.ifPresent(way -> metrics.gauge("paloma.bus.lag", way, KafkaBus::lag));
        redis.ifPresent(link -> metrics.gauge("paloma.redis.up", link, up -> up.isUp() ? 1 : 0));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        signals.send(new NodeSignal.Ended());
        kafka.ifPresent(KafkaBus::close);
        shared.ifPresent(DatabaseBus::close);
        announcements.ifPresent(Announcements::close);
        redis.ifPresent(RedisLink::close);
    }
}
