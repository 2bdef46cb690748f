package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The clients of a peer, which come some at a time. */
final class PeerClients<W extends Wire> {
    private static final int AT_A_TIME = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final List<W> wires = new ArrayList<>();

    /** Connects all clients of a plan. */
    void connect(Loop loop, int port, Plan plan, Arrivals arrivals, Function<PeerMember, W> maker)
            throws BenchmarkException {
        List<CompletableFuture<Void>> coming = new ArrayList<>();
        for (int client = 0; client < plan.clients(); client++) {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            List<String> rooms = plan.roomsOf(client).stream()
                    .map(room -> plan.rooms().get(room).name())
                    .toList();
            W wire = maker.apply(new PeerMember(client, rooms, ready, arrivals));
            wires.add(wire);
            coming.add(ready);
            loop.connect(port, Optional.empty(), wire);
            if (client >= AT_A_TIME) {
                await(coming.get(client - AT_A_TIME));
            }
        }
        for (CompletableFuture<Void> each : coming) {
            await(each);
        }
    }

    private static void await(CompletableFuture<Void> ready) throws BenchmarkException {
        try {
            ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BenchmarkException("a client did not get in: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchmarkException("a client did not get in in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    W get(int client) {
        return wires.get(client);
    }

    /** Closes all. */
    void close(Loop loop) {
        loop.run(() -> wires.forEach(Wire::close));
    }
}
