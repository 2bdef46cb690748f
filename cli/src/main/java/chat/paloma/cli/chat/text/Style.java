package chat.paloma.cli.chat.text;

/**
 * How a piece of text looks.
 *
 * @param strong bold
 * @param inverse with the colours of text and ground exchanged
 */
public record Style(Tone tone, boolean strong, boolean inverse) {
    public static final Style TEXT = of(Tone.TEXT);
    public static final Style QUIET = of(Tone.QUIET);
    public static final Style ACCENT = of(Tone.ACCENT);
    public static final Style STRONG = of(Tone.TEXT).bold();

    public static Style of(Tone tone) {
        return new Style(tone, false, false);
    }

    public Style bold() {
        return new Style(tone, true, inverse);
    }

    public Style inverted() {
        return new Style(tone, strong, true);
    }
}
