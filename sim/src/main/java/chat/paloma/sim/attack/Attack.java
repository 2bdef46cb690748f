package chat.paloma.sim.attack;

/** What a malicious node does to one device for a while. */
public enum Attack {
    /** Records are not told. */
    WITHHOLD("withholds records from"),
    /** Records are told in another order. */
    REORDER("reorders records for"),
    /** Records are told again. */
    REPLAY("replays records to"),
    /** Bytes of what others wrote are changed. */
    TAMPER("tampers with records for"),
    /** Other times are told than were chained. */
    SHIFT_TIME("changes times of records for"),
    /** One record is left out of a room, and a chain of its own is made of the others. */
    FORK("forks a room for"),
    /** Messages are acknowledged and not appended. */
    LIE("acknowledges and drops messages of"),
    /** Another account is shown for a handle. */
    SWAP_HANDLE("shows another account for handles to"),
    /** Another account's record is shown for an account. */
    SWAP_ACCOUNT("shows other accounts' records to"),
    /** Key packages of other devices are handed out. */
    SWAP_KEY_PACKAGES("hands out wrong key packages to"),
    /** Older device lists are shown than there are. */
    STALE_LISTS("shows old device lists to"),
    /** A room is said not to be there. */
    DENY("denies rooms to");

    private final String plain;

    Attack(String plain) {
        this.plain = plain;
    }

    String plain() {
        return plain;
    }
}
