package chat.paloma.node.gateway;

import chat.paloma.node.config.AddressRange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Closes connections above the limits as soon as they are accepted, before a byte is read or a handshake begins.
 *
 * <p>What comes from a proxy is counted in all only: whose connection it is stands in its first bytes, and
 * {@link ConnectionWatch} counts it when they are known.
 */
@Sharable
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private final ConnectionCounts counts;
    private final List<AddressRange> proxies;
    private final Runnable refused;

    AcceptGuard(ConnectionCounts counts, List<AddressRange> proxies, Runnable refused) {
        this.counts = counts;
        this.proxies = proxies;
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel connection = (Channel) message;
        InetAddress peer = connection.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (peer == null || !counts.tryOpen()) {
            refuse(connection);
            return;
        }
        if (proxies.stream().anyMatch(range -> range.contains(peer))) {
            connection.closeFuture().addListener(closed -> counts.close());
        } else if (counts.tryOpen(peer)) {
            connection.closeFuture().addListener(closed -> {
                counts.close();
                counts.close(peer);
            });
        } else {
            counts.close();
            refuse(connection);
            return;
        }
        context.fireChannelRead(connection);
    }

    private void refuse(Channel connection) {
        refused.run();
        // It has no event loop yet, so that it cannot be closed in any other way.
        connection.unsafe().closeForcibly();
    }
}
