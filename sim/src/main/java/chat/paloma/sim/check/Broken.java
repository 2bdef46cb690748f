package chat.paloma.sim.check;

import java.util.List;

/** Something that must hold does not. */
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient List<String> about;

    /**
     * @param rule its name
     * @param detail in plain words
     * @param about names of devices and rooms that a story must tell of
     */
    public Broken(String rule, String detail, List<String> about) {
        super(rule + ": " + detail);
        this.rule = rule;
        this.about = List.copyOf(about);
    }

    public String rule() {
        return rule;
    }

    public List<String> about() {
        return about;
    }
}
