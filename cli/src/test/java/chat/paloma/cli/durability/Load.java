package chat.paloma.cli.durability;

import static chat.paloma.cli.durability.LoadDevice.CRYPTO;

import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.cli.wire.NodeException;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.client.transport.Trust;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Devices that write to rooms as fast as the node takes it, until it is gone, and know what it acknowledged. */
final class Load implements AutoCloseable {
    private static final int DEVICES = 4;
    private static final int ROOMS = 3;
    /** Requests of a device that wait for an answer. */
    private static final int WINDOW = 32;
    /** A commit comes once in so many messages of a room's owner. */
    private static final int MESSAGES_PER_COMMIT = 25;

    final HttpClient http;
    final ServerAddress server;
    final LoadDevice guest;
    final List<LoadDevice> devices = new ArrayList<>();
    final List<LoadRoom> rooms = new ArrayList<>();
    /** Everything that was ever sent, but openings. */
    final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    /** Refusals that are no part of the plan. */
    final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    Load(String origin) throws Exception {
        http = Trust.client(Optional.empty());
        server = ServerAddress.parse(origin);
        guest = new LoadDevice("guest");
        guest.register(http, server);
        for (int i = 0; i < DEVICES; i++) {
            LoadDevice device = new LoadDevice("writer-" + i);
            device.register(http, server);
            devices.add(device);
        }
        for (int i = 0; i < ROOMS; i++) {
            List<LoadDevice> others = new ArrayList<>(devices);
            LoadDevice owner = others.remove(i);
            LoadRoom room = new LoadRoom(owner, others, guest);
            try (NodeConnection connection = owner.connect(http, server)) {
                connection.await(room.open());
            }
            rooms.add(room);
        }
    }

    /** Writes with all devices until their connections are gone. */
    List<CompletableFuture<?>> write(Random random) throws Exception {
        List<CompletableFuture<?>> writers = new ArrayList<>();
        for (LoadDevice device : devices) {
            NodeConnection connection = device.connect(http, server);
            long seed = random.nextLong();
            writers.add(CompletableFuture.runAsync(
                    () -> write(device, connection, new Random(seed)),
                    work -> Thread.ofVirtual().start(work)));
        }
        return writers;
    }

    private void write(LoadDevice device, NodeConnection connection, Random random) {
        Deque<CompletableFuture<?>> window = new ArrayDeque<>();
        AtomicBoolean gone = new AtomicBoolean();
        try (connection) {
            while (!gone.get()) {
                LoadRoom room = rooms.get(random.nextInt(rooms.size()));
                if (room.owner == device && random.nextInt(MESSAGES_PER_COMMIT) == 0) {
                    Sent commit = room.commit();
                    sent.add(commit);
                    commit.acknowledge(connection.await(commit.request()));
                    room.advance();
                    continue;
                }
                if (window.size() >= WINDOW) {
                    window.remove().join();
                }
                Append append = room.message(device.nextNumber());
                Sent message = new Sent(
                        device,
                        room,
                        append.message(),
                        append,
                        append.envelope().hash(CRYPTO));
                sent.add(message);
                window.add(append(connection, message).handle((done, failure) -> {
                    gone.compareAndSet(false, failure != null);
                    note(failure);
                    return message;
                }));
            }
        } catch (NodeException e) {
            note(e);
        } catch (Exception e) {
            faults.add(device.name + ": " + e);
        }
    }

    /** Sends a message until the node has it; in the room's newest epoch, when its own is over. */
    static CompletableFuture<Appended> append(NodeConnection connection, Sent message) {
        return connection
                .ask(message.request())
                .thenApply(answer -> {
                    message.acknowledge(answer);
                    return answer;
                })
                .exceptionallyCompose(failure -> {
                    if (!is(failure, FailureCode.STALE_EPOCH)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    Append next = message.room.message(message.number);
                    message.replace(next, next.envelope().hash(CRYPTO));
                    return append(connection, message);
                });
    }

    private static boolean is(Throwable failure, FailureCode code) {
        return cause(failure) instanceof NodeException refused && refused.is(code);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What a dying node may say is nothing; everything else is a fault. */
    private void note(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        Throwable cause = cause(failure);
        if (!(cause instanceof NodeException e) || e.failure().isPresent()) {
            faults.add(String.valueOf(cause));
        }
    }

    /** Offers again what was not acknowledged, each room's commit first, and waits for the answers. */
    int retry() throws Exception {
        List<NodeConnection> connections = new ArrayList<>();
        int count = 0;
        try {
            for (LoadRoom room : rooms) {
                Optional<Sent> commit = room.pending();
                if (commit.isPresent()) {
                    NodeConnection connection = room.owner.connect(http, server);
                    connections.add(connection);
                    commit.get().acknowledge(connection.await(commit.get().request()));
                    room.advance();
                    count++;
                }
            }
            for (LoadDevice device : devices) {
                NodeConnection connection = device.connect(http, server);
                connections.add(connection);
                for (Sent each : sent) {
                    if (each.device == device && each.acknowledged().isEmpty()) {
                        append(connection, each).get();
                        count++;
                    }
                }
            }
            return count;
        } finally {
            connections.forEach(NodeConnection::close);
        }
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
    }
}
