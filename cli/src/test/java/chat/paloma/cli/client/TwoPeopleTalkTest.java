package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole path: two people, a real node, real sockets, real disks, MLS from end to end. */
@Timeout(180)
class TwoPeopleTalkTest {
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
        alice = Person.register("alice", folder.resolve("alice"), AdministratorLink.of(node));
        bob = Person.register("bob", folder.resolve("bob"), alice.invite());
    }

    @AfterEach
    void end() {
        alice.close();
        bob.close();
        node.stop();
    }

    private RoomId introduce() throws Exception {
        RoomId room = alice.direct(bob);
        alice.write(room, "hello");
        bob.accept(alice);
        bob.awaitTexts(room, List.of("hello"));
        return room;
    }

    @Test
    void theyTalkInBothDirections() throws Exception {
        RoomId room = introduce();
        alice.send(room, "three: grüße 👋");
        bob.send(room, "four");
        List<String> all = List.of("hello", "three: grüße 👋", "four");
        alice.awaitTexts(room, all);
        bob.awaitTexts(room, all);
        assertEquals(
                Optional.of(alice.client()
                        .look(view -> view.epochAuthenticator(room).orElseThrow())),
                Optional.of(
                        bob.client().look(view -> view.epochAuthenticator(room).orElseThrow())));
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
        RoomId room = introduce();
        bob.stop();
        List<String> all = new ArrayList<>(List.of("hello"));
        for (int i = 0; i < 10; i++) {
            alice.send(room, "while away " + i);
            all.add("while away " + i);
        }
        bob.start();
        bob.goOnline();
        bob.awaitTexts(room, all);
    }

    @Test
    void nothingIsSentToSomebodyWhoDoesNotAccept() throws Exception {
        RoomId room = alice.direct(bob);
        OperationId secret = alice.write(room, "secret");
        bob.await(view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
        assertEquals(Optional.empty(), bob.client().look(view -> view.room(room)));
        bob.perform(new Command.AnswerRequest(alice.account(), false));
        bob.goOffline();
        bob.goOnline();
        assertEquals(Optional.empty(), bob.client().look(view -> view.room(room)));
        assertEquals(DeliveryState.QUEUED, alice.client().look(view -> view.delivery(room, secret)));
    }

    @Test
    void anUnknownHandleIsOneLine() throws Exception {
        assertEquals(
                "there is no such thing here (nobody is called 'carol')",
                alice.refused(new Command.LookUp(new Handle("carol"))).toString());
    }

    /** A copy of a profile that goes on where the original already went would use keys twice. */
    @Test
    void anOldCopyOfAProfileIsRefused() throws Exception {
        RoomId room = introduce();
        alice.stop();
        copy(folder.resolve("alice"), folder.resolve("copy"));
        alice.start();
        alice.goOnline();
        alice.send(room, "the original goes on");
        alice.stop();
        try (Person old = Person.of("alice", folder.resolve("copy"))) {
            old.client().goOnline();
            old.await(view -> old.client().connectionProblem().isPresent());
            assertEquals(
                    ProblemCode.PROFILE_OLD,
                    old.client().connectionProblem().orElseThrow().code());
        }
        alice.start();
        alice.goOnline();
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
