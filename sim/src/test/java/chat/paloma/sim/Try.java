package chat.paloma.sim;

import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import java.util.Set;
import java.util.TreeSet;

public final class Try {
    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        long to = Long.parseLong(args[1]);
        Set<Fault> faults = new TreeSet<>();
        boolean malicious = args[4].endsWith("+m");
        String f = args[4].replace("+m", "");
        if (f.equals("all")) {
            faults.addAll(java.util.List.of(Fault.values()));
        } else if (!f.equals("none")) {
            for (String each : f.split(",")) {
                faults.add(Fault.valueOf(each));
            }
        }
        int story = args.length > 5 ? Integer.parseInt(args[5]) : 0;
        boolean shrink = args.length > 6;
        for (long seed = from; seed <= to; seed++) {
            long began = System.nanoTime();
            var result = Simulation.run(Settings.of(seed, Integer.parseInt(args[2]), Long.parseLong(args[3])).withFaults(faults).withMalice(malicious));
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("%s %.1f s %.0f/s%n", result.summary(), seconds, result.steps() / seconds);
            if (result.failure().isPresent()) {
                if (shrink) {
                    result = Shrinking.shrink(result, Simulation.Change.NONE, 40, System.out::println);
                }
                var lines = result.failure().get().story();
                lines.subList(Math.max(0, lines.size() - story), lines.size()).forEach(l -> System.out.println("    " + l));
                System.out.println("  " + result.failure().get().detail());
            }
        }
    }
}
