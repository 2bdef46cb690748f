package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Folders;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.load.Subject;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.XmppWire;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * ejabberd as Debian has it, with rooms of XEP-0045. Everything that it can leave out is left out: the broadcast of
 * presence, history, shapers, TLS, distribution. It sends its acknowledgement as everybody's copy of the message.
 */
public final class EjabberdSubject implements Subject {
    private static final String HOST = "localhost";
    private static final String SERVICE = "conference.localhost";
    private final Loop loop;
    private final Path folder;
    private final int port;
    private final String version;
    private final ServerProcess server;
    private final PeerClients<Client> clients = new PeerClients<>();
    private List<String> rooms = List.of();
    private Optional<Arrivals> listener = Optional.empty();

    /** Where Debian installs it; empty when it is not. */
    public static Optional<Path> installed() {
        try (Stream<Path> libraries = Files.list(Path.of("/usr/lib"))) {
            for (Path library : libraries.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> found = Files.list(library)) {
                    Optional<Path> beams = found.filter(
                                    each -> each.getFileName().toString().startsWith("ejabberd-"))
                            .map(each -> each.resolve("ebin"))
                            .filter(each -> Files.exists(each.resolve("ejabberd_app.beam")))
                            .findFirst();
                    if (beams.isPresent()) {
                        return beams;
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts the server.
     *
     * @param beams as {@link #installed} found them
     */
    public EjabberdSubject(Loop loop, Path beams) throws BenchmarkException {
        this.loop = loop;
        this.version = versionOf(beams);
        this.port = ServerProcess.freePort();
        try {
            folder = Files.createTempDirectory("paloma-bench-ejabberd");
            Path configuration = Files.writeString(folder.resolve("ejabberd.yml"), configuration(port));
            // Not by ejabberdctl, which changes to a user that cannot read our folder.
            server = ServerProcess.start(
                    List.of(
                            "erl",
                            "+K",
                            "true",
                            "+P",
                            "1000000",
                            "-noinput",
                            "-pa",
                            beams.toString(),
                            "-mnesia",
                            "dir",
                            "\"" + folder.resolve("spool") + "\"",
                            "-s",
                            "ejabberd"),
                    Map.of(
                            "HOME",
                            folder.toString(),
                            "EJABBERD_CONFIG_PATH",
                            configuration.toString(),
                            "EJABBERD_LOG_PATH",
                            folder.resolve("ejabberd.log").toString()),
                    folder.resolve("output.log"),
                    _ -> ServerProcess.listens(port));
        } catch (IOException e) {
            throw new BenchmarkException("no folder for ejabberd: " + e.getMessage(), e);
        }
    }

    /** By the folder's name: {@code ejabberd-23.01/ebin}. */
    private static String versionOf(Path beams) {
        return beams.getName(beams.getNameCount() - 2).toString().replace('-', ' ');
    }

    private static String configuration(int port) {
        return """
            hosts: [localhost]
            loglevel: error
            listen:
              - port: %d
                ip: "127.0.0.1"
                module: ejabberd_c2s
                max_stanza_size: 1000000
                backlog: 1024
            auth_method: [anonymous]
            anonymous_protocol: sasl_anon
            allow_multiple_connections: true
            shaper: {}
            modules:
              mod_muc:
                access: all
                access_create: all
                history_size: 0
                max_users: 20000
                max_user_conferences: 1000
                default_room_options:
                  presence_broadcast: []
                  persistent: false
                  max_users: 20000
            """.formatted(port);
    }

    private static final class Client extends XmppWire {
        private final int number;
        private final CompletableFuture<Void> ready;
        private final Arrivals arrivals;

        private Client(int number, List<String> rooms, CompletableFuture<Void> ready, Arrivals arrivals) {
            super(
                    HOST,
                    "c" + number,
                    rooms.stream().map(room -> room + "@" + SERVICE).toList());
            this.number = number;
            this.ready = ready;
            this.arrivals = arrivals;
        }

        @Override
        protected void opened() {
            ready.complete(null);
        }

        @Override
        protected void body(ByteBuf in, int end) {
            arrivals.delivered(number, in.getLong(end - Payload.MARK));
        }

        private void send(String room, String text) {
            sendMessage(room + "@" + SERVICE, text);
        }

        @Override
        protected void broken(String why) {
            if (!ready.completeExceptionally(new IllegalStateException(why))) {
                arrivals.failed("client " + number + ": " + why);
            }
        }
    }

    @Override
    public String name() {
        return "ejabberd";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean carries(Phase.Content content) {
        return true;
    }

    @Override
    public ServerProcess server() {
        return server;
    }

    @Override
    public void join(Plan plan, Arrivals arrivals) throws BenchmarkException {
        listener = Optional.of(arrivals);
        rooms = plan.rooms().stream().map(Plan.Room::name).toList();
        clients.connect(loop, port, plan, (number, names, ready) -> new Client(number, names, ready, arrivals));
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        return content == Phase.Content.OPAQUE ? PeerPayloads.base64(number) : PeerPayloads.text(number);
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        clients.get(client).send(rooms.get(room), PeerPayloads.string(payload));
        listener.orElseThrow().acknowledged();
    }

    @Override
    public void close() {
        clients.close(loop);
        server.close();
        Folders.remove(folder);
    }
}
