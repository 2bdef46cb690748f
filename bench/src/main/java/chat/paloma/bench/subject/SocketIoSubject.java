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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Socket.IO on Node.js, with {@code bench/peers/socket-io.mjs}, over WebSocket alone. Its client speaks Engine.IO 4 and
 * the Socket.IO protocol 5.
 */
public final class SocketIoSubject implements Subject {
    private static final int OPEN = '0';
    private static final int PING = '2';
    private static final int MESSAGE = '4';
    private static final int CONNECTED = '0';
    private static final int EVENT = '2';
    private static final int ACKNOWLEDGEMENT = '3';
    private static final int BINARY_EVENT = '5';
    /** What stands behind a text at the end of an event: {@code "]}. */
    private static final int END_OF_EVENT = 2;

    private static final String JOIN_ID = "0";
    private static final String MESSAGE_ID = "1";

    private final Loop loop;
    private final PeerFolder.Running running;
    private final boolean binary;
    private final String version;
    private final PeerClients<Client> clients = new PeerClients<>();
    private List<String> rooms = List.of();

    /**
     * Starts the server.
     *
     * @param binary whether opaque messages travel as they are, or in Base64 as text
     */
    public SocketIoSubject(Loop loop, PeerFolder peers, boolean binary) throws BenchmarkException {
        this.loop = loop;
        this.running = peers.start("socket-io.mjs");
        this.binary = binary;
        this.version = peers.version("socket.io");
    }

    private static final class Client extends WebSocketWire {
        private final int number;
        private final List<String> rooms;
        private final CompletableFuture<Void> ready;
        private final Arrivals arrivals;

        private Client(int number, List<String> rooms, CompletableFuture<Void> ready, Arrivals arrivals) {
            super("localhost", "/socket.io/?EIO=4&transport=websocket", "");
            this.number = number;
            this.rooms = rooms;
            this.ready = ready;
            this.arrivals = arrivals;
        }

        @Override
        protected void opened() {
            // The server speaks first.
        }

        @Override
        protected void text(ByteBuf in, int begin, int end) {
            switch (in.getByte(begin)) {
                case OPEN -> sendText("40");
                case PING -> sendText("3");
                case MESSAGE -> message(in, begin, end);
                default -> fail("the server said " + textOf(in, begin, end));
            }
        }

        private void message(ByteBuf in, int begin, int end) {
            switch (in.getByte(begin + 1)) {
                case CONNECTED ->
                    sendText(rooms.stream()
                            .collect(Collectors.joining("\",\"", "42" + JOIN_ID + "[\"join\",[\"", "\"]]")));
                case EVENT -> arrivals.delivered(number, in.getLong(end - END_OF_EVENT - Payload.MARK));
                case BINARY_EVENT -> {
                    // The bytes follow in a message of their own.
                }
                case ACKNOWLEDGEMENT -> {
                    if (ready.isDone()) {
                        arrivals.acknowledged();
                    } else {
                        ready.complete(null);
                    }
                }
                default -> fail("the server said " + textOf(in, begin, end));
            }
        }

        @Override
        protected void binary(ByteBuf in, int begin, int end) {
            arrivals.delivered(number, in.getLong(end - Payload.MARK));
        }

        private void sendBytes(String room, byte[] content) {
            sendBoth("451-" + MESSAGE_ID + "[\"message\",\"" + room + "\",{\"_placeholder\":true,\"num\":0}]", content);
        }

        private void sendString(String room, String content) {
            sendText("42" + MESSAGE_ID + "[\"message\",\"" + room + "\",\"" + content + "\"]");
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
        return binary ? "Socket.IO" : "Socket.IO text";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean carries(Phase.Content content) {
        // A text is a text: it is measured once.
        return content == Phase.Content.OPAQUE || !binary;
    }

    @Override
    public ServerProcess server() {
        return running.process();
    }

    @Override
    public void join(Plan plan, Arrivals arrivals) throws BenchmarkException {
        rooms = plan.rooms().stream().map(Plan.Room::name).toList();
        clients.connect(
                loop, running.port(), plan, (number, names, ready) -> new Client(number, names, ready, arrivals));
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        if (content == Phase.Content.TEXT) {
            return PeerPayloads.text(number);
        }
        return binary ? PeerPayloads.binary(number) : PeerPayloads.base64(number);
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        if (binary && content == Phase.Content.OPAQUE) {
            clients.get(client).sendBytes(rooms.get(room), payload.bytes());
        } else {
            clients.get(client).sendString(rooms.get(room), PeerPayloads.string(payload));
        }
    }

    @Override
    public void close() {
        clients.close(loop);
        running.process().close();
    }
}
