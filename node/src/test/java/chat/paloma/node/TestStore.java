package chat.paloma.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import chat.paloma.node.account.Accounts;
import chat.paloma.node.account.Directory;
import chat.paloma.node.account.Invites;
import chat.paloma.node.account.Registrations;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.bus.LocalBus;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;

/** What a node is made of below its sockets, on a real database, with a clock that tests turn. */
public final class TestStore implements AutoCloseable {
    public static final CryptoProvider CRYPTO = new JdkCrypto();
    public static final RandomSource RANDOM = new SystemRandom();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000L));

    public final InstantSource clock = now::get;
    public final Path folder;
    public final Database database;
    public final ServerIdentity identity;
    public final LocalBus bus = new LocalBus();
    public final Lanes lanes;
    public final Inboxes inboxes;
    public final Directory directory;
    public final RoomDirectory rooms;
    public final Accounts accounts;
    public final Invites invites;

    public TestStore(Path folder) {
        this(folder, database -> {});
    }

    /**
     * @param prepare what is done to the database before anything else
     */
    public TestStore(Path folder, Consumer<Database> prepare) {
        this.folder = folder;
        database = TestDatabases.open(folder);
        prepare.accept(database);
        identity = ServerIdentity.open(database, CRYPTO, RANDOM, clock);
        lanes = new Lanes(database, CRYPTO, identity.server(), clock, bus);
        inboxes = new Inboxes(lanes);
        directory = new Directory(database, CRYPTO);
        rooms = new RoomDirectory(database, CRYPTO);
        accounts = new Accounts(database, CRYPTO, lanes, inboxes, directory, clock);
        invites = new Invites(database, CRYPTO, RANDOM, clock, () -> "https://chat.example");
    }

    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    public Registrations registrations(chat.paloma.node.config.Registration policy) {
        return new Registrations(database, CRYPTO, lanes, directory, accounts, clock, policy);
    }

    /** Somebody who has registered, with one device. */
    public TestPerson person(String handle) {
        TestPerson person = TestPerson.create(this);
        registrations(chat.paloma.node.config.Registration.OPEN)
                .register(new Registration(Optional.empty(), new Handle(handle), person.record()));
        return person;
    }

    /** The same, who administers the node. */
    public TestPerson administrator(String handle) {
        TestPerson person = TestPerson.create(this);
        registrations(chat.paloma.node.config.Registration.CLOSED)
                .register(new Registration(
                        Optional.of(invites.newAdministratorInvite().token()), new Handle(handle), person.record()));
        return person;
    }

    /** The records of a lane, checked by the store. */
    public List<LaneRecord> records(LaneId lane) {
        return lanes.range(lane, 0, 1000, 1 << 20).records();
    }

    /** Asserts that something is refused, and why. */
    public static Refusal assertRefused(FailureCode code, Executable work) {
        Refusal refusal = assertThrows(Refusal.class, work);
        assertEquals(code, FailureCode.of(refusal.failure().number()).orElseThrow(), refusal.getMessage());
        return refusal;
    }

    @Override
    public void close() {
        database.close();
    }
}
