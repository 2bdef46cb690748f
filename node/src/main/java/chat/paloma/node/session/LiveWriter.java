package chat.paloma.node.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The last step of what goes out on one connection, and the short way to it for frames of ours.
 *
 * <p>Telling the kernel costs more than all else of a delivery. So a flush waits until what the event loop has to do at
 * the moment is done: of several records that were committed together, a device gets all with one call. And a frame that
 * goes to many devices becomes the bytes of a WebSocket message (RFC 6455 section 5.2) once on each event loop, and not
 * on each connection.
 *
 * <p>Everything happens on the connection's event loop.
 */
final class LiveWriter extends ChannelOutboundHandlerAdapter implements Runnable {
    private static final int FINAL_BINARY = 0x82;
    private static final int SHORT = 126;
    private static final int MEDIUM = 1 << 16;
    private static final int LONGEST_HEADER = 10;

    /** The frame that was sent last on an event loop, which most often goes to the next connection too. */
    private record Message(Buffer frame, ByteBuf bytes) {}

    private static final FastThreadLocal<Message> LAST = new FastThreadLocal<>() {
        @Override
        protected void onRemoval(Message last) {
            last.bytes().release();
        }
    };

    private @Nullable ChannelHandlerContext context;
    private boolean waiting;

    /** One that is put into a pipeline by hand. */
    LiveWriter() {}

    /** Puts itself where the connection's bytes go out, or in front of TLS. */
    static LiveWriter on(ChannelPipeline pipeline) {
        LiveWriter writer = new LiveWriter();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(writer);
        } else {
            pipeline.addAfter(tls.name(), null, writer);
        }
        return writer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Sends a frame as a message of its own. The frame may not change any more. Returns whether there is a connection. */
    boolean write(Buffer frame) {
        ChannelHandlerContext out = context;
        if (out == null) {
            return false;
        }
        var _ = out.write(messageOf(out, frame).retainedDuplicate(), out.voidPromise());
        flush(out);
        return true;
    }

    // The same frame, not an equal one: that would have to be compared each time.
    @SuppressWarnings("ReferenceEquality")
    private static ByteBuf messageOf(ChannelHandlerContext out, Buffer frame) {
        Message last = LAST.getIfExists();
        if (last != null && last.frame() == frame) {
            return last.bytes();
        }
        if (last != null) {
            last.bytes().release();
        }
        ByteBuf bytes = encode(out.alloc().directBuffer(LONGEST_HEADER + frame.length()), frame);
        LAST.set(new Message(frame, bytes));
        return bytes;
    }

    private static ByteBuf encode(ByteBuf out, Buffer frame) {
        int length = frame.length();
        out.writeByte(FINAL_BINARY);
        if (length < SHORT) {
            out.writeByte(length);
        } else if (length < MEDIUM) {
            out.writeByte(SHORT).writeShort(length);
        } else {
            out.writeByte(SHORT + 1).writeLong(length);
        }
        return out.writeBytes(frame.getBytes());
    }

    @Override
    public void flush(ChannelHandlerContext from) {
        if (!waiting) {
            waiting = true;
            from.channel().eventLoop().execute(this);
        }
    }

    /** Now it is time to flush. */
    @Override
    public void run() {
        waiting = false;
        ChannelHandlerContext out = context;
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close(ChannelHandlerContext from, ChannelPromise promise) {
        from.flush();
        var _ = from.close(promise);
    }
}
