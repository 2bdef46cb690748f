package chat.paloma.sim.node;

/** Rules of delivery that a node can break on purpose, to see that the simulator notices. */
public enum Flaw {
    /** A request that is sent again is done again. */
    FORGETS_NUMBERS,
    /** The acknowledgement goes out and nothing is appended. */
    ACKNOWLEDGES_BEFORE_APPENDING,
    /** A crash takes the last record of every room that was acknowledged before. */
    LOSES_WHAT_IT_ACKNOWLEDGED,
    /** Welcomes are not put into inboxes. */
    LOSES_WELCOMES,
    /** Key packages are handed out again and again. */
    HANDS_OUT_KEY_PACKAGES_TWICE,
    /** A head of the chain does not cover the record before. */
    BREAKS_THE_CHAIN,
    /** Records are told without their place in the order: one is left out and the next has its number. */
    SKIPS_SEQUENCES
}
