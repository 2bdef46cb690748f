package chat.paloma.cli.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.client.Person;
import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.SignalRequests.Signal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What two people who talk leave on the node: nothing in the clear, and not too much. */
@Timeout(180)
class OnDiskTest {
    private static final int MESSAGES = 500;
    private static final int WARM_UP = 50;
    private static final int LENGTH = 200;
    /** Bytes on disk that a message of {@link #LENGTH} bytes may take, with its share of the commits between messages. */
    private static final int MOST = 3700;

    @TempDir
    private Path folder;

    private static String marker(String what) {
        return what + HexFormat.of().formatHex(LoadDevice.RANDOM.nextBytes(12)) + " grüße";
    }

    /** Ways in which a text could stand in a file. */
    private static List<byte[]> forms(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<byte[]> forms = new ArrayList<>(List.of(
                bytes,
                text.getBytes(StandardCharsets.UTF_16LE),
                text.getBytes(StandardCharsets.UTF_16BE),
                HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().withUpperCase().formatHex(bytes).getBytes(StandardCharsets.US_ASCII)));
        // Base64 of something longer, in which the text begins at any of three places: without what its neighbours say.
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            String certain = encoded.substring(before == 0 ? 0 : 4, encoded.length() - 4);
            forms.add(certain.getBytes(StandardCharsets.US_ASCII));
            forms.add(certain.replace('-', '+').replace('_', '/').getBytes(StandardCharsets.US_ASCII));
        }
        return forms;
    }

    private static boolean holds(byte[] content, String text) {
        String haystack = new String(content, StandardCharsets.ISO_8859_1);
        return forms(text).stream().anyMatch(form -> haystack.contains(new String(form, StandardCharsets.ISO_8859_1)));
    }

    /** The files that hold a text. */
    private static List<Path> holding(Path folder, String text) throws Exception {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (holds(Files.readAllBytes(file), text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void theScanFindsAText() throws Exception {
        String text = marker("planted");
        for (byte[] form : forms(text)) {
            Path file = folder.resolve("planted");
            Files.write(
                    file,
                    ("xx" + new String(form, StandardCharsets.ISO_8859_1) + "yy")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(List.of(file), holding(folder, text));
        }
        for (int before = 0; before < 3; before++) {
            byte[] longer = ("x".repeat(before) + text + "tail").getBytes(StandardCharsets.UTF_8);
            assertTrue(holds(Base64.getEncoder().encode(longer), text));
            assertTrue(holds(Base64.getUrlEncoder().encode(longer), text));
        }
        assertFalse(holds("nothing".getBytes(StandardCharsets.UTF_8), text));
    }

    @Test
    void nothingInTheClearAndNotTooMuch() throws Exception {
        Path data = Files.createDirectory(folder.resolve("server")).resolve("data");
        Path log = folder.resolve("server").resolve("log");
        int port = NodeProcess.freePort();
        NodeProcess node = NodeProcess.start(data, port, log, "--log-level", "debug");
        ServerAddress server = ServerAddress.parse(node.origin());
        String greeting = marker("greeting");
        String answer = marker("answer");
        String typing = marker("typing");
        Handle alice = new Handle("alice-marker");
        Handle bob = new Handle("bob-marker");
        try (Person hers = Person.register("alice-marker", folder.resolve("alice"), server.origin(), Optional.empty());
                Person his = Person.register("bob-marker", folder.resolve("bob"), server.origin(), Optional.empty())) {
            RoomId room = hers.direct(his);
            hers.write(room, greeting);
            his.accept(hers);
            his.awaitTexts(room, List.of(greeting));
            his.send(room, answer);
            hers.awaitTexts(room, List.of(greeting, answer));
            his.stop();
            hers.goOffline();
            signal(node, typing);
            String metrics = metrics(node, data);
            assertTrue(metrics.contains("paloma_"), metrics);
            assertEquals(0, node.stop());

            for (String text : List.of(greeting, answer, typing)) {
                assertEquals(List.of(), holding(folder.resolve("server"), text));
                assertFalse(holds(metrics.getBytes(StandardCharsets.UTF_8), text));
            }
            // The directory of handles is in the database, and nowhere else.
            for (Handle handle : List.of(alice, bob)) {
                assertEquals(List.of(data.resolve("paloma.db")), holding(folder.resolve("server"), handle.value()));
                assertFalse(metrics.contains(handle.value()));
            }

            // What a connection brings along, and what fills the first pages, is not counted.
            long before = sizeAfter(WARM_UP, data, port, log, hers, room);
            long each = (sizeAfter(MESSAGES, data, port, log, hers, room) - before) / MESSAGES;
            System.out.println("a message of " + LENGTH + " bytes takes " + each + " bytes on disk");
            assertTrue(each > LENGTH && each <= MOST, each + " bytes");
        } finally {
            node.kill();
        }
    }

    /** The size of the database once so many more messages are in it. */
    private static long sizeAfter(int messages, Path data, int port, Path log, Person person, RoomId room)
            throws Exception {
        NodeProcess node = NodeProcess.start(data, port, log);
        try {
            person.goOnline();
            for (int i = 0; i < messages; i++) {
                person.send(room, "m".repeat(LENGTH));
            }
            person.goOffline();
            assertEquals(0, node.stop());
        } finally {
            node.kill();
        }
        return Files.size(data.resolve("paloma.db"));
    }

    /** A signal of a room, whose content the node can't tell from an encrypted one: it is not even stored. */
    private static void signal(NodeProcess node, String content) throws Exception {
        try (Load load = new Load(node.origin())) {
            LoadRoom room = load.rooms.getFirst();
            try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
                connection.await(new Signal(room.id, ByteString.utf8(content)));
            }
        }
    }

    private static String metrics(NodeProcess node, Path data) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(node.origin() + "/metrics"))
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + Files.readString(data.resolve("metrics-token"))
                                                    .strip())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            return answer.body();
        }
    }
}
