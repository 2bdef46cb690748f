package chat.paloma.node.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes in and bytes out (RFC 6455 section 5). */
class WebSocketChannelTest {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL = 0x80;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new ArrayList<>();
    private final List<byte[]> received = new ArrayList<>();

    private EmbeddedChannel channel;
    private WebSocketChannel socket;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    WebSocketChannelTest() {}

    private final class Hearing implements WebSocketChannel.Owner {
        @Override
        public void received(byte[] message) {
            received.add(message);
        }

        @Override
        public void malformed(String why) {
            heard.add(why);
        }

        @Override
        public void drained() {
            heard.add("drained");
        }

        @Override
        public void shutDown() {
            heard.add("shut down");
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }

    @BeforeEach
    void open() {
        LiveWriter writer = new LiveWriter();
        channel = new EmbeddedChannel(writer);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(50, 100));
        socket = new WebSocketChannel(channel, vertx.getOrCreateContext(), writer, new Hearing());
        channel.pipeline()
                .addLast(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(WireLimits.MAX_FRAME)
                        .closeOnProtocolViolation(false)
                        .build()))
                .addLast(new WebSocket13FrameEncoder(false))
                .addLast(socket);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        vertx.close();
    }

    /** A frame of a client, with a mask that changes nothing. */
    private void comes(int opcode, byte[] body) {
        ByteBuf frame = Unpooled.buffer().writeByte(opcode);
        if (body.length < 126) {
            frame.writeByte(0x80 | body.length);
        } else {
            frame.writeByte(0x80 | 127).writeLong(body.length);
        }
        channel.writeInbound(frame.writeInt(0).writeBytes(body));
        channel.runPendingTasks();
    }

    private byte[] sent() {
        channel.runPendingTasks();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.writeBytes(ByteBufUtil.getBytes(next));
            next.release();
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void handsOverMessagesAlsoInParts() {
        comes(FINAL | BINARY, bytes("whole"));
        comes(BINARY, bytes("in "));
        comes(CONTINUATION, bytes("three "));
        comes(FINAL | PING, bytes("?"));
        comes(FINAL | CONTINUATION, bytes("parts"));
        assertEquals(2, received.size());
        assertArrayEquals(bytes("whole"), received.get(0));
        assertArrayEquals(bytes("in three parts"), received.get(1));
        assertArrayEquals(new byte[] {(byte) 0x8a, 1, '?'}, sent(), "a ping between the parts is answered");
    }

    @Test
    void refusesAMessageWhosePartsAreTooMuchTogether() {
        comes(BINARY, new byte[WireLimits.MAX_FRAME]);
        comes(CONTINUATION, new byte[1]);
        assertArrayEquals(new byte[] {0x03, (byte) 0xf1}, Arrays.copyOfRange(sent(), 2, 4), "1009, too big");
        comes(FINAL | CONTINUATION, new byte[1]);
        assertTrue(received.isEmpty());
    }

    @Test
    void refusesAFrameThatIsTooLargeOrNone() {
        comes(FINAL | BINARY, new byte[WireLimits.MAX_FRAME + 1]);
        assertArrayEquals(new byte[] {0x03, (byte) 0xf1}, Arrays.copyOfRange(sent(), 2, 4), "1009, too big");
    }

    @Test
    void saysThatThereIsNoText() {
        comes(FINAL | TEXT, bytes("hello"));
        assertEquals(List.of("frames are binary"), heard);
    }

    @Test
    void answersAGoodbyeAndCloses() {
        comes(FINAL | CLOSE, new byte[] {0x03, (byte) 0xe9});
        assertArrayEquals(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe9}, sent());
        assertFalse(channel.isOpen());
        assertEquals(List.of("closed"), heard);
        assertFalse(socket.offer(Buffer.buffer("late")));
    }

    @Test
    void saysGoodbyeAfterWhatWasSentAndWaitsForTheAnswer() {
        socket.send(Buffer.buffer("bye"));
        socket.close();
        assertArrayEquals(
                new byte[] {(byte) 0x82, 3, 'b', 'y', 'e', (byte) 0x88, 2, 0x03, (byte) 0xe8},
                Arrays.copyOf(sent(), 9));
        assertTrue(channel.isOpen());
        comes(FINAL | BINARY, bytes("late"));
        assertTrue(received.isEmpty());
        comes(FINAL | CLOSE, new byte[] {0x03, (byte) 0xe8});
        assertFalse(channel.isOpen());
    }

    @Test
    void cutsOffWhoNeverAnswersAGoodbye() {
        channel.freezeTime();
        socket.close();
        channel.advanceTimeBy(WebSocketChannel.CLOSING_MILLIS - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertTrue(channel.isOpen());
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertFalse(channel.isOpen());
    }

    @Test
    void takesNothingForManyWhenTooMuchWaits() {
        assertTrue(socket.offer(Buffer.buffer(new byte[200])));
        assertTrue(socket.isFull());
        assertFalse(socket.offer(Buffer.buffer("more")));
        socket.send(Buffer.buffer("an answer"));
        channel.runPendingTasks();
        assertEquals(List.of("drained"), heard);
        assertTrue(socket.offer(Buffer.buffer("more")), "once that is sent there is room again");
    }
}
