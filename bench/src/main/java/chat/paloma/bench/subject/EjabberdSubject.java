package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Folders;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.XmppWire;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * ejabberd as Debian has it, with rooms of XEP-0045. Everything that it can leave out is left out: the broadcast of
 * presence, history, shapers, TLS, distribution. It sends its acknowledgement as everybody's copy of the message.
 */
public final class EjabberdSubject extends PeerSubject<EjabberdSubject.Client> {
    private static final String HOST = "localhost";
    private static final String SERVICE = "conference.localhost";

    private final Path folder;
    private Optional<Arrivals> listener = Optional.empty();

    private EjabberdSubject(Loop loop, ServerProcess server, int port, String version, Path folder) {
        super(loop, server, port, version);
        this.folder = folder;
    }

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
    public static EjabberdSubject start(Loop loop, Path beams) throws BenchmarkException {
        int port = ServerProcess.freePort();
        try {
            Path folder = Files.createTempDirectory("paloma-bench-ejabberd");
            Path configuration = Files.writeString(folder.resolve("ejabberd.yml"), configuration(port));
            // Not by ejabberdctl, which changes to a user that cannot read our folder.
            ServerProcess server = ServerProcess.start(
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
            return new EjabberdSubject(loop, server, port, versionOf(beams), folder);
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

    static final class Client extends XmppWire {
        private final PeerMember member;

        private Client(PeerMember member) {
            super(
                    HOST,
                    "c" + member.number(),
                    member.rooms().stream().map(room -> room + "@" + SERVICE).toList());
            this.member = member;
        }

        @Override
        protected void opened() {
            member.ready().complete(null);
        }

        @Override
        protected void body(ByteBuf in, int end) {
            member.arrivals().delivered(member.number(), in.getLong(end - Payload.MARK));
        }

        private void send(String room, String text) {
            sendMessage(room + "@" + SERVICE, text);
        }

        @Override
        protected void broken(String why) {
            member.broken(why);
        }
    }

    @Override
    public String name() {
        return "ejabberd";
    }

    @Override
    public boolean carries(Phase.Content content) {
        return true;
    }

    @Override
    public void join(Plan plan, Arrivals arrivals) throws BenchmarkException {
        listener = Optional.of(arrivals);
        super.join(plan, arrivals);
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        return content == Phase.Content.OPAQUE ? PeerPayloads.base64(number) : PeerPayloads.text(number);
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        client(client).send(room(room), PeerPayloads.string(payload));
        listener.orElseThrow().acknowledged();
    }

    @Override
    Client client(PeerMember member) {
        return new Client(member);
    }

    @Override
    public void close() {
        super.close();
        Folders.remove(folder);
    }
}
