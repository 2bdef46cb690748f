package chat.paloma.node.bus;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes of a database what is worth nothing later: at most once, and maybe never. A node that is alone
 * tells nobody.
 */
public final class NodeSignals {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSignals.class);

    private final NodeId self;
    private final List<SignalTransport> transports;
    private final List<BiConsumer<NodeId, NodeSignal>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> up = new CopyOnWriteArrayList<>();

    private record Message(NodeId sender, NodeSignal signal) {
        static final Decoder<Message> DECODER = in -> new Message(NodeId.decode(in), NodeSignal.decode(in));
    }

    /**
     * @param transports each signal is sent by the first that is up, and taken from all of them
     */
    public NodeSignals(NodeId self, List<SignalTransport> transports) {
        this.self = self;
        this.transports = List.copyOf(transports);
        transports.forEach(transport -> {
            transport.listen(this::take);
            transport.onUp(() -> up.forEach(Runnable::run));
        });
    }

    /** Tells all others. */
    public void send(NodeSignal signal) {
        for (SignalTransport transport : transports) {
            if (transport.isUp()) {
                transport.send(new TlsWriter().write(self).write(signal).toByteString());
                return;
            }
        }
    }

    /** Takes what others say, on a thread of the transport, briefly. */
    public void listen(BiConsumer<NodeId, NodeSignal> listener) {
        listeners.add(listener);
    }

    /** Calls back when signals begin to arrive: some may have been lost before. */
    public void onUp(Runnable work) {
        up.add(work);
    }

    private void take(ByteString bytes) {
        try {
            Message message = Message.DECODER.decodeAll(bytes.toByteArray());
            if (!message.sender().equals(self)) {
                listeners.forEach(listener -> listener.accept(message.sender(), message.signal()));
            }
        } catch (DecodeException e) {
            // Of a node with a newer version, perhaps.
            LOG.debug("a signal that this node does not know: {}", e.getMessage());
        }
    }
}
