package chat.paloma.bench.wire;

import chat.paloma.bench.BenchmarkException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The one event loop on which all clients of a benchmark run. */
public final class Loop implements AutoCloseable {
    private static final int CONNECT_MILLIS = 60_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /**
     * Connects to a port of this machine; the wire hears of it, also when it fails.
     *
     * @param tls with which the connection is secured
     */
    public void connect(int port, Optional<SslContext> tls, Wire wire) {
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        channel.pipeline().addLast(wire);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        wire.ended("cannot connect: " + connected.cause());
                    }
                });
    }

    /** Does something on the loop. */
    public void run(Runnable work) {
        group.execute(work);
    }

    /** Does something on the loop when some time has passed. */
    public void later(Duration time, Runnable work) {
        var _ = group.schedule(work, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks for something on the loop, and waits for it. */
    public <T> T call(Callable<T> work) throws BenchmarkException {
        try {
            return group.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchmarkException failure) {
                throw failure;
            }
            throw new BenchmarkException("the load generator failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
