package chat.paloma.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server that speaks as {@code bench/peers/ws.mjs} does, with one room, and can be slow or unreliable. */
final class TestBroadcaster implements AutoCloseable {
    /** What it does wrong. */
    enum Fault {
        NONE,
        /** The tenth delivery is not sent. */
        LOSES_ONE,
        /** The tenth delivery is sent twice. */
        DOUBLES_ONE,
        /** After the first message its event loop stands still for a while, once. */
        STALLS_ONCE
    }

    private static final int TENTH = 10;
    private static final int LONGEST = 1 << 16;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> members = new ArrayList<>();
    private final Fault fault;
    private final Duration delay;
    private final Channel listening;
    private int deliveries;
    private int messages;

    /**
     * Starts it.
     *
     * @param delay of each delivery, or of the stall
     */
    TestBroadcaster(Fault fault, Duration delay) {
        this.fault = fault;
        this.delay = delay;
        this.listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LONGEST),
                                        new WebSocketServerProtocolHandler("/"),
                                        new Member());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private final class Member extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame) {
                members.add(context.channel());
                var _ = context.writeAndFlush(new TextWebSocketFrame("joined"));
                return;
            }
            if (messages++ == 0 && fault == Fault.STALLS_ONCE) {
                sleep();
            }
            for (Channel member : members) {
                deliver(member, frame.content());
            }
            var _ = context.writeAndFlush(new TextWebSocketFrame("+"));
        }
    }

    private void deliver(Channel member, ByteBuf content) {
        boolean tenth = ++deliveries == TENTH;
        int copies = tenth && fault == Fault.LOSES_ONE ? 0 : tenth && fault == Fault.DOUBLES_ONE ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            BinaryWebSocketFrame out = new BinaryWebSocketFrame(content.copy());
            if (fault == Fault.NONE && !delay.isZero()) {
                Runnable later = () -> {
                    var _ = member.writeAndFlush(out);
                };
                var _ = group.schedule(later, delay.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                var _ = member.writeAndFlush(out);
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
