package chat.paloma.node.bus;

import chat.paloma.core.codec.ByteString;
import chat.paloma.node.store.Announcements;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Signals by way of the database. */
public final class AnnouncedSignals implements SignalTransport {
    private static final String CHANNEL = "paloma_signals";

    private final Announcements announcements;
    private final List<Runnable> up = new CopyOnWriteArrayList<>();

    /**
     * @param announcements not started yet
     */
    public AnnouncedSignals(Announcements announcements) {
        this.announcements = announcements;
        announcements.onConnected(() -> up.forEach(Runnable::run));
    }

    @Override
    public boolean isUp() {
        return announcements.isConnected();
    }

    @Override
    public void send(ByteString message) {
        announcements.send(CHANNEL, Base64.getEncoder().encodeToString(message.toByteArray()));
    }

    @Override
    public void listen(Consumer<ByteString> taker) {
        announcements.listen(
                CHANNEL,
                text -> taker.accept(ByteString.adopt(Base64.getDecoder().decode(text))));
    }

    @Override
    public void onUp(Runnable work) {
        up.add(work);
    }
}
