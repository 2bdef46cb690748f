package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Event;
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
import chat.paloma.node.bus.SignalTransport;
import chat.paloma.node.delivery.Deliveries;
import chat.paloma.node.lane.RecordNumbers;
import chat.paloma.node.presence.Presence;
import chat.paloma.node.room.Messages;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.session.Sessions;
import chat.paloma.node.store.Announcements;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
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

    private final Database database;
    private final Optional<Announcements> announcements;
    private final Optional<DatabaseBus> shared;
    private final LaneBus bus;
    private final NodeSignals signals;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("cluster-heart").unstarted(work));

    Cluster(Database database, RandomSource random) {
        this.database = database;
        this.announcements = database.announcements();
        this.shared = announcements.map(way -> new DatabaseBus(new RecordNumbers(database), way, Duration.ZERO));
        this.bus = shared.<LaneBus>map(way -> way).orElseGet(LocalBus::new);
        List<SignalTransport> transports = new ArrayList<>();
        announcements.ifPresent(way -> transports.add(new AnnouncedSignals(way)));
        this.signals = new NodeSignals(NodeId.random(random), transports);
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
        every(HEARTBEAT, () -> database.read(handle ->
                        DeviceTable.revokedSince(handle, clock.millis() - REVOKED_LATELY.toMillis()))
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
        heart.scheduleWithFixedDelay(
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

    /** Begins, when all who listen are there. Blocks. */
    void start() {
        shared.ifPresent(DatabaseBus::start);
        announcements.ifPresent(Announcements::start);
    }

    /** Records that were committed and not delivered here yet, as far as is known. */
    long lag() {
        return shared.map(way -> way.feed().waiting()).orElse(0L);
    }

    @Override
    public void close() {
        heart.shutdownNow();
        signals.send(new NodeSignal.Ended());
        shared.ifPresent(DatabaseBus::close);
        announcements.ifPresent(Announcements::close);
    }
}
