package chat.paloma.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket (RFC 6455) as a client has it, of messages in one frame each. Frames are masked with zeros, which the
 * standard allows and which costs this side nothing; servers unmask as ever.
 */
public abstract class WebSocketWire extends Wire {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK = 4;
    private static final int LONGEST_HEADER = 14;
    private static final int MAX_MESSAGE = 4 << 20;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final String request;
    private boolean open;

    /**
     * A connection that asks for this.
     *
     * @param host for the head
     * @param path with its query
     * @param headers more lines of the head, each with its end
     */
    protected WebSocketWire(String host, String path, String headers) {
        this.request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    /** The server has agreed: messages can be sent. */
    protected abstract void opened();

    /** A binary message came. It lies in the buffer between these indices. */
    protected abstract void binary(ByteBuf in, int begin, int end);

    /** A text message came. It lies in the buffer between these indices. */
    protected abstract void text(ByteBuf in, int begin, int end);

    @Override
    protected final void connected() {
        ByteBuf out = buffer(request.length());
        out.writeCharSequence(request, StandardCharsets.US_ASCII);
        write(out);
    }

    @Override
    protected final void read(ByteBuf in) {
        if (!open && !readHead(in)) {
            return;
        }
        while (readFrame(in)) {
            // Until a frame is not complete.
        }
    }

    private boolean readHead(ByteBuf in) {
        String so = in.toString(StandardCharsets.ISO_8859_1);
        int end = so.indexOf(END_OF_HEAD);
        if (end < 0) {
            return false;
        }
        String head = so.substring(0, end);
        in.skipBytes(end + END_OF_HEAD.length());
        if (!head.startsWith("HTTP/1.1 101")) {
            fail("no WebSocket: " + head.lines().findFirst().orElse(""));
            return false;
        }
        open = true;
        opened();
        return true;
    }

    private boolean readFrame(ByteBuf in) {
        int start = in.readerIndex();
        int there = in.readableBytes();
        if (there < 2) {
            return false;
        }
        int first = in.getUnsignedByte(start);
        int length = in.getUnsignedByte(start + 1);
        int header = 2;
        if (length == 126) {
            header = 4;
            if (there < header) {
                return false;
            }
            length = in.getUnsignedShort(start + 2);
        } else if (length == 127) {
            header = 10;
            if (there < header) {
                return false;
            }
            length = (int) Math.min(in.getLong(start + 2), Integer.MAX_VALUE);
        }
        if (length < 0 || length > MAX_MESSAGE) {
            fail("a frame of " + length + " bytes");
            return false;
        }
        if (there < header + length) {
            return false;
        }
        in.readerIndex(start + header + length);
        take(first, in, start + header, start + header + length);
        return true;
    }

    private void take(int first, ByteBuf in, int begin, int end) {
        switch (first) {
            case LAST | TEXT -> text(in, begin, end);
            case LAST | BINARY -> binary(in, begin, end);
            case LAST | PING -> send(PONG, ByteBufUtil.getBytes(in, begin, end - begin));
            case LAST | PONG -> {}
            case LAST | CLOSE -> fail("the server closed the WebSocket");
            default -> fail("a frame that begins with " + first);
        }
    }

    /** Sends a binary message. */
    protected final void sendBinary(byte[] message) {
        send(BINARY, message);
    }

    /** Sends a text message. */
    protected final void sendText(String message) {
        send(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int opcode, byte[] message) {
        ByteBuf out = buffer(LONGEST_HEADER + message.length);
        writeFrame(out, opcode, message);
        write(out);
    }

    /** Sends a text message and a binary one behind it, at once. */
    protected final void sendBoth(String text, byte[] binary) {
        byte[] first = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf out = buffer(2 * LONGEST_HEADER + first.length + binary.length);
        writeFrame(out, TEXT, first);
        writeFrame(out, BINARY, binary);
        write(out);
    }

    private static void writeFrame(ByteBuf out, int opcode, byte[] message) {
        out.writeByte(LAST | opcode);
        if (message.length < 126) {
            out.writeByte(MASKED | message.length);
        } else if (message.length <= 0xffff) {
            out.writeByte(MASKED | 126).writeShort(message.length);
        } else {
            out.writeByte(MASKED | 127).writeLong(message.length);
        }
        out.writeZero(MASK).writeBytes(message);
    }

    /** What lies between two indices of a buffer, as text. */
    protected static String textOf(ByteBuf in, int begin, int end) {
        return in.toString(begin, end - begin, StandardCharsets.UTF_8);
    }
}
