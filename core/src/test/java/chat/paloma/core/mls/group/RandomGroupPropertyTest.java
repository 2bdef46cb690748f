package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.mls.CipherSuite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever members do and whatever the network does to their messages, all honest members of an epoch agree on its
 * authenticator, hear what they can hear, and whoever was removed learns nothing of what comes after. A failing try
 * prints its seed and number of members.
 */
class RandomGroupPropertyTest {
    private static final Map<String, Integer> HAPPENED = new TreeMap<>();

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void smallGroupsStayWhole(@ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int members) throws Exception {
        run(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed, members, 80);
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void largerGroupsStayWhole(@ForAll long seed, @ForAll @IntRange(min = 32, max = 64) int members) throws Exception {
        run(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed, members, 200);
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void postQuantumGroupsStayWhole(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int members)
            throws Exception {
        run(CipherSuite.DEFAULT, seed, members, 40);
    }

    /** One that a random run found: a member's own update is committed together with a removal. */
    @Example
    void aGroupInWhichAMemberIsUpdatedWhileAnotherLeaves() throws Exception {
        run(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, -6195, 7, 80);
    }

    /** Between them everything happens, also what the runs above seldom come to. */
    @Example
    void groupsToWhichDevicesComeBackAndOfWhichOneIsTwice() throws Exception {
        for (long seed : new long[] {6, 56}) {
            run(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed, 10, 80);
        }
    }

    private static void run(CipherSuite suite, long seed, int members, int steps) throws Exception {
        GroupWorld world = new GroupWorld(suite, members, seed);
        for (int i = 0; i < steps; i++) {
            world.step();
        }
        world.settle();
        world.happened.forEach((what, times) -> HAPPENED.merge(what, times, Integer::sum));
    }

    /** A simulation in which something never happens would show nothing about it. */
    @AfterContainer
    static void everythingHappened() {
        for (String what : List.of(
                "said",
                "heard",
                "heard late",
                "early",
                "doubled",
                "too late",
                "proposed",
                "committed",
                "raced",
                "stale",
                "joined",
                "joined from outside",
                "came back",
                "removed",
                "stayed")) {
            assertTrue(HAPPENED.getOrDefault(what, 0) > 0, "never " + what + " in " + HAPPENED);
        }
    }
}
