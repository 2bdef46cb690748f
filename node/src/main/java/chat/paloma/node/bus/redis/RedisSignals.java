package chat.paloma.node.bus.redis;

import chat.paloma.core.codec.ByteString;
import chat.paloma.node.bus.SignalTransport;
import java.util.function.Consumer;

/** Signals by way of Redis. */
public final class RedisSignals implements SignalTransport {
    private final RedisLink link;

    public RedisSignals(RedisLink link) {
        this.link = link;
    }

    @Override
    public boolean isUp() {
        return link.isUp();
    }

    @Override
    public void send(ByteString message) {
        link.publish(message);
    }

    @Override
    public void listen(Consumer<ByteString> taker) {
        link.listen(taker);
    }

    @Override
    public void onUp(Runnable work) {
        link.onUp(work);
    }
}
