package chat.paloma.cli.durability;

import chat.paloma.cli.wire.ConnectionListener;
import chat.paloma.cli.wire.Handshake;
import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.cli.wire.NodeException;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.client.transport.Trust;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Connects many devices, each of an account of its own, to one node with 512 MB of heap, and has each of them get one
 * record live. What it prints is the time for that, and the memory of the node's process before and with the connections.
 *
 * <p>{@code ConnectionsCampaign DEVICES} prints {@code connections passed: …} or {@code connections FAILED: …}.
 */
public final class ConnectionsCampaign {
    private static final int AT_A_TIME = 32;
    private static final long PATIENCE_SECONDS = 600;

    /** A connected device, and when the record came that it waits for, in nanoseconds. */
    private static final class Waiting implements ConnectionListener {
        private final CompletableFuture<Long> arrived = new CompletableFuture<>();
        private final AtomicLong sentAt = new AtomicLong();

        @Override
        public void happened(Event event) {
            if (event instanceof Event.Delivered) {
                arrived.complete(System.nanoTime());
            }
        }

        @Override
        public void closed(NodeException reason) {
            arrived.completeExceptionally(reason);
        }
    }

    private final int count;
    private final HttpClient http = Trust.client(Optional.empty());
    private final List<LoadDevice> devices = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final NodeConnection[] connections;

    private ConnectionsCampaign(int count) throws Exception {
        this.count = count;
        this.connections = new NodeConnection[count];
    }

    /** Runs it; its exit status is 1 when it failed. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("paloma-connections");
        try {
            System.out.println(
                    "connections passed: " + new ConnectionsCampaign(Integer.parseInt(arguments[0])).run(folder));
            System.exit(0);
        } catch (Exception e) {
            System.out.println("connections FAILED: " + e);
            System.exit(1);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private String run(Path folder) throws Exception {
        NodeProcess node = NodeProcess.start(
                folder.resolve("data"),
                NodeProcess.freePort(),
                folder.resolve("node.log"),
                "--limits-connections-per-address",
                Integer.toString(count + AT_A_TIME),
                "--limits-address-requests-per-minute",
                "10000000");
        try {
            ServerAddress server = ServerAddress.parse(node.origin());
            for (int i = 0; i < count; i++) {
                devices.add(new LoadDevice("device-" + i));
                waiting.add(new Waiting());
            }
            inParallel(count, i -> devices.get(i).register(http, server));
            long idle = residentKilobytes(node);
            long began = System.nanoTime();
            inParallel(count, i -> connect(server, i));
            double connecting = (System.nanoTime() - began) / 1e9;
            long connected = residentKilobytes(node);
            long[] times = deliver();
            return String.format(
                    Locale.ROOT,
                    "%,d devices connected in %.0f s; the node's memory went from %d MB to %d MB, %.1f KB a connection;"
                            + " each got a record live, half within %d ms and all within %d ms of its being sent",
                    count,
                    connecting,
                    idle >> 10,
                    connected >> 10,
                    (double) (connected - idle) / count,
                    times[times.length / 2],
                    times[times.length - 1]);
        } finally {
            Stream.of(connections).filter(Objects::nonNull).forEach(NodeConnection::close);
            http.shutdownNow();
            node.kill();
        }
    }

    private void connect(ServerAddress server, int i) throws Exception {
        LoadDevice device = devices.get(i);
        NodeConnection connection = NodeConnection.connect(http, server, waiting.get(i));
        connections[i] = connection;
        Position inbox = Handshake.perform(
                        connection,
                        LoadDevice.CRYPTO,
                        LoadDevice.RANDOM,
                        device.keys.account(),
                        device.keys.deviceKeys(),
                        Optional.empty())
                .welcomed()
                .inbox();
        connection.await(new Follow(List.of(new Cursor(device.inbox(), inbox))));
    }

    /** Each device asks the next one to be let in; returns in how many milliseconds they heard of it, ascending. */
    private long[] deliver() throws Exception {
        for (int i = 0; i < count; i++) {
            int next = (i + 1) % count;
            waiting.get(next).sentAt.set(System.nanoTime());
            connections[i].await(new SendInvitation(devices.get(next).keys.account(), ByteString.utf8("let me in")));
        }
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            Waiting each = waiting.get(i);
            times[i] = (each.arrived.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - each.sentAt.get()) / 1_000_000;
        }
        Arrays.sort(times);
        return times;
    }

    private interface Work {
        void run(int i) throws Exception;
    }

    private static void inParallel(int count, Work work) throws Exception {
        Semaphore slots = new Semaphore(AT_A_TIME);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int index = i;
                slots.acquire();
                all.add(executor.submit(() -> {
                    try {
                        work.run(index);
                        return null;
                    } finally {
                        slots.release();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** What a process has in memory, as Linux counts it. */
    private static long residentKilobytes(NodeProcess node) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
