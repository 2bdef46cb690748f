package chat.paloma.cli.durability;

import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kills a node that devices write to at full speed, again and again, and checks each time that what it acknowledged is
 * there: once, in order, at its place, with its head, in a chain that verifies from its start; that of everything else
 * all is there or nothing; and that what is offered again is appended once.
 *
 * <p>{@code KillCampaign ROUNDS [SEED]} prints a line a round, {@code round N passed: …} or {@code round N FAILED: …}.
 * Every ten rounds begin with an empty data folder.
 */
public final class KillCampaign {
    private static final int ROUNDS_OF_A_FOLDER = 10;
    private static final int SHORTEST_LIFE = 100;
    private static final int LONGEST_LIFE = 800;

    private final PrintStream out;
    private final Random random;

    private KillCampaign(PrintStream out, Random random) {
        this.out = out;
        this.random = random;
    }

    /** Runs the rounds; its exit status is 1 when one failed. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("seed " + seed);
        System.exit(new KillCampaign(System.out, new Random(seed)).run(rounds) ? 0 : 1);
    }

    private boolean run(int rounds) throws Exception {
        boolean passed = true;
        for (int first = 1; first <= rounds; first += ROUNDS_OF_A_FOLDER) {
            passed &= runInOneFolder(first, Math.min(rounds, first + ROUNDS_OF_A_FOLDER - 1));
        }
        return passed;
    }

    private boolean runInOneFolder(int first, int last) throws Exception {
        Path folder = Files.createTempDirectory("paloma-kill");
        Path log = folder.resolve("node.log");
        int port = NodeProcess.freePort();
        NodeProcess node = NodeProcess.start(folder.resolve("data"), port, log);
        int round = first;
        try (Load load = new Load(node.origin())) {
            for (; round <= last; round++) {
                long acknowledged = acknowledged(load);
                List<CompletableFuture<?>> writers = load.write(random);
                int life = random.nextInt(SHORTEST_LIFE, LONGEST_LIFE);
                Thread.sleep(life);
                node.kill();
                for (CompletableFuture<?> writer : writers) {
                    writer.get(60, TimeUnit.SECONDS);
                }
                Faults.require(load.faults.isEmpty(), "refused: " + load.faults.peek());
                DatabaseCheck.run(folder.resolve("data"), Files.createDirectory(folder.resolve("copy-" + round)), load);
                long killed = System.nanoTime();
                node = NodeProcess.start(folder.resolve("data"), port, log);
                long ready = System.nanoTime();
                Map<EnvelopeHash, Position> found = check(load, false);
                int retried = load.retry();
                check(load, true)
                        .forEach((hash, position) -> Faults.require(
                                !found.containsKey(hash) || found.get(hash).equals(position),
                                "a record moved: " + position));
                out.printf(
                        "round %d passed: killed after %d ms, %d acknowledged, %d offered again, %d records;"
                                + " ready again after %d ms, checked in %d ms%n",
                        round,
                        life,
                        acknowledged(load) - acknowledged,
                        retried,
                        found.size(),
                        (ready - killed) / 1_000_000,
                        (System.nanoTime() - ready) / 1_000_000);
            }
            node.kill();
            delete(folder);
            return true;
        } catch (AssertionError | Exception e) {
            node.kill();
            out.printf("round %d FAILED: %s; the data is in %s%n", round, e, folder);
            e.printStackTrace(out);
            return false;
        }
    }

    private static long acknowledged(Load load) {
        return load.sent.stream()
                .filter(each -> each.acknowledged().isPresent())
                .count();
    }

    /**
     * Reads all rooms and compares them with what was sent.
     *
     * @param all whether everything must be there now
     * @return where each record is
     */
    private static Map<EnvelopeHash, Position> check(Load load, boolean all) throws Exception {
        Map<EnvelopeHash, Position> everywhere = new HashMap<>();
        for (LoadRoom room : load.rooms) {
            LaneCheck lane;
            try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
                lane = LaneCheck.read(connection, room.lane());
            }
            Set<EnvelopeHash> known = new HashSet<>();
            for (Sent each : load.sent) {
                if (each.room == room) {
                    known.add(each.hash());
                    Position place = lane.places.get(each.hash());
                    Faults.require(
                            each.acknowledged().isEmpty()
                                    || isAt(each.acknowledged().get(), place, lane),
                            "acknowledged at " + each.acknowledged() + ", found at " + place);
                    Faults.require(!all || place != null, "offered again, and not there: number " + each.number);
                }
            }
            for (LaneRecord record : lane.records) {
                Faults.require(
                        known.contains(record.header().envelopeHash())
                                || record.header().kind().equals(RecordKind.ROOM_OPENED),
                        "a record that nobody sent: " + record.header());
            }
            everywhere.putAll(lane.places);
        }
        return everywhere;
    }

    private static boolean isAt(Appended answer, @Nullable Position place, LaneCheck lane) {
        return place != null
                && place.equals(answer.position())
                && lane.records.get((int) place.sequence() - 1).header().acceptTime() == answer.acceptTime();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
