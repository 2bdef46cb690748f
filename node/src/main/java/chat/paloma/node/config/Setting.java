package chat.paloma.node.config;

import java.util.regex.Pattern;

/**
 * One thing that an operator can set.
 *
 * @param key its name in the configuration file, words joined by hyphens, with at most one table before a dot
 * @param type how its values are written and read
 * @param defaultText the value when nothing sets it, written as on the command line; empty for an optional setting that
 *     is not set
 * @param documentation one or two sentences for an operator
 */
public record Setting<T>(String key, SettingType<T> type, String defaultText, String documentation) {
    private static final Pattern KEY = Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)?");

    public Setting {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not the name of a setting: " + key);
        }
        // A default that its own type refuses is a mistake of ours.
        type.parse(defaultText);
    }

    /** The option on the command line: {@code limits.connections} is {@code --limits-connections}. */
    public String option() {
        return "--" + key.replace('.', '-');
    }

    /** The table of the configuration file that it stands in; empty for the top of the file. */
    public String table() {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    /** The key within its table. */
    public String name() {
        return key.substring(key.indexOf('.') + 1);
    }
}
