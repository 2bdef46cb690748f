package chat.paloma.cli.client;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A node that lies: it stands at the public address of a real one, passes everything on, and changes what it is told to.
 * It understands whole messages only, since nobody here sends fragments.
 */
public final class TamperingNode implements AutoCloseable {
    /** What is changed. Connections call it from threads of their own. */
    public interface Tampering {
        /** What the client gets instead of a frame; {@code request} is the type that it answers, and 0 for events. */
        default List<Frame> toClient(Frame frame, int request) throws Exception {
            return List.of(frame);
        }

        /** Happens before a frame is passed on to the node. */
        default void toNode(Frame.Asked frame) throws Exception {}
    }

    private static final Tampering HONEST = new Tampering() {};
    private static final int BINARY = 2;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int nodePort;
    private volatile Tampering tampering = HONEST;

    public TamperingNode() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public void standsBefore(int port) {
        nodePort = port;
    }

    public void tamper(Tampering with) {
        tampering = with;
    }

    void beHonest() {
        tampering = HONEST;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket node = new Socket(InetAddress.getLoopbackAddress(), nodePort)) {
            sockets.add(client);
            sockets.add(node);
            DataInputStream fromClient = new DataInputStream(client.getInputStream());
            DataInputStream fromNode = new DataInputStream(node.getInputStream());
            String head = readHead(fromClient);
            boolean upgrade = head.startsWith("GET /v1/connect ");
            if (!upgrade) {
                // One request a connection, so that nothing behind it has to be understood.
                head = head.replaceFirst("(?im)^Connection:.*$", "Connection: close");
            }
            write(node, head.getBytes(StandardCharsets.ISO_8859_1));
            if (!upgrade) {
                Thread.ofVirtual().start(() -> quietly(() -> fromClient.transferTo(node.getOutputStream())));
                fromNode.transferTo(client.getOutputStream());
                return;
            }
            write(client, readHead(fromNode).getBytes(StandardCharsets.ISO_8859_1));
            Map<Integer, Integer> asked = new ConcurrentHashMap<>();
            Thread.ofVirtual().start(() -> quietly(() -> passToNode(fromClient, node, asked)));
            passToClient(fromNode, client, asked);
        } catch (Exception e) {
            // Either side went away: closing both is all that is left to do.
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            // Likewise: the other direction ends the connection.
        }
    }

    private void passToNode(DataInputStream in, Socket node, Map<Integer, Integer> asked) throws Exception {
        try (node) {
            while (true) {
                Message message = Message.read(in);
                if (message.opcode() == BINARY && Frame.decode(message.body()) instanceof Frame.Asked frame) {
                    asked.put(frame.id(), frame.type());
                    tampering.toNode(frame);
                }
                write(node, message.encoded(true));
            }
        }
    }

    private void passToClient(DataInputStream in, Socket client, Map<Integer, Integer> asked) throws Exception {
        while (true) {
            Message message = Message.read(in);
            if (message.opcode() != BINARY) {
                write(client, message.encoded(false));
                continue;
            }
            Frame frame = Frame.decode(message.body());
            for (Frame each : tampering.toClient(frame, request(frame, asked))) {
                write(client, new Message(BINARY, each.encoded()).encoded(false));
            }
        }
    }

    private static int request(Frame frame, Map<Integer, Integer> asked) throws DecodeException {
        return switch (frame) {
            case Frame.Answered answered -> asked.getOrDefault(answered.id(), 0);
            case Frame.Refused refused -> asked.getOrDefault(refused.id(), 0);
            case Frame.Happened ignored -> 0;
            case Frame.Asked ignored ->
                throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a request from the node");
        };
    }

    private static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assert !head.toString().toLowerCase(Locale.ROOT).contains("permessage-deflate") : "nothing is compressed";
        return head.toString();
    }

    private static void write(Socket to, byte[] bytes) throws IOException {
        to.getOutputStream().write(bytes);
        to.getOutputStream().flush();
    }

    /** One whole WebSocket message, unmasked (RFC 6455, section 5.2). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(int opcode, byte[] body) {
        static Message read(DataInputStream in) throws IOException {
            int first = in.readUnsignedByte();
            if ((first & 0x80) == 0) {
                throw new IOException("a fragment");
            }
            int second = in.readUnsignedByte();
            int length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] mask = new byte[4];
            if ((second & 0x80) != 0) {
                in.readFully(mask);
            }
            byte[] body = new byte[length];
            in.readFully(body);
            for (int i = 0; i < length; i++) {
                body[i] ^= mask[i & 3];
            }
            return new Message(first & 0xf, body);
        }

        /** With a mask, as clients must: of zeros, which changes nothing. */
        byte[] encoded(boolean masked) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            int mask = masked ? 0x80 : 0;
            out.writeByte(0x80 | opcode);
            if (body.length < 126) {
                out.writeByte(mask | body.length);
            } else if (body.length <= 0xffff) {
                out.writeByte(mask | 126);
                out.writeShort(body.length);
            } else {
                out.writeByte(mask | 127);
                out.writeLong(body.length);
            }
            if (masked) {
                out.writeInt(0);
            }
            out.write(body);
            return bytes.toByteArray();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
