package chat.paloma.node.migration;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.node.DataFolder;
import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestStore;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.bus.LocalBus;
import chat.paloma.node.config.DatabaseServer;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.PostgresAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder's database on its way to a real PostgreSQL server. */
@Tag("slow")
class MigrationTest {
    private static final LaneId LANE = new LaneId.Room(RoomId.random(RANDOM), RegionId.ONLY);
    private static final int RECORDS = 1234;
    private static final int DELETED = 7;

    @TempDir
    private Path temporary;

    private Path folder;
    private PostgresAddress address;
    private List<LaneRecord> records;
    private List<LaneStart> starts;

    @BeforeEach
    void fill() throws Exception {
        folder = temporary.resolve("node");
        DataFolder.open(folder).close();
        address = TestDatabases.address(folder);
        try (TestStore store = new TestStore(folder)) {
            store.person("alice");
            store.person("bob");
            Database.await(store.database.write(transaction -> {
                store.lanes.create(transaction, LANE, RoomEpoch.NONE);
                return true;
            }));
            append(store.database, store.lanes, RECORDS / 2);
            ServerIdentity next = ServerIdentity.openNextIncarnation(store.database, CRYPTO);
            Lanes lanes = new Lanes(store.database, CRYPTO, next.server(), store.clock, new LocalBus());
            append(store.database, lanes, RECORDS / 2);
            Database.await(store.database.write(transaction -> {
                lanes.deleteEnvelopes(transaction, LANE, DELETED);
                return true;
            }));
            records = all(lanes);
            starts = lanes.starts(LANE);
        }
        assertEquals(RECORDS, records.size());
    }

    private static void append(Database database, Lanes lanes, int count) {
        for (int i = 0; i < count; i++) {
            Envelope envelope = new Envelope(ByteString.utf8("message " + i));
            var answer = database.write(transaction ->
                    lanes.append(transaction, LANE, new Entry(RecordKind.APPLICATION, RoomEpoch.NONE, envelope)));
            if (i == count - 1) {
                Database.await(answer);
            }
        }
    }

    private static List<LaneRecord> all(Lanes lanes) {
        List<LaneRecord> all = new ArrayList<>();
        while (all.size() < RECORDS) {
            all.addAll(lanes.range(LANE, all.size(), RECORDS, 1 << 20).records());
        }
        return all;
    }

    private DatabaseServer server(String name, int port, Optional<Path> passwordFile) {
        return new DatabaseServer(
                address.host(),
                port,
                name,
                address.user(),
                passwordFile,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Migration.Result migrate() throws NodeException {
        return Migration.run(
                folder, server(address.database(), address.port(), Optional.empty()), CRYPTO, (part, rows) -> {});
    }

    private String refusal() {
        return String.valueOf(assertThrows(NodeException.class, this::migrate).getMessage());
    }

    private boolean isServerEmpty() {
        return TestDatabases.direct(address)
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM record)"
                                                + " + (SELECT count(*) FROM server)")
                                .mapTo(Long.class)
                                .one())
                == 0;
    }

    @Test
    void theServerGoesOnWhereTheFileEnded() throws Exception {
        Migration.Result result = migrate();
        assertFalse(result.again());
        assertEquals(RECORDS, result.chains().records() - inboxRecords());
        assertFalse(Files.exists(folder.resolve(Database.FILE)));
        try (Database database = Database.open(address)) {
            Lanes lanes = new Lanes(
                    database,
                    CRYPTO,
                    database.read(ServerIdentity::server).orElseThrow(),
                    InstantSource.system(),
                    new LocalBus());
            assertEquals(records, all(lanes));
            assertEquals(starts, lanes.starts(LANE));
            append(database, lanes, 1);
            assertEquals(RECORDS + 1, lanes.end(LANE).orElseThrow().sequence());
            // Numbers that rows get go on behind those that were copied.
            Database.await(database.write(transaction -> {
                lanes.create(transaction, new LaneId.Room(RoomId.random(RANDOM), RegionId.ONLY), RoomEpoch.NONE);
                return true;
            }));
            assertEquals(
                    List.of("alice", "bob"),
                    database.read(handle -> handle.createQuery("SELECT handle FROM account ORDER BY handle")
                            .mapTo(String.class)
                            .list()));
        }
    }

    private long inboxRecords() {
        return TestDatabases.direct(address)
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM record WHERE lane_id NOT IN (SELECT id FROM lane WHERE lane = :lane)")
                        .bind("lane", LANE.encoded())
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void aNodeDoesNotStartOnWhatWasLeftBehind() throws Exception {
        migrate();
        NodeException refused = assertThrows(
                NodeException.class,
                () -> Node.start(TestNodes.configuration(temporary), List.of(new Chat(false, false))));
        assertTrue(String.valueOf(refused.getMessage()).contains("database.url"), refused.getMessage());
        assertTrue(refusal().contains("already"), refusal());
    }

    @Test
    void whatWasCutOffBeforeItsEndIsEndedTheNextTime() throws Exception {
        migrate();
        Files.move(folder.resolve(Database.MIGRATED_FILE), folder.resolve(Database.FILE));
        assertTrue(migrate().again());
        assertTrue(Files.exists(folder.resolve(Database.MIGRATED_FILE)));
    }

    @Test
    void aDatabaseWithSomethingElseInItIsLeftAlone() throws Exception {
        Database.open(address).close();
        TestDatabases.direct(address)
                .useHandle(handle -> handle.execute(
                        "INSERT INTO link (link, part, content, expires_at)" + " VALUES ('\\x00', 1, '\\x00', 1)"));
        assertTrue(refusal().contains("not empty"), refusal());
        assertTrue(isServerEmpty());
        assertTrue(Files.exists(folder.resolve(Database.FILE)));
    }

    @Test
    void aChainThatDoesNotHoldIsNotMoved() {
        TestDatabases.direct(folder)
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE record SET envelope = x'00' WHERE sequence = :at AND envelope IS NOT NULL"
                                        + " AND lane_id = (SELECT id FROM lane WHERE lane = :lane)")
                        .bind("at", RECORDS - 1)
                        .bind("lane", LANE.encoded())
                        .execute());
        String refusal = refusal();
        assertTrue(refusal.contains("differs at record " + (RECORDS - 1)), refusal);
        assertTrue(isServerEmpty());
        assertTrue(Files.exists(folder.resolve(Database.FILE)));
    }

    @Test
    void aRunningNodeIsNotDisturbed() throws Exception {
        try (DataFolder held = DataFolder.open(folder)) {
            assertTrue(refusal().contains("is in use"), held.path().toString());
        }
    }

    @Test
    void namesTheSettingToLookAt() throws Exception {
        Path password = Files.createFile(temporary.resolve("password"));
        assertEquals(
                "database.password-file: " + password + " is empty",
                assertThrows(
                                NodeException.class,
                                () -> Migration.run(
                                        folder,
                                        server(address.database(), address.port(), Optional.of(password)),
                                        CRYPTO,
                                        (part, rows) -> {}))
                        .getMessage());
        NodeException away = assertThrows(
                NodeException.class,
                () -> Migration.run(folder, server("none", 1, Optional.empty()), CRYPTO, (part, rows) -> {}));
        assertTrue(String.valueOf(away.getMessage()).contains("see database.url"), away.getMessage());
        assertTrue(Files.exists(folder.resolve(Database.FILE)));
    }
}
