package chat.paloma.sim;

import chat.paloma.sim.world.Settings;

/** Prints the hash of a run, in a process of its own. */
public final class HashOfASeed {
    private HashOfASeed() {}

    static Settings settings() {
        return Settings.of(11, 4, 1500);
    }

    public static void main(String[] arguments) {
        System.out.println(Simulation.run(settings()).hash());
    }
}
