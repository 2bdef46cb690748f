package chat.paloma.client.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.profile.EncryptedProfile;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.membership.RoomId;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineHostTest {
    private static final int COMMANDS = 100;
    private static final ByteString OWN_KEY = ByteString.adopt(new byte[] {(byte) HostListener.OWN_KEYS, 1});

    @TempDir
    private Path folder;

    @Test
    void stepsThatWaitTogetherAreStoredTogether() throws Exception {
        try (Counting storage = storage();
                HttpClient http = HttpClient.newHttpClient();
                EngineHost host = host(storage, http, 0)) {
            List<CompletableFuture<Outcome>> outcomes = sendAtOnce(host);
            for (CompletableFuture<Outcome> outcome : outcomes) {
                assertFails(RefusedException.class, outcome);
            }
            // How many is a matter of time: the first does not wait long for the others.
            assertTrue(storage.transactions.get() < COMMANDS, "in " + storage.transactions.get() + " transactions");
            assertEquals(COMMANDS, storage.count());
        }
    }

    @Test
    void whenOneOfThemIsNotStoredNoneIsAndTheEngineGoesOn() throws Exception {
        try (Counting storage = storage();
                HttpClient http = HttpClient.newHttpClient();
                EngineHost host = host(storage, http, 3)) {
            List<CompletableFuture<Outcome>> outcomes = sendAtOnce(host);
            assertFails(StorageException.class, outcomes.getFirst());
            // What is told that it was not stored is all that was asked for until the engine is open again.
            assertTrue(host.look(_ -> true).join());
            assertFails(RefusedException.class, host.perform(command()));
            assertTrue(storage.count() < COMMANDS, "the first three were taken back");
        }
    }

    private static void assertFails(Class<? extends Exception> cause, CompletableFuture<Outcome> outcome) {
        Throwable failed = assertThrows(ExecutionException.class, () -> outcome.get(30, TimeUnit.SECONDS));
        assertInstanceOf(cause, failed.getCause());
    }

    /** All of them wait when the engine takes the first. */
    private static List<CompletableFuture<Outcome>> sendAtOnce(EngineHost host) {
        CountDownLatch all = new CountDownLatch(1);
        CompletableFuture<Boolean> busy = host.look(_ -> {
            try {
                return all.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            outcomes.add(host.perform(command()));
        }
        all.countDown();
        assertTrue(busy.join());
        return outcomes;
    }

    /** Nothing that a device can do that has no account. */
    private static Command command() {
        return Command.SendMessage.of(new RoomId(ByteString.adopt(new byte[RoomId.LENGTH])), "hello");
    }

    private Counting storage() {
        return new Counting(EncryptedProfile.open(
                ProfileOptions.unprotected(folder.resolve("profile")), new JdkCrypto(), new SystemRandom()));
    }

    /** A host that stores a number with each step, and fails to once. */
    private static EngineHost host(Counting storage, HttpClient http, int failing) {
        HostListener listener = new HostListener() {
            private int steps;

            @Override
            public void happened(EngineEvent event, EngineView view) {}

            @Override
            public List<StateChange> alongside(EngineOutput output) {
                if (++steps == failing) {
                    throw new StorageException("the disk is full");
                }
                return List.of(new StateChange(OWN_KEY, Optional.of(storage.next())));
            }
        };
        return new EngineHost(
                EngineSettings.of("test"),
                new JdkCrypto(),
                new SystemRandom(),
                InstantSource.system(),
                storage,
                http,
                listener);
    }

    /** A profile that counts its transactions, and in which a number is counted up. */
    private record Counting(EncryptedProfile profile, AtomicInteger transactions) implements ProfileStorage {
        Counting(EncryptedProfile profile) {
            this(profile, new AtomicInteger());
        }

        int count() {
            return profile.get(OWN_KEY)
                    .map(value -> Integer.parseInt(new String(value.toByteArray(), StandardCharsets.UTF_8)))
                    .orElse(0);
        }

        ByteString next() {
            return ByteString.utf8(Integer.toString(count() + 1));
        }

        @Override
        public void store(List<StateChange> changes) {
            profile.store(changes);
        }

        @Override
        public void together(Runnable work) {
            transactions.incrementAndGet();
            profile.together(work);
        }

        @Override
        public Optional<ByteString> get(ByteString key) {
            return profile.get(key);
        }

        @Override
        public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
            return profile.range(from, to, limit, newestFirst);
        }

        @Override
        public void close() {
            profile.close();
        }
    }
}
