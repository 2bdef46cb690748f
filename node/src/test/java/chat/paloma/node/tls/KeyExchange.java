package chat.paloma.node.tls;

import chat.paloma.node.TestNodes;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.DataInputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** Which key exchange a server chooses, as anybody sees it on the wire. */
public final class KeyExchange {
    public static final int X25519_MLKEM768 = 0x11ec;
    public static final int X25519 = 0x001d;

    private KeyExchange() {}

    /** The group that the server's first message names, in TLS's plain part (RFC 8446 section 4.2.8). */
    public static int negotiated(int port, String... offered) throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .option(OpenSslContextOption.GROUPS, offered)
                .build();
        SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT);
        try (Socket socket = TestNodes.connect(port)) {
            engine.beginHandshake();
            ByteBuffer hello = ByteBuffer.allocate(32 << 10);
            engine.wrap(ByteBuffer.allocate(0), hello);
            socket.getOutputStream().write(hello.array(), 0, hello.position());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            require(in.readUnsignedByte() == 22, "no handshake record");
            in.readUnsignedShort();
            ByteBuffer record = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
            require(record.get() == 2, "no ServerHello");
            record.position(record.position() + 3 + 2 + 32);
            record.position(record.position() + 1 + record.get(record.position()) + 2 + 1);
            record.getShort();
            while (true) {
                int type = record.getShort() & 0xffff;
                int length = record.getShort() & 0xffff;
                if (type == 51) {
                    return record.getShort() & 0xffff;
                }
                record.position(record.position() + length);
            }
        } finally {
            engine.closeOutbound();
            ReferenceCountUtil.release(engine);
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
