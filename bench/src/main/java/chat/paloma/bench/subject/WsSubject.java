package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.load.Subject;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.WebSocketWire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The {@code ws} package of Node.js, with {@code bench/peers/ws.mjs}. */
public final class WsSubject implements Subject {
    private static final String JOINED = "joined";
    private static final int ACKNOWLEDGEMENT = 1;

    private final Loop loop;
    private final ServerProcess server;
    private final int port;
    private final String version;
    private final PeerClients<Client> clients = new PeerClients<>();
    private List<String> rooms = List.of();

    /** Starts the server. */
    public static WsSubject start(Loop loop, PeerFolder peers) throws BenchmarkException {
        PeerFolder.Running running = peers.start("ws.mjs");
        return new WsSubject(loop, running.process(), running.port(), peers.version("ws"));
    }

    /** Uses a server that speaks as {@code ws.mjs} does. */
    public WsSubject(Loop loop, ServerProcess server, int port, String version) {
        this.loop = loop;
        this.server = server;
        this.port = port;
        this.version = version;
    }

    private static final class Client extends WebSocketWire {
        private final int number;
        private final List<String> rooms;
        private final CompletableFuture<Void> ready;
        private final Arrivals arrivals;

        private Client(int number, List<String> rooms, CompletableFuture<Void> ready, Arrivals arrivals) {
            super("localhost", "/", "");
            this.number = number;
            this.rooms = rooms;
            this.ready = ready;
            this.arrivals = arrivals;
        }

        @Override
        protected void opened() {
            sendText(rooms.stream().collect(Collectors.joining("\",\"", "{\"join\":[\"", "\"]}")));
        }

        private void send(boolean text, byte[] message) {
            if (text) {
                sendText(new String(message, StandardCharsets.US_ASCII));
            } else {
                sendBinary(message);
            }
        }

        @Override
        protected void binary(ByteBuf in, int begin, int end) {
            arrivals.delivered(number, in.getLong(end - Payload.MARK));
        }

        @Override
        protected void text(ByteBuf in, int begin, int end) {
            if (end - begin == ACKNOWLEDGEMENT) {
                arrivals.acknowledged();
            } else if (!ready.isDone() && textOf(in, begin, end).equals(JOINED)) {
                ready.complete(null);
            } else {
                binary(in, begin, end);
            }
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
        return "ws";
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
        rooms = plan.rooms().stream().map(Plan.Room::name).toList();
        clients.connect(loop, port, plan, (number, names, ready) -> new Client(number, names, ready, arrivals));
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        return content == Phase.Content.OPAQUE ? PeerPayloads.binary(number) : PeerPayloads.text(number);
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        byte[] name = (rooms.get(room) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[name.length + payload.bytes().length];
        System.arraycopy(name, 0, message, 0, name.length);
        System.arraycopy(payload.bytes(), 0, message, name.length, payload.bytes().length);
        clients.get(client).send(content == Phase.Content.TEXT, message);
    }

    @Override
    public void close() {
        clients.close(loop);
        server.close();
    }
}
