package chat.paloma.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client of an XMPP server (RFC 6120) without TLS: anonymous SASL, binding, joining rooms (XEP-0045) and messages in
 * them. It reads by the ends of the elements that it waits for, not as XML.
 */
public abstract class XmppWire extends Wire {
    private static final byte[] END_OF_BODY = "</body>".getBytes(StandardCharsets.US_ASCII);

    /** The steps of the way in, each with what the server says when it is done. */
    private enum Step {
        FEATURES("</stream:features>"),
        AUTHENTICATED("<success"),
        FEATURES_AGAIN("</stream:features>"),
        BOUND("</iq>"),
        IN_ROOMS("");

        private final String awaited;

        Step(String awaited) {
            this.awaited = awaited;
        }
    }

    private final String host;
    private final String nickname;
    private final List<String> rooms;
    private Step step = Step.FEATURES;
    private int joined;

    /**
     * A connection that goes into these rooms.
     *
     * @param host the server's name
     * @param nickname in the rooms
     * @param rooms their addresses
     */
    protected XmppWire(String host, String nickname, List<String> rooms) {
        this.host = host;
        this.nickname = nickname;
        this.rooms = List.copyOf(rooms);
    }

    /** It is in all rooms. */
    protected abstract void opened();

    /** A message with a body came, which ends at this index. */
    protected abstract void body(ByteBuf in, int end);

    @Override
    protected final void connected() {
        beginStream();
    }

    private void beginStream() {
        send("<stream:stream to='" + host + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                + " version='1.0'>");
    }

    @Override
    protected final void read(ByteBuf in) {
        if (step == Step.IN_ROOMS) {
            readBodies(in);
            return;
        }
        String so = in.toString(StandardCharsets.UTF_8);
        if (so.contains("<stream:error") || so.contains("<failure") || so.contains("type='error'")) {
            fail("the server refused: " + so.substring(0, Math.min(200, so.length())));
        } else if (step == Step.BOUND && joined > 0) {
            readJoined(in, so);
        } else if (so.contains(step.awaited)) {
            in.skipBytes(in.readableBytes());
            proceed();
        }
    }

    private void proceed() {
        switch (step) {
            case FEATURES -> {
                send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
                step = Step.AUTHENTICATED;
            }
            case FEATURES_AGAIN -> {
                send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
                step = Step.BOUND;
            }
            case AUTHENTICATED -> {
                step = Step.FEATURES_AGAIN;
                beginStream();
            }
            default -> join();
        }
    }

    private void join() {
        joined = 1;
        rooms.forEach(room -> send("<presence to='" + room + "/" + nickname
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"));
        if (rooms.isEmpty()) {
            step = Step.IN_ROOMS;
            opened();
        }
    }

    /** A room says that somebody is in by its subject, which comes last. */
    private void readJoined(ByteBuf in, String so) {
        int end = so.lastIndexOf("</message>");
        if (end < 0) {
            return;
        }
        String whole = so.substring(0, end);
        joined += whole.split("<subject", -1).length - 1;
        in.skipBytes(whole.getBytes(StandardCharsets.UTF_8).length + "</message>".length());
        if (joined > rooms.size()) {
            step = Step.IN_ROOMS;
            opened();
        }
    }

    private void readBodies(ByteBuf in) {
        int from = in.readerIndex();
        int end = in.writerIndex() - END_OF_BODY.length;
        for (int i = from; i <= end; i++) {
            i = in.indexOf(i, end + 1, (byte) '<');
            if (i < 0) {
                break;
            }
            if (isEndOfBody(in, i)) {
                body(in, i);
                in.readerIndex(i + END_OF_BODY.length);
            }
        }
    }

    private static boolean isEndOfBody(ByteBuf in, int index) {
        for (int i = 1; i < END_OF_BODY.length; i++) {
            if (in.getByte(index + i) != END_OF_BODY[i]) {
                return false;
            }
        }
        return true;
    }

    /** Sends a message to a room; the text needs no escaping. */
    protected final void sendMessage(String room, String text) {
        send("<message to='" + room + "' type='groupchat'><body>" + text + "</body></message>");
    }

    private void send(String element) {
        byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
        write(buffer(bytes.length).writeBytes(bytes));
    }
}
