package chat.paloma.sim;

import chat.paloma.sim.check.Broken;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import chat.paloma.sim.world.World;
import java.util.Set;
import java.util.TreeSet;

public final class Try {
    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        long to = Long.parseLong(args[1]);
        int clients = Integer.parseInt(args[2]);
        long steps = Long.parseLong(args[3]);
        Set<Fault> faults = new TreeSet<>();
        if (args.length > 4) {
            if (args[4].equals("all")) {
                faults.addAll(java.util.List.of(Fault.values()));
            } else if (!args[4].equals("none")) {
                for (String each : args[4].split(",")) {
                    faults.add(Fault.valueOf(each));
                }
            }
        }
        String only = args.length > 6 ? args[6] : "";
        int story = args.length > 5 ? Integer.parseInt(args[5]) : 0;
        for (long seed = from; seed <= to; seed++) {
            long began = System.nanoTime();
            World world = new World(Settings.of(seed, clients, steps).withFaults(faults));
            String verdict = "ok";
            try {
                world.run();
            } catch (Broken e) {
                verdict = e.getMessage();
                if (story > 0) {
                    for (var line : world.trace().last(story, l -> !only.isEmpty() ? (l.who() + l.what()).contains(only) : e.about().isEmpty() || e.about().stream().anyMatch(a -> l.who().equals(a) || l.what().contains(a)))) {
                        System.out.println("   " + (line.time() - 1_800_000_000_000L) + " " + line.who() + " " + line.what());
                    }
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("seed %d: %s [%d steps, %d operations, %d acks, %.1f s, %.0f/s] %x%n", seed, verdict, world.steps(), world.oracle().operations(), world.oracle().acknowledgements(), seconds, world.steps() / seconds, world.trace().hash());
        }
    }
}
