package chat.paloma.node.config;

/**
 * Where a key comes from, as {@code file:/etc/paloma/key}, {@code env:PALOMA_KEY} or {@code command:/usr/bin/get-key}.
 *
 * @param value a path, the name of a variable, or the path of a program
 */
public record KeySource(Kind kind, String value) {
    /** What it comes from. */
    public enum Kind {
        FILE,
        ENV,
        COMMAND
    }

    /** @throws IllegalArgumentException when it is none */
    static KeySource of(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        if (value.isBlank()) {
            throw new IllegalArgumentException();
        }
        return switch (text.substring(0, Math.max(0, colon))) {
            case "file" -> new KeySource(Kind.FILE, value);
            case "env" -> new KeySource(Kind.ENV, value);
            case "command" -> new KeySource(Kind.COMMAND, value);
            default -> throw new IllegalArgumentException();
        };
    }
}
