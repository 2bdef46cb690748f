package chat.paloma.node.bus;

import chat.paloma.core.codec.ByteString;
import java.util.function.Consumer;

/** A way for short messages to reach all nodes of a database, the sender among them, or to be lost. */
public interface SignalTransport {
    /** Whether messages get through now, as far as is known. */
    boolean isUp();

    /** Sends one, without waiting. */
    void send(ByteString message);

    /** Takes what arrives, briefly. */
    void listen(Consumer<ByteString> taker);

    /** Calls back when messages begin to arrive: some may have been lost before. */
    void onUp(Runnable work);
}
