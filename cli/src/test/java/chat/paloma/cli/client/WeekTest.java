package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.ClientOptions;
import chat.paloma.client.bot.Bot;
import chat.paloma.client.profile.ProfileOptions;
import com.eclipsesource.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of three people with five devices and a bot, over a real node, by commands: rooms, threads, changes, devices that
 * come and go, one that is lost with everything on it. The clock is put forward between the days.
 */
@Timeout(300)
class WeekTest {
    private static final Duration EVENING = Duration.ofHours(8);
    private static final Duration NIGHT = Duration.ofHours(16);

    @TempDir
    private Path folder;

    private Household home;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    WeekTest() {}

    private Ran run(String profile, String command, String... arguments) {
        return home.run(profile, command, arguments).succeeded();
    }

    private String invite() {
        return run("ana", "invite").out();
    }

    private String origin() {
        String link = home.administratorLink();
        return link.substring(0, link.indexOf("/#join="));
    }

    /** In the evening every device is connected for a moment, takes in what there is, and archives it. */
    private void night(String... profiles) {
        home.pass(EVENING);
        for (String profile : profiles) {
            run(profile, "rooms");
        }
        home.pass(NIGHT);
    }

    /**
     * What somebody sees of a room, threads included: id, author and text of each message. What was deleted is left out: its
     * text is gone everywhere, and so it is in no archive.
     */
    private List<String> history(String profile, String room) {
        List<JsonObject> timeline =
                run(profile, "history", room, "--limit", "1000", "--json").json();
        return timeline.stream()
                .filter(line -> !line.getString("kind", "").equals("deleted"))
                .flatMap(line -> line.getInt("replies", 0) == 0
                        ? Stream.of(line)
                        : Stream.concat(
                                Stream.of(line),
                                run(profile, "history", room, "--thread", line.getString("id", ""), "--offline", "--json")
                                        .json()
                                        .stream()))
                .map(line -> line.getString("id", "").substring(0, 8) + " " + line.getString("handle", "") + ": "
                        + line.getString("text", "") + " " + line.get("reactions"))
                .toList();
    }

    private void assertSame(String room, String... profiles) {
        List<String> expected = history(profiles[0], room);
        for (String profile : profiles) {
            assertEquals(expected, history(profile, room), profile);
        }
    }

    @Test
    void aWeek() throws Exception {
        try (Household started = new Household(folder, Optional.empty())) {
            home = started;
            String carolsKey = monday();
            tuesday();
            wednesday();
            thursday();
            friday();
            saturday(carolsKey);
            sunday();
            // Every kind of object that is documented was seen; what a failure prints, tests of failures show.
            assertEquals(
                    Arrays.stream(JsonType.values())
                            .filter(type -> type != JsonType.ERROR)
                            .map(JsonType::key)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    home.types());
        }
    }

    /** They register, let each other in, and have a room; returns Carol's recovery key. */
    private String monday() throws Exception {
        String anasKey = home.register("ana", "ana", home.administratorLink());
        Files.writeString(folder.resolve("anas-key"), anasKey);
        home.register("ben", "ben", invite());
        String carolsKey = home.register("carol", "carol", invite());
        run("ana", "send", "@ben", "Hello Ben", "--timeout", "1");
        run("ana", "send", "@carol", "Hello Carol", "--timeout", "1");
        run("ben", "requests", "--json");
        run("ben", "accept", "ana");
        run("carol", "accept", "--all");
        run("ana", "create", "launch", "--member", "ben", "--member", "carol", "--json");
        run("ana", "send", "launch", "Welcome on board", "--require-sent");
        run("ben", "send", "launch", "Glad to be here", "--require-sent");
        run("carol", "send", "launch", "So am I", "--require-sent");
        run("ben", "send", "@ana", "Lunch?", "--require-sent", "--json");
        night("ana", "ben", "carol");
        return carolsKey;
    }

    /** Ana and Ben take second devices, which read what was written before. */
    private void tuesday() throws Exception {
        home.link("ana", "anas-phone", origin());
        home.link("ben", "bens-phone", origin());
        run("anas-phone", "send", "launch", "Written on the train", "--require-sent");
        // That there is another device, the others are told.
        run("carol", "listen", "--count", "2", "--json");
        assertSame("launch", "ana", "anas-phone", "ben", "bens-phone", "carol");
        assertSame("@ben", "ana", "anas-phone");
        assertEquals(2, run("ana", "devices", "--json").json().size());
        night("ana", "anas-phone", "ben", "bens-phone", "carol");
    }

    /** They answer, change, react, ask and pin. */
    private void wednesday() {
        run("bens-phone", "reply", "launch", "last", "In the thread", "--thread", "--require-sent");
        run("ana", "reply", "launch", "last", "Answered in the room", "--require-sent");
        run("carol", "send", "launch", "A typpo", "--require-sent");
        run("carol", "edit", "launch", "last", "A typo", "--require-sent");
        run("ana", "react", "launch", "last", "👍", "--require-sent");
        run("ben", "pin", "launch", "last", "--require-sent");
        run("ana", "poll", "launch", "When do we ship?", "Friday", "Monday", "--require-sent");
        run("ben", "vote", "launch", "last", "1", "--require-sent");
        run("carol", "vote", "launch", "last", "1", "--require-sent");
        run("carol", "send", "launch", "To be deleted", "--require-sent");
        run("carol", "delete", "launch", "last", "--require-sent");
        night("ana", "anas-phone", "ben", "bens-phone", "carol");
        assertSame("launch", "ana", "anas-phone", "ben", "bens-phone", "carol");
        JsonObject poll = run("carol", "history", "launch", "--json", "--offline").json().stream()
                .filter(line -> line.getString("kind", "").equals("poll"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, poll.get("options").asArray().get(0).asObject().getInt("count", 0));
    }

    /** A bot answers, in a conversation and in the room. */
    private void thursday() throws Exception {
        home.register("echo", "echo", invite());
        try (Bot bot = Bot.open(
                ClientOptions.of(ProfileOptions.unprotected(home.profile("echo"))).withClock(home.clock))) {
            Thread running = Thread.ofPlatform().daemon().start(() -> {
                try {
                    bot.run(message -> {
                        if (message.mentionsMe() || message.text().startsWith("coo")) {
                            message.reply(message.fromName() + " said: " + message.text());
                        }
                    });
                } catch (Exception e) {
                    // The test sees that no answer comes.
                    Thread.currentThread().interrupt();
                }
            });
            run("ben", "send", "@echo", "coo");
            JsonObject answer = run("ben", "listen", "--room", "@echo", "--count", "1", "--json").json().stream()
                    .filter(line -> line.getString("type", "").equals("message"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("ben said: coo", answer.getString("text", ""));
            bot.stop();
            running.join(Duration.ofSeconds(30));
        }
        night("ana", "ben", "carol");
    }

    /** Ben is on a plane; Ana's phone is stolen, and taken off her account. */
    private void friday() {
        run("ben", "send", "launch", "Above the clouds", "--offline");
        run("ben", "send", "launch", "Still there", "--offline");
        assertEquals(2, run("ben", "status", "--offline", "--json").only().getInt("waiting", 0));
        String phone = run("ana", "devices", "--json").json().stream()
                .filter(device -> !device.getBoolean("current", true))
                .findFirst()
                .orElseThrow()
                .getString("device", "");
        run("ana", "revoke", phone.substring(0, 8), "--key-file", folder.resolve("anas-key").toString(), "--json");
        run("ana", "send", "launch", "My phone is gone", "--require-sent");
        home.run("anas-phone", "status").oneLine(ExitCode.DEVICE_ENDED);
        List<String> stolen = run("anas-phone", "history", "launch", "--offline", "--json").json().stream()
                .map(line -> line.getString("text", ""))
                .toList();
        assertTrue(stolen.contains("A typo") && !stolen.contains("My phone is gone"), stolen.toString());
        run("ben", "send", "launch", "Landed", "--require-sent");
        night("ana", "ben", "bens-phone", "carol");
        assertSame("launch", "ana", "ben", "bens-phone", "carol");
        assertEquals(
                List.of("Above the clouds", "Still there", "My phone is gone", "Landed"),
                run("carol", "history", "launch", "--limit", "4", "--offline", "--json").json().stream()
                        .map(line -> line.getString("text", ""))
                        .toList());
    }

    /** Carol loses her only device, and comes back on a blank one: everything that she could read, she can read. */
    private void saturday(String key) throws Exception {
        List<String> launch = history("carol", "launch");
        List<String> direct = history("carol", "@ana");
        Path keyFile = Files.writeString(folder.resolve("carols-key"), key);
        run(
                "carols-new",
                "recover",
                "--server",
                origin(),
                "--name",
                "carol",
                "--key-file",
                keyFile.toString(),
                "--json");
        assertTrue(launch.size() >= 12, launch.toString());
        assertEquals(launch, history("carols-new", "launch"));
        assertEquals(direct, history("carols-new", "@ana"));
        assertEquals(
                1, run("carols-new", "search", "typo", "--json").json().size());
        run("carols-new", "send", "launch", "I am back", "--require-sent");
        home.run("carol", "status").oneLine(ExitCode.DEVICE_ENDED);
        run("ana", "send", "launch", "Good to see you", "--require-sent");
        night("ana", "ben", "bens-phone", "carols-new");
    }

    /** Whoever is left sees the same, and compares numbers. */
    private void sunday() {
        assertSame("launch", "ana", "ben", "bens-phone", "carols-new");
        String number = run("ana", "verify", "carol", "--json").only().getString("safetyNumber", "");
        assertTrue(run("carols-new", "verify", "ana", "--number", number, "--json")
                .only()
                .getBoolean("verified", false));
        run("ana", "invite", "--room", "launch", "--json");
        run("carols-new", "leave", "launch", "--json");
        assertEquals(
                2, run("ben", "export", "--room", "@ana", "--json").json().size());
    }
}
