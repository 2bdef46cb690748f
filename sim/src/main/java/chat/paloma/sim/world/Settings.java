package chat.paloma.sim.world;

import chat.paloma.core.mls.CipherSuite;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a simulation is.
 *
 * @param seed from which everything follows
 * @param clients devices, each of an account of its own
 * @param steps how many inputs are delivered to engines and the node before everything heals
 * @param rooms the most rooms of more than two that are made
 * @param suite of all rooms
 * @param faults that happen
 * @param malicious whether the node deceives
 */
public record Settings(
        long seed, int clients, long steps, int rooms, CipherSuite suite, Set<Fault> faults, boolean malicious) {
    /** The suite that costs the least. */
    public static final CipherSuite CLASSICAL = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;

    /** The most devices. */
    public static final int MAX_CLIENTS = 1000;

    public Settings {
        if (clients < 1 || clients > MAX_CLIENTS || steps < 0 || rooms < 0) {
            throw new IllegalArgumentException("1 to " + MAX_CLIENTS + " clients, and no negative numbers");
        }
        faults = Collections.unmodifiableSet(new TreeSet<>(faults));
    }

    public static Settings of(long seed, int clients, long steps) {
        return new Settings(seed, clients, steps, Math.max(1, clients / 4), CLASSICAL, Set.of(Fault.values()), false);
    }

    public Settings withFaults(Set<Fault> others) {
        return new Settings(seed, clients, steps, rooms, suite, others, malicious);
    }

    public Settings withSuite(CipherSuite other) {
        return new Settings(seed, clients, steps, rooms, other, faults, malicious);
    }

    public Settings withRooms(int other) {
        return new Settings(seed, clients, steps, other, suite, faults, malicious);
    }

    public Settings withSteps(long other) {
        return new Settings(seed, clients, other, rooms, suite, faults, malicious);
    }

    public Settings withClients(int other) {
        return new Settings(seed, other, steps, rooms, suite, faults, malicious);
    }

    public Settings withSeed(long other) {
        return new Settings(other, clients, steps, rooms, suite, faults, malicious);
    }

    /** In one line, as options of the command. */
    public String describe() {
        String suiteName = suite == CLASSICAL ? "classical" : suite == CipherSuite.DEFAULT ? "default" : suite.name();
        String faultNames = faults.stream().sorted().map(Fault::option).collect(Collectors.joining(","));
        return "--seed " + seed + " --clients " + clients + " --steps " + steps + " --rooms " + rooms + " --suite "
                + suiteName + " --faults " + (faultNames.isEmpty() ? "none" : faultNames)
                + (malicious ? " --malicious" : "");
    }

    public Settings withMalice(boolean other) {
        return new Settings(seed, clients, steps, rooms, suite, faults, other);
    }
}
