package chat.paloma.bench.paloma;

import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.WebSocketWire;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RequestType;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.SslContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A device's connection. What the measured messages need is read without being decoded; the rest is asked and answered
 * as anywhere.
 */
final class PalomaWire extends WebSocketWire {
    private static final String CLIENT = "paloma-bench";
    /** 0.1.0, as versions travel. */
    private static final long CLIENT_VERSION = 1L << 16;
    /** The kinds of frames, and the event and the lane that measured messages come in (docs/protocol.md). */
    private static final int ANSWERED = 2;

    private static final int REFUSED = 3;
    private static final int HAPPENED = 4;
    private static final int DELIVERED = 1;
    private static final int FELL_BEHIND = 2;
    private static final int ROOM_LANE = 1;
    /** The answers to appends with these ids are only counted. */
    private static final int COUNTED = 0x4000_0000;

    private record Open<A extends TlsEncodable>(RequestType<?, A> type, CompletableFuture<A> answer) {
        void answered(byte[] body) throws DecodeException {
            answer.complete(type.answer().decodeAll(body));
        }
    }

    private final int client;
    private final PalomaDevice device;
    private final Arrivals arrivals;
    private final CompletableFuture<PalomaWire> ready = new CompletableFuture<>();
    private final Map<Integer, Open<?>> open = new HashMap<>();
    private int lastId;
    private int lastCounted = COUNTED;

    private PalomaWire(int client, PalomaDevice device, int port, Arrivals arrivals) {
        super("localhost:" + port, "/v1/connect", "Sec-WebSocket-Protocol: paloma.v1\r\n");
        this.client = client;
        this.device = device;
        this.arrivals = arrivals;
    }

    /** Connects a device, and proves who it is. */
    static CompletableFuture<PalomaWire> connect(
            Loop loop, int port, Optional<SslContext> tls, int client, PalomaDevice device, Arrivals arrivals) {
        PalomaWire wire = new PalomaWire(client, device, port, arrivals);
        loop.connect(port, tls, wire);
        return wire.ready;
    }

    @Override
    protected void opened() {
        Hello hello = new Hello(
                List.of(SessionRequests.VERSION),
                CLIENT,
                CLIENT_VERSION,
                ByteString.adopt(PalomaDevice.RANDOM.nextBytes(AuthenticationProof.NONCE_LENGTH)));
        var _ = ask(hello)
                .thenCompose(challenge -> ask(device.prove(hello, challenge)))
                .whenComplete((welcomed, failure) -> {
                    if (failure != null) {
                        fail(String.valueOf(failure));
                    } else {
                        device.continueAt(welcomed.nextMessage());
                        ready.complete(this);
                    }
                });
    }

    /** Asks for something, on the loop. */
    <A extends TlsEncodable> CompletableFuture<A> ask(Request<A> request) {
        int id = ++lastId;
        CompletableFuture<A> answer = new CompletableFuture<>();
        open.put(id, new Open<>(request.type(), answer));
        sendBinary(request.frame(id).encoded());
        return answer;
    }

    /** Appends a message of which the answer is only counted, on the loop. */
    void append(Append append) {
        sendBinary(append.frame(++lastCounted).encoded());
    }

    /** Follows lanes from where they end, on the loop. */
    CompletableFuture<?> follow(List<LaneId> lanes) {
        Position beginning = new Position(1, 0, LaneHead.NONE);
        return ask(new Follow(
                        lanes.stream().map(lane -> new Cursor(lane, beginning)).toList()))
                .thenAccept(following -> {
                    if (following.lanes().stream().anyMatch(lane -> lane.state() != FollowState.LIVE)) {
                        throw new IllegalStateException("a lane is not followed: " + following);
                    }
                });
    }

    @Override
    protected void binary(ByteBuf in, int begin, int end) {
        switch (in.getByte(begin)) {
            case HAPPENED -> happened(in, begin, end);
            case ANSWERED -> answered(in, begin, end);
            case REFUSED -> refused(in, begin, end);
            default -> fail("a frame that the node may not send");
        }
    }

    private void happened(ByteBuf in, int begin, int end) {
        int event = in.getUnsignedShort(begin + 1);
        if (event == DELIVERED && in.getByte(begin + 3) == ROOM_LANE) {
            // Behind the envelope comes the head and nothing else.
            arrivals.delivered(client, in.getLong(end - LaneHead.LENGTH - Payload.MARK));
        } else if (event == FELL_BEHIND) {
            fail("the node found that client " + client + " fell behind");
        }
    }

    private void answered(ByteBuf in, int begin, int end) {
        int id = in.getInt(begin + 1);
        if (id >= COUNTED) {
            arrivals.acknowledged();
            return;
        }
        Open<?> asked = open.remove(id);
        if (asked == null) {
            fail("an answer that nobody asked for");
            return;
        }
        try {
            asked.answered(ByteBufUtil.getBytes(in, begin + 5, end - begin - 5));
        } catch (DecodeException e) {
            fail(String.valueOf(e));
        }
    }

    private void refused(ByteBuf in, int begin, int end) {
        try {
            Frame.Refused refused = (Frame.Refused) Frame.decode(ByteBufUtil.getBytes(in, begin, end - begin));
            Open<?> asked = open.remove(refused.id());
            Failure failure = refused.failure();
            if (asked == null) {
                fail("the node refused: " + failure);
            } else {
                asked.answer().completeExceptionally(new IllegalStateException("the node refused: " + failure));
            }
        } catch (DecodeException e) {
            fail(String.valueOf(e));
        }
    }

    @Override
    protected void text(ByteBuf in, int begin, int end) {
        fail("a text message");
    }

    @Override
    protected void broken(String why) {
        IllegalStateException failure = new IllegalStateException("client " + client + ": " + why);
        open.values().forEach(each -> each.answer().completeExceptionally(failure));
        open.clear();
        if (!ready.completeExceptionally(failure)) {
            arrivals.failed(String.valueOf(failure.getMessage()));
        }
    }
}
