package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.lane.EnvelopeHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A room in which a device on each node writes all the time, and another on each node reads. */
final class ClusterLoad {
    private static final int PROGRESS = 40;
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private final List<ClusterWriter> writers = new ArrayList<>();
    private final List<ClusterReader> readers = new ArrayList<>();

    /** Begins on the nodes of a cluster, and waits until all go on. */
    ClusterLoad(ClusterProcesses cluster) throws Exception {
        this(people(cluster), cluster.addresses());
    }

    /**
     * The same with these devices.
     *
     * @param devices the first half of them writes, the others read
     * @param nodes where they go in turns
     */
    ClusterLoad(List<TestDevice> devices, List<URI> nodes) throws Exception {
        List<TestRoom> rooms = TestRoom.open(
                devices.getFirst(), devices.subList(1, devices.size()).toArray(TestDevice[]::new));
        int half = devices.size() / 2;
        for (int i = 0; i < half; i++) {
            writers.add(new ClusterWriter(rooms.get(i), nodes, i));
            readers.add(new ClusterReader(rooms.get(half + i), 0, nodes, i));
        }
        readers.forEach(ClusterReader::start);
        writers.forEach(ClusterWriter::start);
        awaitProgress();
    }

    private static List<TestDevice> people(ClusterProcesses cluster) throws Exception {
        cluster.reconnectAdministrator();
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < 2 * ClusterProcesses.NODES; i++) {
            devices.add(cluster.person(i % ClusterProcesses.NODES));
        }
        return devices;
    }

    /** Waits until each writer and each reader has gone on for a while. */
    void awaitProgress() throws InterruptedException {
        List<Integer> written =
                writers.stream().map(each -> each.count() + PROGRESS).toList();
        List<Integer> read =
                readers.stream().map(each -> each.read().size() + PROGRESS).toList();
        for (int i = 0; i < writers.size(); i++) {
            ClusterWriter writer = writers.get(i);
            int enough = written.get(i);
            await(() -> writer.count() >= enough, () -> "a writer: " + writer.reason());
        }
        for (int i = 0; i < readers.size(); i++) {
            ClusterReader reader = readers.get(i);
            int enough = read.get(i);
            await(() -> reader.read().size() >= enough, () -> "a reader");
        }
    }

    private void await(BooleanSupplier condition, Supplier<String> what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            readers.forEach(ClusterReader::requireWell);
            if (System.nanoTime() > end) {
                throw new AssertionError(what.get() + " does not go on");
            }
            Thread.sleep(20);
        }
    }

    /** Ends the writing, and checks what was acknowledged against what every reader has read. */
    void requireAllOnceAndInOrder() throws InterruptedException {
        List<List<ClusterWriter.Acknowledged>> acknowledged = new ArrayList<>();
        long newest = 0;
        for (ClusterWriter writer : writers) {
            acknowledged.add(writer.stop());
            newest = Math.max(newest, acknowledged.getLast().getLast().sequence());
        }
        for (ClusterReader reader : readers) {
            long until = newest;
            await(() -> !reader.read().isEmpty() && reader.read().lastKey() >= until, () -> "a reader");
            reader.stop();
            Set<EnvelopeHash> once = new HashSet<>(reader.read().values());
            assertEquals(reader.read().size(), once.size(), "a message is there twice");
            acknowledged.forEach(each -> requireInOrder(each, reader));
        }
    }

    private static void requireInOrder(List<ClusterWriter.Acknowledged> written, ClusterReader reader) {
        long before = 0;
        for (ClusterWriter.Acknowledged message : written) {
            assertEquals(message.envelope(), reader.read().get(message.sequence()));
            assertTrue(message.sequence() > before, "out of order");
            before = message.sequence();
        }
    }
}
