package chat.paloma.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a client, with its protocol. Everything happens on the {@link Loop}. */
public abstract class Wire extends ByteToMessageDecoder {
    private @Nullable ChannelHandlerContext context;
    private boolean over;

    /** The connection is there, and secured where it is to be. */
    protected abstract void connected();

    /** Reads what is complete of what came, and moves the reader index behind that. */
    protected abstract void read(ByteBuf in);

    /** The connection is over, though nobody closed it. */
    protected abstract void broken(String why);

    /** Ends it with a reason, once. */
    final void ended(String why) {
        if (!over) {
            over = true;
            broken(why);
            if (context != null) {
                var _ = context.close();
            }
        }
    }

    /** Breaks off, because what came is not as it should be. */
    protected final void fail(String why) {
        ended(why);
    }

    /** Closes the connection, without anybody being told. To be called on the loop. */
    public final void close() {
        over = true;
        if (context != null) {
            var _ = context.close();
        }
    }

    /** Space for something to send. */
    protected final ByteBuf buffer(int length) {
        return require().alloc().ioBuffer(length);
    }

    /** Sends this, and releases it. */
    protected final void write(ByteBuf out) {
        var _ = require().writeAndFlush(out, require().voidPromise());
    }

    private ChannelHandlerContext require() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (active.pipeline().get(SslHandler.class) == null) {
            connected();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                connected();
            } else {
                ended("TLS: " + handshake.cause());
            }
        }
    }

    @Override
    protected final void decode(ChannelHandlerContext from, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
        } else {
            read(in);
        }
    }

    @Override
    protected final void decodeLast(ChannelHandlerContext from, ByteBuf in, List<Object> out) {
        ended("the server closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        ended(String.valueOf(cause));
    }
}
