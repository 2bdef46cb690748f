package chat.paloma.bench;

/** Where a benchmark tells the person who waits how far it is. */
public interface Progress {
    /** What is measured now. */
    void step(String what);

    /** A part that cannot run here, and why. */
    void skip(String part, String why);

    /** Something that belongs into the report: a version, what was left out, how a server was set up. */
    void note(String line);
}
