package chat.paloma.node.assembly;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.wire.Event;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import chat.paloma.node.Host;
import chat.paloma.node.NodeException;
import chat.paloma.node.Part;
import chat.paloma.node.Shutdown.Phase;
import chat.paloma.node.account.Accounts;
import chat.paloma.node.account.Authentication;
import chat.paloma.node.account.Directory;
import chat.paloma.node.account.Invites;
import chat.paloma.node.account.Links;
import chat.paloma.node.account.Registrations;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.account.Vaults;
import chat.paloma.node.administration.Administration;
import chat.paloma.node.atrest.AtRest;
import chat.paloma.node.blob.BlobStore;
import chat.paloma.node.blob.Blobs;
import chat.paloma.node.bus.NodeSignal;
import chat.paloma.node.config.DatabaseServer;
import chat.paloma.node.delivery.Deliveries;
import chat.paloma.node.delivery.LaneReading;
import chat.paloma.node.inbox.InboxRequests;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.keys.Invitations;
import chat.paloma.node.keys.KeyPackages;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.lane.Retention;
import chat.paloma.node.presence.Presence;
import chat.paloma.node.presence.Receipts;
import chat.paloma.node.presence.RoomSignals;
import chat.paloma.node.presence.Signals;
import chat.paloma.node.room.Commits;
import chat.paloma.node.room.Messages;
import chat.paloma.node.room.Openings;
import chat.paloma.node.room.Removals;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.room.RoomQueries;
import chat.paloma.node.session.Dispatcher;
import chat.paloma.node.session.Handshake;
import chat.paloma.node.session.Sessions;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Lease;
import chat.paloma.node.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The chat: everything that devices and people ask a node for. */
public final class Chat implements Part {
    /** The suites that the groups of rooms may have: the post-quantum ones. */
    private static final Set<CipherSuite> SUITES = Set.of(
            CipherSuite.PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44,
            CipherSuite.PALOMA_256_MLKEM1024_AES256GCM_SHA384_MLDSA87);

    private final boolean newAdministratorLink;
    private final boolean restored;
    private final InstantSource clock;

    /**
     * @param newAdministratorLink whether to print a link for an administrator, also when there is one
     * @param restored whether the data folder was put back from a copy, so that lanes go on in a new incarnation
     */
    public Chat(boolean newAdministratorLink, boolean restored) {
        this(newAdministratorLink, restored, InstantSource.system());
    }

    /** The same, with a clock. */
    public Chat(boolean newAdministratorLink, boolean restored, InstantSource clock) {
        this.newAdministratorLink = newAdministratorLink;
        this.restored = restored;
        this.clock = clock;
    }

    @Override
    public void start(Host host) throws NodeException {
        Database database = open(host);
        host.shutdown().register(Phase.CLOSE, "store", time -> database.close());
        try {
            start(host, database);
        } catch (IOException e) {
            throw new NodeException("the data folder can't be used: " + e.getMessage(), e);
        } catch (StoreException e) {
            throw new NodeException("the database can't be used: " + e.getMessage(), e);
        }
    }

    private static Database open(Host host) throws NodeException {
        Optional<DatabaseServer> server = host.configuration().database();
        if (server.isPresent()) {
            if (Files.exists(host.data().path().resolve(Database.FILE))) {
                throw new NodeException(
                        "the data folder " + host.data().path()
                                + " has a SQLite database, which database.url would leave aside; move it there with ./paloma migrate, or give another --data");
            }
            return ServerDatabase.open(server.get());
        }
        if (Files.exists(host.data().path().resolve(Database.MIGRATED_FILE))) {
            throw new NodeException("the database of " + host.data().path()
                    + " was moved to a PostgreSQL server; name it with database.url");
        }
        try {
            return Database.open(host.data().path());
        } catch (StoreException e) {
            throw new NodeException("the database in " + host.data().path() + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static Path blobs(Host host) throws IOException {
        Optional<Path> elsewhere = host.configuration().blobs();
        return elsewhere.isPresent() ? elsewhere.get() : host.data().subfolder("blobs");
    }

    private void start(Host host, Database database) throws IOException, NodeException {
        CryptoProvider crypto = new JdkCrypto();
        RandomSource random = new SystemRandom();
        Optional<AtRest> atRest = AtRest.open(database, host.configuration().masterKey(), crypto, random, clock);
        ServerIdentity created = ServerIdentity.open(database, crypto, random, clock);
        ServerIdentity identity = restored ? ServerIdentity.openNextIncarnation(database, crypto) : created;

        Cluster cluster = new Cluster(host, database, identity.server(), random, clock);
        host.shutdown().register(Phase.CLOSE, "cluster", time -> cluster.close());
        host.addressCounts().accept(cluster.counts());
        Lanes lanes = new Lanes(database, crypto, identity.server(), clock, cluster.bus());
        Inboxes inboxes = new Inboxes(lanes);
        Directory directory = new Directory(database, crypto);
        RoomDirectory rooms = new RoomDirectory(database, crypto);
        Deliveries deliveries = new Deliveries();
        cluster.deliver(deliveries, rooms);

        Accounts accounts = new Accounts(database, crypto, lanes, inboxes, directory, clock);
        Registrations registrations = new Registrations(
                database,
                crypto,
                lanes,
                directory,
                accounts,
                clock,
                host.configuration().registration());
        Invites invites = new Invites(
                database,
                crypto,
                random,
                clock,
                () -> host.publicAddress().get().toString());
        KeyPackages keyPackages = new KeyPackages(database, crypto, directory, rooms, SUITES, cluster.counts(), clock);
        Invitations invitations = new Invitations(database, inboxes, clock);
        Blobs blobs = new Blobs(
                database,
                crypto,
                rooms,
                new BlobStore(blobs(host), atRest.map(AtRest::blobs)),
                identity.capabilitySecret(),
                host.configuration().limits().blobBytes(),
                host.configuration().limits().accountBlobBytes(),
                clock);
        Commits commits = new Commits(database, lanes, inboxes, rooms, directory, blobs, clock);
        Removals removals = new Removals(
                database, lanes, rooms, ServerIdentity.EXTERNAL_SENDER_ALGORITHM, identity.externalSender(), random);
        commits.onRaced(removals::proposeAgain);

        Dispatcher dispatcher = new Dispatcher();
        Sessions sessions = new Sessions(
                host.vertx(),
                dispatcher,
                new Handshake.Setting(
                        identity.server(),
                        () -> host.publicAddress().get().toString(),
                        ClientVersions.number(host.configuration().minimumClientVersion()),
                        host.configuration().limits().headTime(),
                        random,
                        clock,
                        new DeviceAuthenticator(
                                new Authentication(database, crypto, directory, random),
                                database,
                                directory,
                                lanes,
                                keyPackages,
                                identity.externalSender().publicKey())),
                directory::isListed,
                host.configuration().limits(),
                cluster.counts(),
                host.metrics().registry(),
                host.tracing().openTelemetry().getTracer("chat.paloma.node"));
        accounts.onRevoked(sessions::revoke);
        accounts.onRevoked(device -> cluster.signals().send(new NodeSignal.CutOff(device)));
        accounts.onRevoked(removals::propose);
        keyPackages.onLowStock((device, left) -> cluster.tell(sessions, device, new Event.StockLow(left)));
        cluster.watch(sessions, directory, clock);

        RoomSignals signals = new RoomSignals(deliveries, cluster.signals());
        Receipts receipts = new Receipts(database, rooms, signals);
        Presence presence = new Presence(sessions, rooms, cluster.signals());
        cluster.watch(presence);
        new DeviceRequests(
                        accounts,
                        invites,
                        new Administration(database, new NodeFigures(host, database, sessions, clock.millis())::now),
                        keyPackages,
                        invitations,
                        new Openings(database, crypto, lanes, rooms, commits, SUITES, clock),
                        commits,
                        new RoomQueries(database, crypto, lanes, rooms),
                        new Messages(database, lanes, rooms),
                        new LaneReading(database, lanes, rooms, deliveries),
                        new InboxRequests(database, lanes, inboxes, directory),
                        new Signals(rooms, signals),
                        presence,
                        receipts,
                        blobs,
                        new Vaults(database))
                .addTo(dispatcher);
        host.routes().onWebSocket("/v1/connect", sessions::accept);
        new AccountRoutes(registrations, accounts, identity.server(), host).mount();
        new BlobRoutes(blobs, host.vertx()).mount(host.routes());
        Links links = new Links(database, clock);
        new LinkRoutes(links, host.vertx()).mount(host.routes());

        Housekeeping housekeeping = new Housekeeping(
                () -> database.tryLease(Lease.Name.HOUSEKEEPING),
                List.of(
                        () -> new Retention(
                                        database, clock, host.configuration().retention())
                                .run(),
                        () -> rooms.forgetOld(clock.millis()),
                        () -> blobs.deleteOutdated(host.configuration().retention()),
                        blobs::sweep,
                        () -> atRest.ifPresent(AtRest::tend),
                        links::sweep,
                        removals::proposeAll));
        housekeeping.start();
        cluster.start();
        host.shutdown().register(Phase.STOP_ACCEPTING, "housekeeping", time -> housekeeping.close());
        host.shutdown().register(Phase.DRAIN, "devices", time -> {
            sessions.drain();
            sessions.close(time);
            receipts.flush();
        });
        host.readiness().require("storage unavailable", database::takesWrites);
        host.readiness().require("the database is damaged", () -> !database.isDamaged());
        if (atRest.isPresent()) {
            Thread.ofPlatform().daemon().name("blob-sealing").start(blobs::sealFormer);
        }
        Thread.ofPlatform().daemon().name("index-check").start(database::checkIndexes);
        host.metrics().registry().gauge("paloma.writes.waiting", database, Database::waitingWrites);
        host.metrics().registry().more().counter("paloma.commits", List.of(), database, Database::commits);
        host.metrics().registry().gauge("paloma.lanes.followed", deliveries, Deliveries::followedLanes);
        host.metrics().registry().more().counter("paloma.deliveries", List.of(), deliveries, Deliveries::delivered);

        boolean first = !accounts.hasAdministrator();
        if (first || newAdministratorLink) {
            host.notices().accept(() -> {
                List<String> lines = new ArrayList<>();
                lines.add(
                        first
                                ? "Nobody administers this node yet. Whoever opens this link first will:"
                                : "A link for a new administrator; earlier ones that nobody used are void:");
                lines.add("");
                lines.add("  " + invites.newAdministratorInvite().link());
                return lines;
            });
        }
    }
}
