package chat.paloma.node.telemetry;

import chat.paloma.node.config.LogLevel;
import java.util.Locale;

/**
 * Where logs go: to standard error, one line an event, with the time in UTC.
 *
 * <p>What is logged has no content that people wrote, no key, no token and no handle. Ids are shortened by
 * {@link ShortId}; a person's address is logged with a refusal only.
 */
public final class LogSetUp {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private LogSetUp() {}

    /** Sets it up. It has an effect only before the first logger of the process is made. */
    public static void apply(LogLevel level) {
        set("logFile", "System.err");
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("showShortLogName", "true");
        // Libraries are quieter than the node: what they say at these levels is about themselves.
        set("defaultLogLevel", quieter(level).name().toLowerCase(Locale.ROOT));
        // While no server answers, each of its clients says so every second; the node says it once.
        set("log.org.apache.kafka", "error");
        set("log.chat.paloma", level.name().toLowerCase(Locale.ROOT));
    }

    private static LogLevel quieter(LogLevel level) {
        return switch (level) {
            case ERROR, WARN -> level;
            case INFO -> LogLevel.WARN;
            case DEBUG -> LogLevel.INFO;
            case TRACE -> LogLevel.DEBUG;
        };
    }

    private static void set(String name, String value) {
        System.setProperty(PREFIX + name, value);
    }
}
