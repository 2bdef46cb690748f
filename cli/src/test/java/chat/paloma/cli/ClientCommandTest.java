package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.store.ProfileStore;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./paloma client} as a person sees it: output, errors of one line, exit codes. */
@Timeout(120)
class ClientCommandTest {
    /** Not the common pool: on two cores it has one thread, and the JDK's WebSocket needs it. */
    private static final Executor IN_A_THREAD =
            work -> Thread.ofPlatform().daemon().start(work);

    @TempDir
    private Path folder;

    private Node node;
    private String link;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    ClientCommandTest() {}

    private record Outcome(int status, String out, String err) {
        void succeeded(String expected) {
            assertEquals(expected, out, err);
            assertEquals("", err);
            assertEquals(0, status);
        }

        void failed(int expectedStatus, String line) {
            assertEquals("paloma: " + line, err);
            assertEquals("", out);
            assertEquals(expectedStatus, status);
        }

        void oneLine(int expectedStatus) {
            assertEquals(expectedStatus, status);
            assertTrue(err.startsWith("paloma: ") && err.lines().count() == 1, err);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        node = start(0);
        link = node.notices().stream()
                .filter(line -> line.contains("#join="))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private Node start(int port) throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, String.valueOf(port));
        values.setFromOption(Settings.BIND, "127.0.0.1");
        return Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
    }

    @AfterEach
    void end() {
        node.stop();
    }

    private String origin() {
        return link.substring(0, link.indexOf("/#join="));
    }

    private Outcome client(String profile, String command, String... arguments) {
        return client(new StringWriter(), profile, command, arguments);
    }

    private Outcome client(StringWriter out, String profile, String command, String... arguments) {
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(
                List.of("client", command, "--profile", folder.resolve(profile).toString()));
        all.addAll(List.of(arguments));
        int status = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Outcome(status, out.toString().strip(), err.toString().strip());
    }

    private void registerBoth() {
        client("alice", "register", "--invite", link, "--handle", "alice")
                .succeeded("registered 'alice' at " + origin());
        Outcome invite = client("alice", "invite");
        assertEquals(0, invite.status(), invite.err());
        assertTrue(invite.out().startsWith(origin() + "/#join="), invite.out());
        client("bob", "register", "--invite", invite.out(), "--handle", "bob")
                .succeeded("registered 'bob' at " + origin());
    }

    @Test
    void everyCommandWorks() throws Exception {
        registerBoth();
        client("alice", "rooms").succeeded("no rooms yet: ./paloma client send --to HANDLE TEXT opens one");
        client("alice", "send", "--to", "bob", "--wait", "0", "hello")
                .failed(
                        1,
                        "'bob' has not accepted the invitation yet, and nothing was sent: send again once they have");
        Outcome asked = client("bob", "rooms");
        assertEquals("asks      alice", asked.out().lines().findFirst().orElseThrow());
        assertEquals("paloma: 'alice' asks to write to you; 'listen --accept' lets everybody in who asks", asked.err());

        CompletableFuture<Outcome> listening = CompletableFuture.supplyAsync(
                () -> client("bob", "listen", "--accept", "--json", "--count", "2"), IN_A_THREAD);
        client("alice", "send", "--to", "bob", "hello \"Bob\"").succeeded("sent to 'bob'");
        client("alice", "send", "--to", "bob", "two").succeeded("sent to 'bob'");
        Outcome heard = listening.get(60, TimeUnit.SECONDS);
        assertEquals(0, heard.status(), heard.err());
        List<JsonObject> messages =
                heard.out().lines().map(line -> Json.parse(line).asObject()).toList();
        assertEquals(2, messages.size());
        JsonObject first = messages.getFirst();
        assertEquals(List.of("room", "sequence", "from", "certified", "time", "text"), first.names());
        assertEquals(64, first.getString("room", "").length());
        assertEquals("alice", first.getString("from", ""));
        assertTrue(first.getBoolean("certified", false));
        assertTrue(first.getLong("time", 0) > 0);
        assertEquals("hello \"Bob\"", first.getString("text", ""));
        assertEquals("two", messages.getLast().getString("text", ""));
        assertTrue(messages.getLast().getLong("sequence", 0) > first.getLong("sequence", 0));

        client("bob", "send", "--to", "alice", "an answer").succeeded("sent to 'alice'");
        Outcome answer = client("alice", "listen", "--count", "1");
        assertEquals(0, answer.status(), answer.err());
        assertTrue(answer.out().matches("\\d\\d:\\d\\d:\\d\\d  bob: an answer"), answer.out());
        Outcome rooms = client("alice", "rooms");
        assertTrue(rooms.out().matches("[0-9a-f]{8}  bob  \\(\\d+ records, epoch \\d+\\)"), rooms.out());
    }

    @Test
    void refusalsAreOneLine() throws Exception {
        client("alice", "rooms").failed(1, "this profile has no account yet: register first");
        client("alice", "register", "--handle", "alice").failed(2, "name the server: --server URL");
        client("alice", "register", "--invite", link, "--handle", "Alice!").oneLine(2);
        client("alice", "register", "--invite", origin() + "/#join=" + "A".repeat(43), "--handle", "alice")
                .failed(1, "the invite is unknown, used or expired");
        registerBoth();
        Outcome taken = client("alice", "invite");
        client("carol", "register", "--invite", taken.out(), "--handle", "bob").failed(1, "somebody has the handle");
        client("alice", "register", "--invite", taken.out(), "--handle", "alice2")
                .failed(
                        1,
                        "this profile is 'alice' at " + origin() + " already; another --profile can be somebody else");
        client("alice", "send", "--to", "dave", "hello").failed(1, "there is nobody called 'dave' on this server");
        client("alice", "send", "--to", "alice", "hello").failed(1, "'alice' is this account itself");
        client("alice", "send", "--to", "bob", " ").failed(2, "there is nothing to send");
        client("alice", "listen", "--count", "0").failed(2, "--count takes 1 or more");
        client("alice", "invite", "--days", "31").failed(2, "--days takes 1 to 30");
        client("bob", "invite").oneLine(1);
        try (ProfileStore held = ProfileStore.open(folder.resolve("alice"), new JdkCrypto())) {
            assertTrue(held.settings().isRegistered());
            client("alice", "rooms")
                    .failed(1, "the profile " + folder.resolve("alice") + " is in use by another process");
        }
        node.stop();
        client("alice", "rooms").failed(1, "cannot reach " + origin() + ": nothing listens there");
        client("erin", "register", "--server", origin(), "--handle", "erin")
                .failed(1, "cannot reach " + origin() + ": nothing listens there");
    }

    /** The node is stopped and comes back, with messages written before, and after: each is shown once, in order. */
    @Test
    void listeningGoesOnWhenTheNodeComesBack() throws Exception {
        registerBoth();
        StringWriter out = new StringWriter();
        CompletableFuture<Outcome> listening = CompletableFuture.supplyAsync(
                () -> client(out, "bob", "listen", "--accept", "--json", "--count", "4"), IN_A_THREAD);
        client("alice", "send", "--to", "bob", "one").succeeded("sent to 'bob'");
        client("alice", "send", "--to", "bob", "two").succeeded("sent to 'bob'");
        int port = node.port();
        node.stop();
        waitUntilFree(port);
        node = start(port);
        client("alice", "send", "--to", "bob", "three").succeeded("sent to 'bob'");
        client("alice", "send", "--to", "bob", "four").succeeded("sent to 'bob'");
        Outcome heard = listening.get(90, TimeUnit.SECONDS);
        assertEquals(0, heard.status(), heard.err());
        assertEquals(
                List.of("one", "two", "three", "four"),
                heard.out()
                        .lines()
                        .map(line -> Json.parse(line).asObject().getString("text", ""))
                        .toList());
        assertTrue(heard.err().endsWith("paloma: connected again"), heard.err());
    }

    private static void waitUntilFree(int port) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                assertEquals(port, probe.getLocalPort());
                return;
            } catch (IOException e) {
                assertTrue(attempt < 50, "the port stays taken");
                Thread.sleep(100);
            }
        }
    }
}
