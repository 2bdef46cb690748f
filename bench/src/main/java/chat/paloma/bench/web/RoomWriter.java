package chat.paloma.bench.web;

import chat.paloma.client.Client;
import chat.paloma.client.ClientOptions;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Somebody who writes much: each line of standard input is a message, sent as fast as the node takes it. */
public final class RoomWriter {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** How many messages may be on their way. */
    private static final int AT_ONCE = 256;

    private static final long REPORT = 10_000;

    private RoomWriter() {}

    /**
     * Registers, joins and writes.
     *
     * @param arguments the node's origin, a link to register, and a link of the room
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("paloma-bench-writer");
        try (Client client = Client.open(ClientOptions.of(ProfileOptions.unprotected(folder.resolve("profile"))))) {
            InviteLink invite = InviteLink.parse(arguments[1]);
            client.perform(
                    new Command.Register(arguments[0], Optional.of(invite.token()), new Handle("cleo")), PATIENCE);
            client.goOnline();
            require(client.awaitOnline(PATIENCE), "online");
            client.perform(new Command.JoinByLink(arguments[2]), PATIENCE);
            require(client.await(view -> !view.rooms().isEmpty(), PATIENCE), "in the room");
            RoomId room = client.look(view -> view.rooms().getFirst());
            write(client, room);
        }
    }

    private static void write(Client client, RoomId room) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long written = 0;
        for (List<String> texts = next(lines); !texts.isEmpty(); texts = next(lines)) {
            writeAtOnce(client, room, texts);
            require(client.await(view -> view.room(room).orElseThrow().waiting() == 0, PATIENCE), "sent");
            if ((written + texts.size()) / REPORT > written / REPORT) {
                System.err.println("  " + (written + texts.size()) + " written");
            }
            written += texts.size();
        }
    }

    /** Each command waits until it is on the disk, and shares that with those beside it. */
    private static void writeAtOnce(Client client, RoomId room, List<String> texts) throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Outcome> sent : writers.invokeAll(texts.stream()
                    .map(text -> (Callable<Outcome>) () -> client.perform(Command.SendMessage.of(room, text), PATIENCE))
                    .toList())) {
                sent.get();
            }
        }
    }

    private static List<String> next(BufferedReader lines) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            texts.add(line);
            if (texts.size() == AT_ONCE) {
                break;
            }
        }
        return texts;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("waited in vain to be " + what);
        }
    }
}
