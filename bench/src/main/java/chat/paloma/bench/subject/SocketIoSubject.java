package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.WebSocketWire;
import io.netty.buffer.ByteBuf;
import java.util.stream.Collectors;

/**
 * Socket.IO on Node.js, with {@code bench/peers/socket-io.mjs}, over WebSocket alone. Its client speaks Engine.IO 4 and
 * the Socket.IO protocol 5.
 */
public final class SocketIoSubject extends PeerSubject<SocketIoSubject.Client> {
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

    private final boolean binary;

    private SocketIoSubject(Loop loop, PeerFolder.Running running, String version, boolean binary) {
        super(loop, running.process(), running.port(), version);
        this.binary = binary;
    }

    /**
     * Starts the server.
     *
     * @param binary whether opaque messages travel as they are, or in Base64 as text
     */
    public static SocketIoSubject start(Loop loop, PeerFolder peers, boolean binary) throws BenchmarkException {
        return new SocketIoSubject(loop, peers.start("socket-io.mjs"), peers.version("socket.io"), binary);
    }

    static final class Client extends WebSocketWire {
        private final PeerMember member;

        private Client(PeerMember member) {
            super("localhost", "/socket.io/?EIO=4&transport=websocket", "");
            this.member = member;
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
                    sendText(member.rooms().stream()
                            .collect(Collectors.joining("\",\"", "42" + JOIN_ID + "[\"join\",[\"", "\"]]")));
                case EVENT ->
                    member.arrivals().delivered(member.number(), in.getLong(end - END_OF_EVENT - Payload.MARK));
                case BINARY_EVENT -> {
                    // The bytes follow in a message of their own.
                }
                case ACKNOWLEDGEMENT -> {
                    if (member.ready().isDone()) {
                        member.arrivals().acknowledged();
                    } else {
                        member.ready().complete(null);
                    }
                }
                default -> fail("the server said " + textOf(in, begin, end));
            }
        }

        @Override
        protected void binary(ByteBuf in, int begin, int end) {
            member.arrivals().delivered(member.number(), in.getLong(end - Payload.MARK));
        }

        private void sendBytes(String room, byte[] content) {
            sendBoth("451-" + MESSAGE_ID + "[\"message\",\"" + room + "\",{\"_placeholder\":true,\"num\":0}]", content);
        }

        private void sendString(String room, String content) {
            sendText("42" + MESSAGE_ID + "[\"message\",\"" + room + "\",\"" + content + "\"]");
        }

        @Override
        protected void broken(String why) {
            member.broken(why);
        }
    }

    @Override
    public String name() {
        return binary ? "Socket.IO" : "Socket.IO text";
    }

    @Override
    public boolean carries(Phase.Content content) {
        // A text is a text: it is measured once.
        return content == Phase.Content.OPAQUE || !binary;
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
            client(client).sendBytes(room(room), payload.bytes());
        } else {
            client(client).sendString(room(room), PeerPayloads.string(payload));
        }
    }

    @Override
    Client client(PeerMember member) {
        return new Client(member);
    }
}
