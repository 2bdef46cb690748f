package chat.paloma.node.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveWriterTest {
    private static final int LONGEST = 1 << 20;

    /** A channel whose event loop can be busy: it does what was left to it only when it is told to. */
    private static final class BusyChannel extends EmbeddedChannel {
        private boolean busy;

        BusyChannel(LiveWriter writer) {
            super(writer);
        }

        @Override
        public void runPendingTasks() {
            if (!busy) {
                super.runPendingTasks();
            }
        }
    }

    private final LiveWriter writer = new LiveWriter();
    private final BusyChannel channel = new BusyChannel(writer);

    private static Buffer frame(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Buffer.buffer(bytes);
    }

    /** What was flushed so far. */
    private byte[] sent() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.writeBytes(ByteBufUtil.getBytes(next));
            next.release();
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 200, 65_535, 65_536, LONGEST})
    void sendsAWebSocketMessage(int length) {
        Buffer frame = frame(length);
        assertTrue(writer.write(frame));
        channel.runPendingTasks();
        EmbeddedChannel reader = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(LONGEST)
                .expectMaskedFrames(false)
                .build()));
        reader.writeInbound(Unpooled.wrappedBuffer(sent()));
        BinaryWebSocketFrame read = reader.readInbound();
        assertTrue(read.isFinalFragment());
        assertArrayEquals(frame.getBytes(), ByteBufUtil.getBytes(read.content()));
        read.release();
        assertNull(reader.readInbound(), "there is only one");
    }

    @Test
    void sendsWhatComesTogetherInOneGoAndInOrder() {
        channel.busy = true;
        writer.write(Buffer.buffer("one"));
        var _ = channel.pipeline().write(Unpooled.copiedBuffer(new byte[] {7}));
        writer.write(Buffer.buffer("two"));
        assertEquals(0, sent().length, "nothing goes out before the loop has done what it has to do");
        channel.busy = false;
        channel.runPendingTasks();
        assertArrayEquals(new byte[] {(byte) 0x82, 3, 'o', 'n', 'e', 7, (byte) 0x82, 3, 't', 'w', 'o'}, sent());
    }

    @Test
    void sendsAlsoWhatComesAfterAFlush() {
        writer.write(Buffer.buffer("one"));
        channel.runPendingTasks();
        sent();
        writer.write(Buffer.buffer("two"));
        channel.runPendingTasks();
        assertEquals(5, sent().length);
    }

    @Test
    void sendsOneFrameOnManyConnections() {
        Buffer frame = Buffer.buffer("to all");
        LiveWriter another = new LiveWriter();
        EmbeddedChannel elsewhere = new EmbeddedChannel(another);
        assertTrue(writer.write(frame));
        assertTrue(another.write(frame));
        channel.runPendingTasks();
        elsewhere.runPendingTasks();
        byte[] first = sent();
        ByteBuf second = elsewhere.readOutbound();
        assertArrayEquals(first, ByteBufUtil.getBytes(second));
        second.release();
    }

    @Test
    void sendsWhatWaitsBeforeItCloses() {
        writer.write(Buffer.buffer("last words"));
        var _ = channel.close();
        assertEquals(2 + "last words".length(), sent().length);
    }
}
