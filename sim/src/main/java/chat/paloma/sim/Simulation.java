package chat.paloma.sim;

import chat.paloma.sim.base.Trace.Line;
import chat.paloma.sim.check.Broken;
import chat.paloma.sim.world.Settings;
import chat.paloma.sim.world.World;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs simulations: the same settings always give the same result. */
public final class Simulation {
    private static final int STORY = 40;
    private static final String ROOM = "room-";

    /** Who wants to change something in a world before it begins, such as break a rule on purpose. */
    public interface Change {
        Change NONE = world -> {};

        void apply(World world);
    }

    /**
     * What came of one.
     *
     * @param steps inputs that were delivered to engines and the node
     * @param operations that people wrote
     * @param acknowledged how many of them their authors know to be sent
     * @param attacks of a malicious node
     * @param named how many of these somebody was told of
     * @param hash of everything that happened: the same for every run of the same settings
     * @param failure what did not hold
     */
    public record Result(
            Settings settings,
            long steps,
            int operations,
            long acknowledged,
            int attacks,
            int named,
            long hash,
            Optional<Failure> failure) {
        /** In one line. */
        public String summary() {
            String attacked = settings.malicious() ? ", " + attacks + " attacks of which " + named + " were named" : "";
            return String.format(
                    Locale.ROOT,
                    "seed %d: %s, %,d steps, %,d operations, %,d acknowledged%s, trace %016x",
                    settings.seed(),
                    failure.isEmpty() ? "ok" : "BROKEN",
                    steps,
                    operations,
                    acknowledged,
                    attacked,
                    hash);
        }
    }

    /**
     * What does not hold, and how it came to that.
     *
     * @param rule its name
     * @param detail in plain words
     * @param story the last things that happened to those whom it concerns
     */
    public record Failure(String rule, String detail, List<String> story) {
        public Failure {
            story = List.copyOf(story);
        }
    }

    private Simulation() {}

    public static Result run(Settings settings) {
        return run(settings, Change.NONE, steps -> {});
    }

    /**
     * Runs one.
     *
     * @param progress told now and then how many steps are done
     */
    public static Result run(Settings settings, Change change, Consumer<Long> progress) {
        World world = new World(settings, progress);
        change.apply(world);
        Optional<Failure> failure = Optional.empty();
        try {
            world.run();
        } catch (Broken e) {
            failure = Optional.of(new Failure(e.rule(), String.valueOf(e.getMessage()), story(world, e)));
        }
        return new Result(
                settings,
                world.steps(),
                world.oracle().operations(),
                world.oracle().acknowledgements(),
                world.attacks(),
                world.named(),
                world.trace().hash(),
                failure);
    }

    private static List<String> story(World world, Broken broken) {
        List<Line> lines = world.trace().last(STORY, line -> concerns(line, broken));
        long first = lines.isEmpty() ? 0 : lines.getFirst().time();
        return lines.stream()
                .map(line -> String.format(
                        Locale.ROOT, "+%9.3f s  %-8s %s", (line.time() - first) / 1000.0, line.who(), line.what()))
                .toList();
    }

    /** A story tells of the devices and rooms that are concerned, and of what happens to the node. */
    private static boolean concerns(Line line, Broken broken) {
        List<String> rooms =
                broken.about().stream().filter(name -> name.startsWith(ROOM)).toList();
        boolean ofRoom = rooms.stream().anyMatch(room -> (line.what() + " ").matches(".*" + room + "[ :].*"));
        boolean ofDevice = broken.about().contains(line.who())
                && (rooms.isEmpty() || !line.what().contains(ROOM));
        boolean ofWorld = line.who().equals("world")
                || (line.who().equals("node") && !line.what().contains(" to " + ROOM));
        return broken.about().isEmpty() || ofRoom || ofDevice || ofWorld;
    }
}
