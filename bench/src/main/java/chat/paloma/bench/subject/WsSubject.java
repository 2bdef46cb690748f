package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.WebSocketWire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The {@code ws} package of Node.js, with {@code bench/peers/ws.mjs}. */
public final class WsSubject extends PeerSubject<WsSubject.Client> {
    private static final String JOINED = "joined";
    private static final int ACKNOWLEDGEMENT = 1;

    /** Starts the server. */
    public static WsSubject start(Loop loop, PeerFolder peers) throws BenchmarkException {
        PeerFolder.Running running = peers.start("ws.mjs");
        return new WsSubject(loop, running.process(), running.port(), peers.version("ws"));
    }

    /** Uses a server that speaks as {@code ws.mjs} does. */
    public WsSubject(Loop loop, ServerProcess server, int port, String version) {
        super(loop, server, port, version);
    }

    static final class Client extends WebSocketWire {
        private final PeerMember member;

        private Client(PeerMember member) {
            super("localhost", "/", "");
            this.member = member;
        }

        @Override
        protected void opened() {
            sendText(member.rooms().stream().collect(Collectors.joining("\",\"", "{\"join\":[\"", "\"]}")));
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
            member.arrivals().delivered(member.number(), in.getLong(end - Payload.MARK));
        }

        @Override
        protected void text(ByteBuf in, int begin, int end) {
            if (end - begin == ACKNOWLEDGEMENT) {
                member.arrivals().acknowledged();
            } else if (!member.ready().isDone() && textOf(in, begin, end).equals(JOINED)) {
                member.ready().complete(null);
            } else {
                binary(in, begin, end);
            }
        }

        @Override
        protected void broken(String why) {
            member.broken(why);
        }
    }

    @Override
    public String name() {
        return "ws";
    }

    @Override
    public boolean carries(Phase.Content content) {
        return true;
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        return content == Phase.Content.OPAQUE ? PeerPayloads.binary(number) : PeerPayloads.text(number);
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        byte[] name = (room(room) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[name.length + payload.bytes().length];
        System.arraycopy(name, 0, message, 0, name.length);
        System.arraycopy(payload.bytes(), 0, message, name.length, payload.bytes().length);
        client(client).send(content == Phase.Content.TEXT, message);
    }

    @Override
    Client client(PeerMember member) {
        return new Client(member);
    }
}
