package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.cli.MainForTests;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./paloma client} as a person and a script see it: output, JSON, errors of one line, exit codes. */
@Timeout(180)
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

    @BeforeEach
    void begin() throws Exception {
        node = start(0);
        link = AdministratorLink.of(node);
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

    private Ran client(String profile, String command, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("client", command, "--profile", folder.resolve(profile).toString()));
        if (command.equals("register")) {
            all.add("--insecure-no-passphrase");
        }
        all.addAll(List.of(arguments));
        MainForTests.Result result = MainForTests.run(all.toArray(String[]::new));
        return new Ran(result.status(), result.out().strip(), result.err().strip());
    }

    private void register(String name, String invite) {
        Ran registered =
                client(name, "register", "--invite", invite, "--name", name).succeeded();
        assertTrue(registered.out().startsWith("registered '" + name + "' at " + origin()), registered.out());
        assertTrue(registered.out().contains("kept in: file key without protection"), registered.out());
        assertTrue(registered.out().contains("recovery key: "), registered.out());
    }

    private void registerBoth() {
        register("alice", link);
        register("bob", client("alice", "invite").succeeded().out());
    }

    /** Alice has written to Bob, and he has let her. */
    private void introduce() {
        registerBoth();
        Ran first = client("alice", "send", "@bob", "hello \"Bob\"", "--timeout", "1")
                .succeeded();
        assertTrue(first.out().startsWith("queued for @bob"), first.out());
        client("bob", "accept", "alice").succeeded("'alice' may write to you");
        client("alice", "rooms").succeeded();
        JsonObject sent = client("alice", "send", "@bob", "second", "--require-sent", "--json")
                .only();
        assertEquals("sent", sent.getString("delivery", ""));
    }

    @Test
    void twoPeopleTalkAndEveryoneSeesWhatIsNew() {
        introduce();
        assertEquals(List.of("hello \"Bob\"", "second"), texts(client("bob", "listen", "--json", "--count", "2")));
        // Shown once.
        client("alice", "send", "@bob", "third").succeeded();
        JsonObject third = client("bob", "listen", "--json", "--count", "1").only();
        assertEquals("third", third.getString("text", ""));
        assertEquals("@alice", third.getString("roomName", ""));
        assertEquals("alice", third.getString("handle", ""));
        assertEquals("verified", third.getString("attested", ""));
        assertTrue(third.getLong("time", 0) > 0);

        client("bob", "reply", "@alice", "last", "an answer").succeeded();
        Ran heard = client("alice", "listen", "--count", "1").succeeded();
        assertTrue(heard.out().matches("@bob  [0-9a-f]{8}  \\d\\d:\\d\\d  bob: an answer"), heard.out());
        assertEquals(
                List.of("hello \"Bob\"", "second", "third", "an answer"),
                texts(client("alice", "history", "bob", "--offline", "--json")));
    }

    private static List<String> texts(Ran ran) {
        return ran.json().stream().map(line -> line.getString("text", "")).toList();
    }

    @Test
    void whatIsWrittenCanBeChangedFoundAndExported() {
        introduce();
        client("alice", "edit", "@bob", "last", "second thoughts").succeeded();
        client("alice", "react", "@bob", "last", "👍").succeeded();
        client("alice", "pin", "@bob", "last").succeeded();
        JsonObject poll = client("alice", "poll", "@bob", "When?", "now", "later", "--json")
                .only();
        client("alice", "vote", "@bob", poll.getString("id", "").substring(0, 10), "2")
                .succeeded();
        client("alice", "vote", "@bob", "last", "3").failed(ExitCode.USAGE, "the poll has the options 1 to 2");
        client("alice", "close", "@bob", "last").succeeded();

        List<JsonObject> history = client("bob", "history", "@alice", "--json").json();
        JsonObject edited = history.get(1);
        assertEquals("second thoughts", edited.getString("text", ""));
        assertTrue(edited.getBoolean("edited", false) && edited.getBoolean("pinned", false));
        assertEquals("👍", edited.get("reactions").asArray().get(0).asObject().getString("emoji", ""));
        JsonObject asked = history.get(2);
        assertTrue(asked.getBoolean("closed", false));
        assertEquals(1, asked.get("options").asArray().get(1).asObject().getInt("count", 0));
        client("bob", "edit", "@alice", edited.getString("id", ""), "not mine")
                .failed(ExitCode.REFUSED, "you may not do this here (somebody else wrote this)");

        assertEquals(
                "second thoughts",
                client("bob", "search", "--json", "thou").only().getString("snippet", ""));
        assertEquals(
                2,
                client("bob", "search", "--json", "second", "--room", "alice", "--from", "alice")
                                .json()
                                .size()
                        + client("bob", "search", "--json", "HELLO").json().size());
        client("bob", "search", "--from", "bob", "second").succeeded("");
        client("alice", "delete", "@bob", edited.getString("id", "")).succeeded();
        client("bob", "search", "thoughts").succeeded("");
        assertEquals(3, client("bob", "export").json().size());
    }

    @Test
    void roomsHaveMembersRolesAndLinks() {
        introduce();
        client("alice", "create", "launch", "--member", "bob").succeeded("created #launch");
        client("alice", "topic", "launch", "The rocket").succeeded();
        JsonObject room = client("bob", "rooms", "--json").json().stream()
                .filter(each -> each.getString("roomName", "").equals("#launch"))
                .findFirst()
                .orElseThrow();
        assertEquals("The rocket", room.getString("topic", ""));
        assertEquals(2, room.get("members").asArray().size());
        client("bob", "invite", "--room", "launch").oneLine(ExitCode.REFUSED);
        client("alice", "role", "launch", "bob", "administrator").succeeded();
        String join = client("bob", "invite", "--room", "#launch").succeeded().out();
        register("carol", client("alice", "invite").succeeded().out());
        // What it is called was written before she joined.
        assertEquals(
                room.getString("room", ""),
                client("carol", "join", join, "--json").only().getString("room", ""));
        client("alice", "rename", "launch", "#launch").succeeded("it is #launch now");
        client("carol", "send", "launch", "I am in, @bob").succeeded();
        JsonObject heard = client("bob", "listen", "--room", "launch", "--count", "1", "--json").json().stream()
                .filter(each -> each.getString("type", "").equals("message"))
                .findFirst()
                .orElseThrow();
        assertTrue(heard.getBoolean("mentionsMe", false), heard.toString());

        client("alice", "create", "Launch").succeeded();
        Ran ambiguous = client("alice", "send", "launch", "which?");
        ambiguous.oneLine(ExitCode.REFUSED);
        assertTrue(
                ambiguous.err().contains("could be #Launch (")
                        && ambiguous.err().contains(", #launch ("),
                ambiguous.err());
        client("alice", "history", room.getString("room", "").substring(0, 12)).succeeded();

        client("alice", "remove", room.getString("room", ""), "carol").succeeded();
        client("carol", "rooms").succeeded("");
        client("carol", "send", "launch", "hello?").oneLine(ExitCode.REFUSED);
        client("bob", "leave", "launch").succeeded("left #launch");
    }

    @Test
    void peopleAreVerifiedAndBlocked() {
        introduce();
        JsonObject hers = client("alice", "verify", "bob", "--json").only();
        String number = hers.getString("safetyNumber", "");
        assertFalse(hers.getBoolean("verified", true));
        client("bob", "verify", "alice", "--number", "1".repeat(60)).oneLine(ExitCode.DISTRUST);
        assertTrue(client("bob", "verify", "alice", "--number", number, "--json")
                .only()
                .getBoolean("verified", false));
        assertTrue(client("bob", "verify", "@alice").succeeded().out().endsWith(number + "\nverified"));
        assertTrue(client("bob", "block", "alice", "--json").only().getBoolean("blocked", false));
        assertFalse(client("bob", "block", "alice", "--off", "--json").only().getBoolean("blocked", true));
        JsonObject device = client("alice", "devices", "--json").only();
        assertTrue(device.getBoolean("current", false));
        assertEquals(
                device.getString("device", ""),
                client("alice", "status", "--json").only().getString("device", ""));
    }

    @Test
    void refusalsAreOneLineWithAnExitCode() throws Exception {
        client("alice", "rooms", "--insecure-no-passphrase")
                .failed(ExitCode.NOT_REGISTERED, "this profile has no account yet: register first");
        client("alice", "register", "--name", "alice").failed(ExitCode.USAGE, "name the server: --server URL");
        client("alice", "register", "--invite", link, "--handle", "Alice!").oneLine(ExitCode.USAGE);
        client("alice", "register", "--invite", origin() + "/#join=" + "A".repeat(43), "--handle", "alice")
                .oneLine(ExitCode.REFUSED);
        registerBoth();
        Ran taken = client("alice", "invite").succeeded();
        client("carol", "register", "--invite", taken.out(), "--handle", "bob").oneLine(ExitCode.REFUSED);
        client("alice", "register", "--invite", taken.out(), "--handle", "alice2")
                .oneLine(ExitCode.REFUSED);
        client("alice", "send", "@dave", "hello")
                .failed(ExitCode.REFUSED, "there is no such thing here (nobody is called 'dave')");
        client("alice", "send", "nowhere", "hello")
                .failed(ExitCode.REFUSED, "there is no room 'nowhere' here: './paloma client rooms' lists them");
        client("alice", "send", "@alice", "hello").oneLine(ExitCode.REFUSED);
        client("alice", "send", "@bob", " ").failed(ExitCode.USAGE, "there is nothing to send");
        client("alice", "listen", "--count", "0").failed(ExitCode.USAGE, "--count takes 1 or more");
        client("alice", "invite", "--days", "31").failed(ExitCode.USAGE, "--days takes 1 to 30");
        client("bob", "invite").oneLine(ExitCode.REFUSED);
        client("alice", "join", link).oneLine(ExitCode.USAGE);
        client("alice", "join", origin() + "/#room=AAAA").oneLine(ExitCode.REFUSED);
        try (Person held = Person.of("alice", folder.resolve("alice"))) {
            client("alice", "rooms").oneLine(ExitCode.PROFILE);
            assertNotEquals(null, held.account());
        }
        Ran json = client("bob", "invite", "--json");
        JsonObject error = Json.parse(json.out()).asObject();
        assertEquals("error", error.getString("type", ""));
        assertEquals("FORBIDDEN", error.getString("code", ""));
        assertEquals(json.status(), error.getInt("exit", 0));
        node.stop();
        client("alice", "invite").failed(ExitCode.NO_CONNECTION, "the server can't be reached (nothing listens there)");
        Ran offline = client("alice", "rooms").succeeded();
        assertEquals("paloma: not connected: the server can't be reached (nothing listens there)", offline.err());
        client("erin", "register", "--server", origin(), "--handle", "erin").oneLine(ExitCode.NO_CONNECTION);
    }

    @Test
    void whatIsWrittenWithoutAConnectionIsSentLater() throws Exception {
        introduce();
        int port = node.port();
        node.stop();
        Ran queued = client("alice", "send", "@bob", "while you were out", "--json");
        assertEquals("queued", queued.only().getString("delivery", ""));
        client("alice", "send", "@bob", "and more", "--offline", "--require-sent")
                .exited(ExitCode.NO_CONNECTION);
        waitUntilFree(port);
        node = start(port);
        client("alice", "send", "@bob", "last of all", "--require-sent").succeeded();
        assertEquals(
                List.of("hello \"Bob\"", "second", "while you were out", "and more", "last of all"),
                texts(client("bob", "history", "@alice", "--json")));
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

    /** The node is stopped and comes back, with messages written before, and after: each is shown once, in order. */
    @Test
    void listeningGoesOnWhenTheNodeComesBack() throws Exception {
        introduce();
        CompletableFuture<Ran> listening =
                CompletableFuture.supplyAsync(() -> client("bob", "listen", "--json", "--count", "5"), IN_A_THREAD);
        client("alice", "send", "@bob", "one").succeeded();
        int port = node.port();
        node.stop();
        waitUntilFree(port);
        node = start(port);
        client("alice", "send", "@bob", "two").succeeded();
        client("alice", "send", "@bob", "three").succeeded();
        Ran heard = listening.get(90, TimeUnit.SECONDS);
        assertEquals(List.of("hello \"Bob\"", "second", "one", "two", "three"), texts(heard));
        assertTrue(heard.err().endsWith("paloma: connected again"), heard.err());
    }

    /** Nothing that anybody wrote, and no key, is in a profile's folder in the clear, with an index of it as well. */
    @Test
    void aProfileHoldsNothingInTheClear() throws Exception {
        introduce();
        register("roberta.the.carrier", client("alice", "invite").succeeded().out());
        client("alice", "create", "moonshot").succeeded();
        client("alice", "verify", "roberta.the.carrier").succeeded();
        client("alice", "search", "second").succeeded();
        for (String text : List.of("hello \"Bob\"", "second", "moonshot", "roberta", "localhost")) {
            assertEquals(List.of(), holding(text), text);
        }
        assertEquals(1, holding("SQLite format 3").size());
    }

    private List<Path> holding(String text) throws Exception {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("alice"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** A second device, its revocation, and a blank one that comes back with the recovery key. */
    @Test
    void devicesAreLinkedRevokedAndRecovered() throws Exception {
        JsonObject account = client("alice", "register", "--invite", link, "--name", "alice", "--json")
                .only();
        String phone = folder.resolve("phone").toString();
        StringWriter out = new StringWriter();
        CompletableFuture<Integer> linking = CompletableFuture.supplyAsync(
                () -> MainForTests.run(
                        out,
                        "client",
                        "link",
                        "--profile",
                        phone,
                        "--insecure-no-passphrase",
                        "--json",
                        "--server",
                        origin()),
                IN_A_THREAD);
        client("alice", "link", code(out, linking)).succeeded("the device is linked");
        assertEquals(0, linking.get(60, TimeUnit.SECONDS), out.toString());
        JsonObject linked =
                Json.parse(out.toString().lines().toList().getLast()).asObject();
        assertEquals("alice", linked.getString("handle", ""));
        assertEquals(2, client("alice", "devices", "--json").json().size());
        client("alice", "link", "wrong-code").oneLine(ExitCode.REFUSED);

        Path key = Files.writeString(folder.resolve("key"), account.getString("recoveryKey", ""));
        client("alice", "revoke", linked.getString("device", "").substring(0, 8), "--key-file", key.toString())
                .succeeded();
        client("phone", "status").oneLine(ExitCode.DEVICE_ENDED);

        Path wrong = Files.writeString(folder.resolve("wrong"), "not-a-key");
        String[] recover = {"--insecure-no-passphrase", "--server", origin(), "--name", "alice", "--key-file"};
        client("new", "recover", append(recover, wrong.toString()))
                .failed(ExitCode.REFUSED, "this is not the recovery key of this account (something is mistyped)");
        // The profile is as blank as before.
        client("new", "recover", append(recover, key.toString())).succeeded();
        assertEquals("alice", client("new", "status", "--json").only().getString("handle", ""));
        client("alice", "status").oneLine(ExitCode.DEVICE_ENDED);
    }

    private static String[] append(String[] arguments, String last) {
        return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
    }

    private static String code(StringWriter out, CompletableFuture<?> until) throws Exception {
        for (int attempt = 0; !out.toString().contains("\n"); attempt++) {
            assertTrue(attempt < 300 && !until.isDone(), out.toString());
            Thread.sleep(100);
        }
        return Json.parse(out.toString().lines().findFirst().orElseThrow())
                .asObject()
                .getString("code", "");
    }

    /** Bob has lost everything: alice makes a link, and sees that he is another. */
    @Test
    void whoLostEverythingComesBackUnderTheSameName() {
        introduce();
        String garden = client("alice", "create", "garden", "--member", "bob", "--json")
                .only()
                .getString("room", "");
        client("bob", "history", garden).succeeded();
        client("bob", "reset-account", "alice").oneLine(ExitCode.REFUSED);
        client("alice", "reset-account", "bob", "--days", "31").failed(ExitCode.USAGE, "--days takes 1 to 30");
        JsonObject reset = client("alice", "reset-account", "bob", "--json").only();
        String way = reset.getString("link", "");
        assertTrue(way.contains("/#reset=bob/"), way);
        client("new", "register", "--invite", way, "--name", "bobby").failed(ExitCode.USAGE, "the link is for 'bob'");
        assertTrue(client("new", "register", "--invite", way)
                .succeeded()
                .out()
                .startsWith("registered 'bob' at " + origin()));
        client("bob", "rooms").oneLine(ExitCode.DEVICE_ENDED);
        client("alice", "verify", "bob", "--accept-new-identity").succeeded();
        JsonObject person = client("alice", "readmit", "bob", "--json").only();
        assertEquals("bob", person.getString("handle", ""));
        client("new", "accept", "alice").succeeded("'alice' may write to you");
        client("alice", "send", "garden", "welcome back", "--require-sent").succeeded();
        assertTrue(client("new", "history", garden).succeeded().out().contains("welcome back"));
    }

    @Test
    void completionKnowsEveryCommand() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            MainForTests.Result script = MainForTests.run("client", "completion", shell);
            assertEquals(0, script.status());
            for (String command : List.of("register", "history", "chat", "completion")) {
                assertTrue(script.out().contains(command), shell + " " + command);
            }
        }
        assertEquals(
                ExitCode.USAGE.number(),
                MainForTests.run("client", "completion", "tcsh").status());
    }
}
