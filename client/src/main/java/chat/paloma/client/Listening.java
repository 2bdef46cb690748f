package chat.paloma.client;

import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.transport.NodeException;
import java.net.http.HttpClient;
import java.util.concurrent.ThreadLocalRandom;

/** Listens for as long as it takes: when the connection ends, it waits a little and connects again. */
public final class Listening {
    private static final long FIRST_WAIT = 500;
    private static final long LONGEST_WAIT = 30_000;

    private final ProfileStore store;
    private final HttpClient http;
    private final ClientListener listener;

    public Listening(ProfileStore store, HttpClient http, ClientListener listener) {
        this.store = store;
        this.http = http;
        this.listener = listener;
    }

    /**
     * Shows messages until there were {@code count}.
     *
     * @param accept whether to let everybody in who asks
     * @throws NodeException when the node is not reached at first, or refuses for good
     */
    public void run(boolean accept, int count) throws NodeException, InterruptedException {
        int left = count;
        long wait = FIRST_WAIT;
        boolean connected = false;
        while (left > 0) {
            try (Messenger messenger = Messenger.connect(store, http, listener)) {
                if (connected) {
                    listener.notice("connected again");
                }
                connected = true;
                wait = FIRST_WAIT;
                while (left > 0) {
                    left -= messenger.listen(accept, left);
                }
            } catch (NodeException e) {
                if (!connected || !(e.wantsReconnect() || e.wantsLater())) {
                    throw e;
                }
                listener.notice(e.getMessage() + "; connecting again");
                // Not all at the same moment, when a server comes back.
                Thread.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
                wait = Math.min(2 * wait, LONGEST_WAIT);
            }
        }
    }
}
