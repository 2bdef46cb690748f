package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.ClientException;
import chat.paloma.client.ClientListener;
import chat.paloma.client.Listening;
import chat.paloma.client.Messenger;
import chat.paloma.core.identity.Handle;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thin whole path: two people, a real node, real sockets, real disks, MLS from end to end. */
@Timeout(120)
class TwoPeopleTalkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Node node;
    private Person alice;
    private Person bob;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    TwoPeopleTalkTest() {}

    @BeforeEach
    void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        alice = Person.register("alice", folder.resolve("alice"), administratorLink());
        try (Messenger messenger = alice.connect()) {
            bob = Person.register(
                    "bob",
                    folder.resolve("bob"),
                    messenger.invite(Duration.ofDays(1)).link());
        }
    }

    private String administratorLink() {
        return node.notices().stream()
                .filter(line -> line.contains("#join="))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    @AfterEach
    void end() {
        alice.close();
        bob.close();
        node.stop();
    }

    /** On a thread of its own: the common pool has a single one on a machine with two cores. */
    private static CompletableFuture<?> listening(Person person, int count) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        new Listening(person.store, person.http, person.listener).run(true, count);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private void introduce() throws Exception {
        CompletableFuture<?> listening = listening(bob, 1);
        try (Messenger messenger = alice.connect()) {
            messenger.send(bob.handle, "hello", PATIENCE);
        }
        listening.get(60, TimeUnit.SECONDS);
    }

    @Test
    void theyTalkInBothDirections() throws Exception {
        CompletableFuture<?> listening = listening(bob, 3);
        try (Messenger messenger = alice.connect()) {
            messenger.send(bob.handle, "one", PATIENCE);
            messenger.send(bob.handle, "two", PATIENCE);
            messenger.send(bob.handle, "three: grüße 👋", PATIENCE);
        }
        listening.get(60, TimeUnit.SECONDS);
        assertEquals(List.of("one", "two", "three: grüße 👋"), bob.texts());

        listening = listening(alice, 1);
        try (Messenger messenger = bob.connect()) {
            messenger.send(alice.handle, "four", PATIENCE);
        }
        listening.get(60, TimeUnit.SECONDS);
        ClientListener.Message answer = alice.messages.getFirst();
        assertEquals("four", answer.text());
        assertEquals(bob.handle, answer.from());
        assertTrue(answer.certified());
        assertEquals(bob.messages.getFirst().room(), answer.room());
        assertEquals(List.of(), alice.notices);
        assertEquals(List.of(), bob.notices);

        try (Messenger hers = alice.connect();
                Messenger his = bob.connect()) {
            assertEquals(List.of("bob"), hers.rooms().getFirst().others());
            assertEquals(1, hers.rooms().size());
            assertEquals(hers.rooms().getFirst().epoch(), his.rooms().getFirst().epoch());
        }
        assertNowhereOnTheNode("four");
        assertNowhereOnTheNode("three: grüße");
    }

    /** The known plaintexts are in no file of the node; that the scan finds what is there shows with a handle. */
    private void assertNowhereOnTheNode(String text) throws Exception {
        boolean handleFound = false;
        try (Stream<Path> files = Files.walk(folder.resolve("node"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                handleFound |= content.contains("alice");
                assertFalse(
                        content.contains(
                                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
                        file.toString());
            }
        }
        assertTrue(handleFound);
    }

    @Test
    void whatWasSentInTheMeantimeIsThere() throws Exception {
        introduce();
        try (Messenger messenger = alice.connect()) {
            for (int i = 0; i < 10; i++) {
                messenger.send(bob.handle, "while away " + i, PATIENCE);
            }
        }
        listening(bob, 10).get(60, TimeUnit.SECONDS);
        assertEquals(11, bob.messages.size());
        assertEquals("while away 9", bob.messages.getLast().text());
        try (Messenger messenger = bob.connect()) {
            assertEquals(0, messenger.listen(false, 10));
        }
    }

    @Test
    void nothingIsSentToSomebodyWhoDoesNotAccept() throws Exception {
        try (Messenger messenger = alice.connect()) {
            ClientException refused = assertThrows(
                    ClientException.class, () -> messenger.send(bob.handle, "secret", Duration.ofMillis(100)));
            assertEquals(
                    "'bob' has not accepted the invitation yet, and nothing was sent: send again once they have",
                    refused.getMessage());
            assertEquals(List.of(), messenger.rooms());
        }
        try (Messenger messenger = bob.connect()) {
            assertEquals(0, messenger.listen(false, 1));
            assertEquals(List.of(alice.handle), messenger.invitations());
            assertEquals(List.of(alice.handle), bob.invitations);
        }
    }

    @Test
    void anUnknownHandleIsOneLine() throws Exception {
        try (Messenger messenger = alice.connect()) {
            ClientException refused =
                    assertThrows(ClientException.class, () -> messenger.send(new Handle("carol"), "hello", PATIENCE));
            assertEquals("there is nobody called 'carol' on this server", refused.getMessage());
        }
    }

    /** A copy of a profile that goes on where the original already went would use keys twice. */
    @Test
    void anOldCopyOfAProfileIsRefused() throws Exception {
        introduce();
        alice.store.close();
        copy(folder.resolve("alice"), folder.resolve("copy"));
        try (Person original = Person.reopen("alice", folder.resolve("alice"));
                Person old = Person.reopen("alice", folder.resolve("copy"))) {
            try (Messenger messenger = original.connect()) {
                messenger.send(bob.handle, "the original goes on", PATIENCE);
            }
            ClientException refused = assertThrows(ClientException.class, old::connect);
            assertTrue(String.valueOf(refused.getMessage()).contains("older than what the server has"));
        }
        alice = Person.reopen("alice", folder.resolve("alice"));
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectory(to, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(from)));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
