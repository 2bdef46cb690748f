package chat.paloma.node.session;

import chat.paloma.core.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of one connection (RFC 6455), in the place of Vert.x's own handler: that keeps two queues for writers on
 * other threads, and the request of the upgrade, for as long as a device is connected, which was more than half of the
 * memory of a connection.
 *
 * <p>Everything happens on the connection's event loop. A message, also one in parts, has at most {@link
 * WireLimits#MAX_FRAME} bytes.
 */
final class WebSocketChannel extends SimpleChannelInboundHandler<WebSocketFrame> {
    /** Whose WebSocket it is. */
    interface Owner {
        /** A binary message. */
        void received(byte[] message);

        /** Something that no device sends. */
        void malformed(String why);

        /** There is room for more to be sent. */
        void drained();

        /** The server shuts down. */
        void shutDown();

        /** The connection is gone. */
        void closed();
    }

    /** How long a peer may take to close its side of a connection that is being closed. */
    static final long CLOSING_MILLIS = 2_000;

    private final ContextInternal loop;
    private final Owner owner;
    private final LiveWriter writer;
    private final Channel channel;
    /** The parts so far of a message in parts. */
    private @Nullable ByteBuf parts;

    private boolean closing;

    /** One that is put into a pipeline by hand. */
    WebSocketChannel(Channel channel, Context loop, LiveWriter writer, Owner owner) {
        super(WebSocketFrame.class);
        this.channel = channel;
        this.loop = (ContextInternal) loop;
        this.writer = writer;
        this.owner = owner;
    }

    /**
     * Takes a connection over that Vert.x has just upgraded, before anything more of it is read.
     *
     * @param mostUnsent bytes that may wait to be sent until it counts as full
     */
    static WebSocketChannel takeOver(
            ServerWebSocket upgraded, Context loop, WriteBufferWaterMark mostUnsent, Owner owner) {
        if (!(upgraded instanceof WebSocketInternal internal)) {
            throw new IllegalArgumentException("not a WebSocket on a Netty channel");
        }
        ChannelHandlerContext former = internal.channelHandlerContext();
        Channel channel = former.channel();
        var _ = channel.config().setWriteBufferWaterMark(mostUnsent);
        LiveWriter writer = LiveWriter.on(former.pipeline());
        WebSocketChannel taken = new WebSocketChannel(channel, loop, writer, owner);
        var _ = former.pipeline().replace(former.handler(), former.name(), taken);
        return taken;
    }

    // What comes

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            closedByPeer(context, frame.content());
            return;
        }
        if (closing) {
            return;
        }
        switch (frame) {
            case BinaryWebSocketFrame whole
            when whole.isFinalFragment() -> received(ByteBufUtil.getBytes(whole.content()));
            case BinaryWebSocketFrame first -> {
                parts = Unpooled.buffer(first.content().readableBytes());
                part(context, first);
            }
            case ContinuationWebSocketFrame next -> part(context, next);
            case PingWebSocketFrame ping -> answer(context, ping);
            case TextWebSocketFrame text -> loop.dispatch(() -> owner.malformed("frames are binary"));
            default -> {
                // A pong that nobody asked for says no more than that the peer is there.
            }
        }
    }

    /** Who does not read is not answered: the answers would have to be kept. */
    private void answer(ChannelHandlerContext context, PingWebSocketFrame ping) {
        if (!isFull()) {
            var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void part(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf all = parts;
        if (all == null) {
            return;
        }
        if (all.readableBytes() + frame.content().readableBytes() > WireLimits.MAX_FRAME) {
            parts = null;
            close(context, WebSocketCloseStatus.MESSAGE_TOO_BIG);
            return;
        }
        all.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            parts = null;
            received(ByteBufUtil.getBytes(all));
        }
    }

    private void received(byte[] message) {
        loop.dispatch(() -> owner.received(message));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            loop.dispatch(owner::drained);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            loop.dispatch(owner::shutDown);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            close(context, broken.closeStatus());
        } else {
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        parts = null;
        loop.dispatch(owner::closed);
    }

    // What goes

    /** Sends a frame that goes to many, which may not change any more; returns whether it was taken. */
    boolean offer(Buffer frame) {
        return isOpen() && !isFull() && writer.write(frame);
    }

    /** Sends a frame, however much waits. */
    void send(Buffer frame) {
        if (isOpen()) {
            writer.write(frame);
        }
    }

    /** Whether so much waits to be sent that nothing more should be. */
    boolean isFull() {
        return !channel.isWritable();
    }

    /** Whether something can be sent. */
    boolean isOpen() {
        return !closing && channel.isActive();
    }

    /** Reads nothing more until it is told to; what was read already still comes. */
    void read(boolean on) {
        var _ = channel.config().setAutoRead(on);
    }

    // Its end

    /** Says goodbye. Whoever does not answer is cut off. */
    void close() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null) {
            close(context, WebSocketCloseStatus.NORMAL_CLOSURE);
        }
    }

    private void close(ChannelHandlerContext context, WebSocketCloseStatus status) {
        if (!closing) {
            beginToClose();
            var _ = context.writeAndFlush(new CloseWebSocketFrame(status.code(), ""));
        }
    }

    private void closedByPeer(ChannelHandlerContext context, ByteBuf why) {
        if (closing) {
            var _ = context.close();
        } else {
            beginToClose();
            var _ = context.writeAndFlush(new CloseWebSocketFrame(true, 0, why.retain()))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void beginToClose() {
        closing = true;
        parts = null;
        // The answer has to be read, also of who was not read from.
        read(true);
        // At once, whatever still waits to be sent: nothing that says goodbye gets through to a peer that does not
        // read.
        var _ = channel.eventLoop()
                .schedule(
                        () -> channel.unsafe().close(channel.unsafe().voidPromise()),
                        CLOSING_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
