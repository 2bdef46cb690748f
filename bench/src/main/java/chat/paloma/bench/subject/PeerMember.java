package chat.paloma.bench.subject;

import chat.paloma.bench.load.Arrivals;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client of a peer.
 *
 * @param number of the client
 * @param rooms into which it goes
 * @param ready when it is in all of them
 * @param arrivals what it tells of what comes
 */
record PeerMember(int number, List<String> rooms, CompletableFuture<Void> ready, Arrivals arrivals) {
    PeerMember {
        rooms = List.copyOf(rooms);
    }

    /** Its connection is over, though nobody closed it. */
    void broken(String why) {
        if (!ready.completeExceptionally(new IllegalStateException(why))) {
            arrivals.failed("client " + number + ": " + why);
        }
    }
}
