package chat.paloma.cli.chat.draw;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How things are written on this terminal.
 *
 * @param unicode whether it shows more than ASCII
 * @param now in milliseconds since 1970
 */
public record Look(boolean unicode, ZoneId zone, long now) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private String either(String sign, String ascii) {
        return unicode ? sign : ascii;
    }

    String across() {
        return either("─", "-");
    }

    String down() {
        return either("│", "|");
    }

    String more() {
        return either("…", "...");
    }

    String dot() {
        return either("·", "-");
    }

    String online() {
        return either("●", "*");
    }

    String offline() {
        return either("○", "o");
    }

    String waiting() {
        return either("◌", "~");
    }

    String queued() {
        return either("◔", "(not sent yet)");
    }

    String sent() {
        return either("✓", "(sent)");
    }

    String delivered() {
        return either("✓✓", "(delivered)");
    }

    String read() {
        return either("✔✔", "(read)");
    }

    String prompt() {
        return either("›", ">");
    }

    String selected() {
        return either("▸", ">");
    }

    String own() {
        return either("▎", "|");
    }

    String mention() {
        return either("▌", "#");
    }

    String quote() {
        return either("┆", ":");
    }

    String replies() {
        return either("↳", "\\_");
    }

    String below() {
        return either("↓", "v");
    }

    String warning() {
        return "!";
    }

    String bar(int filled, int columns) {
        return either("▓", "#").repeat(filled) + either("░", ".").repeat(columns - filled);
    }

    // Times

    private LocalDate date(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** For a list: with the day. */
    public String dateTime(long millis) {
        return SHORT.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    String day(long millis) {
        LocalDate day = date(millis);
        LocalDate today = date(now);
        if (day.equals(today)) {
            return "Today";
        }
        if (day.equals(today.minusDays(1))) {
            return "Yesterday";
        }
        return (day.getYear() == today.getYear() ? DAY : YEAR).format(day);
    }
}
