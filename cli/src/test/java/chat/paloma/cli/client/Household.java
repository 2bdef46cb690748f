package chat.paloma.cli.client;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.cli.MainForTests;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A node and the profiles of people at it, all with one clock, which can be put forward; commands run on the profiles. */
final class Household implements AutoCloseable {
    /** Not the common pool: on two cores it has one thread, and the JDK's WebSocket needs it. */
    private static final Executor IN_A_THREAD =
            work -> Thread.ofPlatform().daemon().start(work);

    private static final int ATTEMPTS = 600;

    final Path folder;
    final InstantSource clock;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Node node;
    private final Set<String> types = new TreeSet<>();
    private final Set<Integer> exits = new TreeSet<>();

    /** With a node that says that it is at that address. */
    Household(Path folder, Optional<String> publicAddress) throws Exception {
        this.folder = folder;
        this.clock = () -> Instant.now().plus(ahead.get());
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        if (publicAddress.isPresent()) {
            values.setFromOption(Settings.PUBLIC_ADDRESS, publicAddress.get());
        }
        this.node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false, clock)));
    }

    /** Time passes. */
    void pass(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    int port() {
        return node.port();
    }

    void stopNode() {
        node.stop();
    }

    /** With which the first administrator registers. */
    String administratorLink() {
        return AdministratorLink.of(node);
    }

    Path profile(String name) {
        return folder.resolve(name);
    }

    Ran run(String profile, String command, String... arguments) {
        MainForTests.Result result = MainForTests.run(clock, line(profile, command, arguments));
        if (List.of(arguments).contains("--json")) {
            result.out()
                    .lines()
                    .forEach(line -> types.add(Json.parse(line).asObject().getString("type", "")));
        }
        exits.add(result.status());
        return new Ran(result.status(), result.out().strip(), result.err().strip());
    }

    private String[] line(String profile, String command, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("client", command, "--profile", profile(profile).toString()));
        if (List.of("register", "recover").contains(command)
                || List.of(arguments).contains("--server")) {
            all.add("--insecure-no-passphrase");
        }
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    /** The types of all JSON objects that commands printed. */
    Set<String> types() {
        return types;
    }

    /** The exit codes of all commands. */
    Set<Integer> exits() {
        return exits;
    }

    /** Registers; returns the recovery key. */
    String register(String profile, String name, String link) {
        JsonObject account = run(profile, "register", "--invite", link, "--name", name, "--json")
                .only();
        return account.getString("recoveryKey", "");
    }

    /** A command that runs on, and what it has printed so far. */
    final class Running {
        private final StringWriter out = new StringWriter();
        private final CompletableFuture<Integer> status;

        private Running(String... line) {
            status = CompletableFuture.supplyAsync(() -> MainForTests.run(clock, out, line), IN_A_THREAD);
        }

        /** Waits until it has printed a text. */
        Running see(String text) throws InterruptedException {
            for (int attempt = 0; !out.toString().contains(text); attempt++) {
                if (attempt >= ATTEMPTS || status.isDone()) {
                    throw new AssertionError("no '" + text + "' in: " + out);
                }
                Thread.sleep(100);
            }
            return this;
        }

        JsonObject first() {
            return Json.parse(out.toString().lines().findFirst().orElseThrow()).asObject();
        }

        /** Waits until it has ended well. */
        void awaitEnd() throws Exception {
            if (status.get(60, TimeUnit.SECONDS) != 0) {
                throw new AssertionError(out.toString());
            }
            out.toString()
                    .lines()
                    .forEach(line -> types.add(Json.parse(line).asObject().getString("type", "")));
        }
    }

    /** Begins a command with JSON. */
    Running begin(String profile, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return new Running(line(profile, command, all.toArray(String[]::new)));
    }

    /** Links a blank profile to the account of another one. */
    void link(String of, String blank, String origin) throws Exception {
        Running linking = begin(blank, "link", "--server", origin).see("\n");
        run(of, "link", linking.first().getString("code", "")).succeeded("the device is linked");
        linking.awaitEnd();
    }

    @Override
    public void close() {
        node.stop();
    }
}
